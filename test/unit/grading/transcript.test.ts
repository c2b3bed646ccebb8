import assert from 'node:assert/strict';
import { gradeCheck } from '../../../src/core/grading/gradeCheck.ts';
import { scriptContext } from '../../../src/core/grading/script.ts';
import { transcriptText } from '../../../src/core/grading/transcript.ts';
import type { Message } from '../../../src/core/messages.ts';
import { answered, check, judgeThatSays } from '../../support/grading.ts';

const call = { id: 'c1', name: 'look', input: { city: 'Oslo' } };
const messages: readonly Message[] = [{ role: 'user', parts: [{ type: 'text', text: 'How cold is it?' }] }];
const said: readonly Message[] = [
  {
    role: 'assistant',
    from: 'a/one',
    parts: [
      { type: 'reasoning', text: 'secret thought', state: 'secret state' },
      { type: 'text', text: 'Let me look.', state: 'secret state' },
      { type: 'tool-call', ...call, state: 'secret state' },
      { type: 'tool-call', id: 'c2', name: 'draw', input: '{"cit' },
    ],
  },
  {
    role: 'tool',
    parts: [
      {
        type: 'tool-result',
        id: 'c1',
        name: 'look',
        output: '{"degrees":4}',
        media: [{ type: 'media', url: 'a.png' }],
      },
      { type: 'tool-result', id: 'c2', name: 'draw', output: 'no JSON', isError: true },
    ],
  },
  { role: 'assistant', from: 'a/one', parts: [{ type: 'text', text: 'Four degrees.' }] },
];
const answer = answered('Four degrees.', {
  messages,
  said,
  toolCalls: [call, { id: 'c2', name: 'draw', input: '{"cit' }],
  turns: 2,
});
const transcript = `assistant: Let me look.
assistant calls look {"city":"Oslo"}
assistant calls draw "{\\"cit"
look gives: {"degrees":4} (and 1 picture)
draw fails: no JSON
assistant: Four degrees.`;

describe('the transcript of an answer', () => {
  it('has a line for everything that was said, and nothing that a vendor needs back', () => {
    assert.equal(transcriptText(answer), transcript);
  });

  it('is none where the output is all of it', () => {
    assert.equal(transcriptText(answered('Hi')), undefined);
    assert.equal(transcriptText(answered('Hi', { said: said.slice(2) })), undefined);
    assert.equal(transcriptText(answered('Hi', { said: said.slice(0, 1) })), undefined);
  });

  for (const [type, verdict] of [
    ['llm-rubric', { pass: true, score: 1 }],
    ['trajectory:goal-success', { pass: true, score: 1 }],
    ['model-graded-closedqa', 'Y'],
  ] as const)
    it(`is shown to the judge of ${type}`, async () => {
      const judge = judgeThatSays(verdict);
      const { outcome } = await gradeCheck(check(type, 'It looks'), answer, { judge, defaultJudge: 'm/j' });
      assert.equal(outcome, 'pass');
      assert.ok(judge.asked[0]?.includes(transcript));
      assert.ok(!judge.asked[0]?.includes('secret'));
    });

  it('is shown to the judge of g-eval who scores', async () => {
    const judge = judgeThatSays({ steps: ['read'] }, { score: 9, reason: 'Fine.' });
    await gradeCheck(check('g-eval', 'It looks'), answer, { judge, defaultJudge: 'm/j' });
    assert.deepEqual(
      judge.asked.map((text) => text.includes(transcript)),
      [false, true],
    );
  });

  it('can be named in a prompt of one’s own, and is the output of an answer without rounds', async () => {
    const judge = judgeThatSays({ pass: true }, { pass: true }, { pass: true });
    const own = check('llm-rubric', 'x', { rubricPrompt: 'Read: {{transcript}}' });
    for (const graded of [answer, answered('Plain.'), answered('Plain.', { vars: { transcript: 'mine' } })])
      await gradeCheck(own, graded, { judge, defaultJudge: 'm/j' });
    assert.deepEqual(judge.asked, [`user: Read: ${transcript}`, 'user: Read: Plain.', 'user: Read: mine']);
  });

  it('makes another judgement of the same output', async () => {
    const keyOf = async (graded: typeof answer) => {
      const ports = { judge: judgeThatSays({ pass: true }), defaultJudge: 'm/j' };
      return (await gradeCheck(check('llm-rubric', 'x'), graded, ports)).judgement;
    };
    const { said: _said, ...plain } = answer;
    const other = { ...answer, said: [...said.slice(0, 1), ...said.slice(2), ...messages] };
    const keys = await Promise.all([plain, { ...plain, said: said.slice(2) }, answer, other].map(keyOf));
    assert.equal(keys[0], keys[1], 'stored judgements of plain answers stay');
    assert.equal(new Set(keys).size, 3);
  });
});

describe('what scripts see of an answer', () => {
  it('is the whole conversation in one form, and the calls of all rounds', () => {
    const { messages: seen, toolCalls } = scriptContext(answer);
    assert.deepEqual(seen, [
      { role: 'user', content: 'How cold is it?' },
      {
        role: 'assistant',
        content: 'Let me look.',
        tool_calls: [
          { id: 'c1', type: 'function', function: { name: 'look', arguments: '{"city":"Oslo"}' } },
          { id: 'c2', type: 'function', function: { name: 'draw', arguments: '{"cit' } },
        ],
      },
      { role: 'tool', tool_call_id: 'c1', name: 'look', content: '{"degrees":4}' },
      { role: 'tool', tool_call_id: 'c2', name: 'draw', content: 'no JSON', is_error: true },
      { role: 'assistant', content: 'Four degrees.' },
    ]);
    assert.deepEqual(toolCalls, [
      { id: 'c1', name: 'look', args: { city: 'Oslo' } },
      { id: 'c2', name: 'draw', args: '{"cit' },
    ]);
  });

  it('is absent where it is not known', () => {
    const context = scriptContext(answered('Hi'));
    assert.deepEqual([context['messages'], context['toolCalls']], [undefined, undefined]);
  });
});
