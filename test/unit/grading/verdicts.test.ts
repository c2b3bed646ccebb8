import assert from 'node:assert/strict';
import type { Assertion } from '../../../src/core/dataset/suite.ts';
import { gradeCheck } from '../../../src/core/grading/gradeCheck.ts';
import type { GradingPorts } from '../../../src/core/grading/grader.ts';
import type { GradedAnswer } from '../../../src/core/grading/verdict.ts';
import type { JsonValue } from '../../../src/core/json.ts';
import { answered, check, type JudgeAnswer, judgeThatSays } from '../../support/grading.ts';
import { assertWhole } from '../../support/whole.ts';

type Row = readonly [what: string, answer: GradedAnswer | string, assertion: Assertion, ports?: GradingPorts];

/** One line per check: what it is, what came of it, and what is said of it. */
async function linesOf(rows: readonly Row[]): Promise<string> {
  const lines = rows.map(async ([what, answer, assertion, ports = {}]) => {
    const graded = typeof answer === 'string' ? answered(answer) : answer;
    const { outcome, score, reason, expected } = await gradeCheck(assertion, graded, ports);
    const shown = expected === undefined ? '' : ` [expected ${JSON.stringify(expected)}]`;
    return `${what}: ${outcome} ${Number(score.toFixed(4))}: ${reason}${shown}\n`;
  });
  return (await Promise.all(lines)).join('');
}

function rows(answer: GradedAnswer | string, list: readonly (readonly [string, Assertion, GradingPorts?])[]): Row[] {
  return list.map(([what, assertion, ports = {}]) => [what, answer, assertion, ports]);
}

const long = 'x'.repeat(200);

describe('what is said of a check', () => {
  it('of text', async () => {
    const texts = rows('a, 12 true\nb', [
      ['a number among the words', check('contains', 12)],
      ['a number that is not there', check('contains', 13)],
      ['a truth', check('contains', true)],
      ['a truth that is not there', check('not-contains', false)],
      ['an object', check('contains', { a: 1 })],
      ['an empty text', check('contains', '')],
      ['an empty text in any case', check('icontains', '')],
      ['a text in any case', check('icontains', 'TRUE')],
      ['a text over lines', check('contains', 'c\n  d')],
      ['a text of 200 letters', check('contains', 'x'.repeat(200))],
      ['a text of 201 letters', check('contains', `${long}y`)],
      ['the start', check('starts-with', 'a, 1')],
      ['another start', check('starts-with', '12')],
      ['an empty start', check('starts-with', '')],
      ['a number as start', check('starts-with', 1)],
      ['one of several', check('contains-any', ['z', 12])],
      ['none of several', check('contains-any', ['z', 13])],
      ['one number', check('contains-any', 12)],
      ['one truth', check('contains-any', false)],
      ['a list with nothing in it', check('contains-any', ['a', null])],
      ['a list with an empty text', check('contains-any', ['a', ''])],
      ['an object for a list', check('contains-any', { a: 1 })],
      ['blanks for a list', check('contains-any', ' ')],
      ['all of several', check('contains-all', ['a', 'b'])],
      ['all but two', check('contains-all', ['a', 'y', 'z'])],
      ['all in any case', check('icontains-all', ['A', 'B'])],
      ['all but one in any case', check('icontains-all', ['A', 'Y'])],
      ['one in any case', check('icontains-any', ['Y', 'B'])],
      ['none in any case', check('icontains-any', ['Y', 'Z'])],
      ['a pattern without the sandbox', check('regex', '\\d{2}')],
      ['a pattern that is none', check('regex', '(')],
      ['a pattern that is empty', check('regex', '')],
      ['a number as pattern', check('regex', 12)],
      ['equal text', check('equals', 'a')],
      ['a text not to be equal to', check('not-equals', 'a, 12 true\nb')],
      ['an object that no text is', check('equals', { a: 1 })],
    ]);
    const others: Row[] = [
      ['a number that equals a text', '12', check('equals', 12)],
      ['an object that equals an object', answered({ a: [1] }), check('equals', { a: [1] })],
      ['a list that equals a list', answered([1, 2]), check('equals', [1, 2])],
      ['a list in another order', answered([1, 2]), check('equals', [2, 1])],
      ['null as a text', 'null', { ...check('equals'), value: null }],
      ['a template that gives nothing', 'a', check('contains', '{{ "" }}')],
      ['a list whose template gives nothing', 'a', check('contains-any', ['a', '{{ "" }}'])],
      ['a template that cannot be read', 'a', check('contains', '{{ a')],
      ['a variable that is missing', 'a', check('contains', '{{ nowhere }}')],
      ['a threshold that is no number', 'a', check('contains', 'a', { threshold: Number.NaN })],
      ['a check with a fault', 'a', check('contains', 'a', { fault: 'Its value cannot be read.' })],
    ];
    assertWhole('verdicts-text.txt', await linesOf([...texts, ...others]));
  });

  it('of counts', async () => {
    const counts = rows(' one two\nthree ', [
      ['the count', check('word-count', 3)],
      ['the count as text', check('word-count', '3')],
      ['one more', check('word-count', 4)],
      ['one less', check('word-count', 2)],
      ['at least as many', check('word-count', { min: 3 })],
      ['at least one more', check('word-count', { min: 4 })],
      ['at most as many', check('word-count', { max: 3 })],
      ['at most one less', check('word-count', { max: 2 })],
      ['none at all', check('word-count', { max: 0 })],
      ['between the same', check('word-count', { min: 3, max: 3 })],
      ['between others', check('word-count', { min: 4, max: 5 })],
      ['between, turned round', check('not-word-count', { min: 3, max: 5 })],
      ['the wrong way round', check('word-count', { min: 5, max: 4 })],
      ['below nothing', check('word-count', { min: -1 })],
      ['a minimum of words', check('word-count', { min: 'many' })],
      ['a maximum of blanks', check('word-count', { max: ' ' })],
      ['without bounds', check('word-count', {})],
      ['a negative count', check('word-count', -3)],
    ]);
    const characters = rows('aé😀', [
      ['characters', check('character-count', 3)],
      ['characters in UTF-16', check('character-count', 4)],
    ]);
    assertWhole(
      'verdicts-counts.txt',
      await linesOf([...counts, ...characters, ['nothing', '', check('word-count', 0)]]),
    );
  });

  it('of likeness', async () => {
    const five = 'a b c d e f g h';
    const likeness: Row[] = [
      ['five edits', 'abcde', check('levenshtein', '12345')],
      ['six edits', 'abcdef', check('levenshtein', '123456')],
      ['as many edits as allowed', 'abc', check('levenshtein', 'abd', { threshold: 1 })],
      ['more edits than allowed', 'abc', check('levenshtein', 'acd', { threshold: 1 })],
      ['texts of the greatest length', 'x'.repeat(40_000), check('levenshtein', 'x'.repeat(10_001))],
      ['three words of four', 'a b c z', check('rouge-n', 'a b c d')],
      ['two words of three', 'a b z', check('rouge-n', 'a b c')],
      ['other words', 'x y', check('rouge-n', 'a b', { threshold: 0 })],
      ['BLEU of the same', five, check('bleu', five)],
      ['BLEU of half', 'a b c d x y z w', check('bleu', five)],
      ['BLEU of half at a low threshold', 'a b c d x y z w', check('bleu', five, { threshold: 0.3 })],
      ['BLEU by single words', 'a b x y', check('bleu', 'a b c d', { config: { ngram_weights: [1, 0, 0, 0] } })],
      ['BLEU with three weights', five, check('bleu', five, { config: { ngram_weights: [1, 0, 0] } })],
      ['BLEU with a word as weight', five, check('bleu', five, { config: { ngram_weights: [1, 0, 0, 'x'] } })],
      ['BLEU with five weights', five, check('bleu', five, { config: { ngram_weights: [1, 0, 0, 0, 'x'] } })],
      ['BLEU of nothing', '', check('bleu', 'a')],
      ['BLEU of too short a text', 'a b', check('bleu', 'a b c d')],
      ['BLEU of the nearer length', 'a b c', check('bleu', ['a b c d e', 'a b'], { threshold: 0.9 })],
      ['GLEU of the same', five, check('gleu', five)],
      ['GLEU of half', 'a b c d x y z w', check('gleu', [five, 'q'])],
      ['GLEU of ten of twenty', 'a b c d', check('gleu', 'a b c d')],
      ['GLEU with full stops', 'a b.. c. ...', check('gleu', 'a b c')],
      ['GLEU of nothing', '', check('gleu', 'a')],
      ['METEOR of the same', five, check('meteor', five)],
      ['METEOR of stems', 'the cats sat', check('meteor', 'the cat sat')],
      ['METEOR of another order', 'sat the cat', check('meteor', 'the cat sat')],
      ['METEOR of nothing in common', 'x', check('meteor', ['a', 'b'])],
      ['METEOR without a reference', 'x', check('meteor', [])],
    ];
    assertWhole('verdicts-likeness.txt', await linesOf(likeness));
  });

  it('of the call', async () => {
    const known = answered('x', {
      cost: 0.01,
      latencyMs: 100,
      logProbs: [-Math.LN2, -Math.LN2],
      metadata: { guardrails: { flagged: true } },
    });
    const call = rows(known, [
      ['a cost at the limit', check('cost', undefined, { threshold: 0.01 })],
      ['a cost above', check('cost', undefined, { threshold: 0.009 })],
      ['a cost without a limit', check('cost')],
      ['a time at the limit', check('latency', undefined, { threshold: 100 })],
      ['a time above', check('latency', undefined, { threshold: 99 })],
      ['a perplexity at the limit', check('perplexity', undefined, { threshold: 2 })],
      ['a perplexity above', check('perplexity', undefined, { threshold: 1.9 })],
      ['a perplexity without a limit', check('perplexity')],
      ['a score of the perplexity', check('perplexity-score', undefined, { threshold: 0.33 })],
      ['a higher score of the perplexity', check('perplexity-score', undefined, { threshold: 0.34 })],
      ['a score without a limit', check('perplexity-score')],
      ['a guard that flagged', check('guardrails')],
      ['a guard that flagged, as it should', check('guardrails', undefined, { config: { purpose: 'redteam' } })],
    ]);
    const unknown = rows('x', [
      ['an unknown cost', check('cost', undefined, { threshold: 1 })],
      ['an unknown time', check('latency', undefined, { threshold: 1 })],
      ['unknown log probabilities', check('perplexity')],
      ['a guard that is silent', check('guardrails')],
      ['a guard that is silent, and should not', check('guardrails', undefined, { config: { purpose: 'redteam' } })],
      ['an unknown end', check('finish-reason', 'stop')],
    ]);
    const ended = rows(answered('x', { finishReason: 'stop', rawFinishReason: 'end_turn' }), [
      ['an end', check('finish-reason', 'length')],
      ['an end in the vendor’s word', check('finish-reason', 'END_TURN')],
    ]);
    const plain = rows(answered('x', { finishReason: 'tool-calls', rawFinishReason: 'tool_calls' }), [
      ['an end in the same word', check('finish-reason', 'stop')],
      ['an end that is no text', check('finish-reason', {})],
    ]);
    assertWhole('verdicts-call.txt', await linesOf([...call, ...unknown, ...ended, ...plain]));
  });

  it('of the tools that were called', async () => {
    const called = answered('', {
      toolCalls: [
        { id: '1', name: 'search', input: { query: 'cats', deep: { a: 1, b: [1, 2] } } },
        { id: '2', name: 'read_page', input: { page: 1 } },
        { id: '3', name: 'search', input: { query: 'dogs' } },
      ],
      metadata: { skillCalls: [{ name: 'pdf' }, { label: 'none' }] },
    });
    const args = (value: { [key: string]: JsonValue }) =>
      check('trajectory:tool-args-match', { name: 'search', ...value });
    const sequence = (value: JsonValue) => check('trajectory:tool-sequence', value);
    const used = (value: JsonValue) => check('trajectory:tool-used', value);
    const steps = (value: JsonValue) => check('trajectory:step-count', value);
    const tools = rows(called, [
      ['a tool used', used('search')],
      ['a tool not used', used('write')],
      ['all of two tools', used(['search', 'read_page'])],
      ['one of two tools', used(['search', 'write'])],
      ['no tools named', used([])],
      ['as often as the least', used({ name: 'search', min: 2 })],
      ['less than the least', used({ name: 'search', min: 3 })],
      ['as often as the most', used({ name: 'search', max: 2 })],
      ['more than the most', used({ name: 'search', max: 1 })],
      ['within both', used({ pattern: '*', min: 3, max: 3 })],
      ['outside of both', used({ pattern: '*', min: 1, max: 2 })],
      ['by a pattern once at least', used({ pattern: 'write*' })],
      ['without a name', used({ min: 1 })],
      ['a skill that was reported', check('skill-used', 'pdf')],
      ['a skill that was not', check('skill-used', ['pdf', 'xls'])],
      ['steps of any number', steps({})],
      ['steps at the most', steps({ max: 3 })],
      ['steps above the most', steps({ max: 2 })],
      ['steps at the least', steps({ min: 3 })],
      ['steps below the least', steps({ min: 4 })],
      ['steps by a pattern', steps({ pattern: 'read_*', min: 1, max: 1 })],
      ['steps of tools', steps({ type: ['tool', 'span'], max: 3 })],
      ['steps of spans', steps({ type: 'span' })],
      ['an order', sequence(['search', 'search'])],
      ['an order that is not', sequence(['read_page', 'search', 'read_page'])],
      ['an exact order', sequence({ steps: ['search', 'read_*', { name: 'search' }], mode: 'exact' })],
      ['an exact order, one less', sequence({ steps: ['search', 'read_page'], mode: 'exact' })],
      ['an exact order of others', sequence({ steps: ['search', 'search', 'search'], mode: 'exact' })],
      ['an order without names', sequence({ steps: ['search', { label: 'x' }] })],
      ['an order of nothing', sequence([])],
      ['arguments in part', args({ args: { query: 'cats' } })],
      ['arguments deep within', args({ args: { deep: { b: [1, 2] } } })],
      ['arguments of another list', args({ args: { deep: { b: [1] } } })],
      ['one argument of two', args({ args: { deep: { a: 1, c: 1 } } })],
      ['one that is no object', args({ args: { query: { a: 1 } } })],
      ['exact arguments', args({ args: { query: 'dogs' }, mode: 'exact' })],
      ['exact arguments, some more', args({ args: { query: 'cats' }, mode: 'exact' })],
      ['exact but for what is ignored', args({ args: { query: 'cats' }, ignore: ['deep'], mode: 'exact' })],
      ['exact with defaults', args({ arguments: { query: 'dogs', deep: 1 }, defaults: { deep: 1 }, mode: 'exact' })],
      ['arguments of a tool not called', check('trajectory:tool-args-match', { name: 'write', args: {} })],
      ['arguments that are none', args({ args: 'cats' })],
      ['steps with a most that is text', steps({ max: '2' })],
      ['steps with a most that is no count', steps({ max: 'two' })],
      ['steps that can never be', steps({ min: 3, max: 2 })],
      ['F1 of all', check('tool-call-f1', 'search, read_page')],
      ['F1 of one in two', check('tool-call-f1', ['search'])],
      ['F1 at the threshold', check('tool-call-f1', ['search', 'write'], { threshold: 0.5 })],
      ['F1 without names', check('tool-call-f1', ' , ')],
    ]);
    const none = rows('Nothing.', [
      ['no tool used', used('search')],
      ['no order', sequence(['search'])],
      ['no F1', check('tool-call-f1', 'search')],
      ['no function call', check('is-valid-function-call')],
      ['no tool calls', check('is-valid-openai-tools-call')],
    ]);
    const plain = rows({ ...called, turns: 3 }, [
      ['a tool called', check('tool-called', 'search')],
      ['a tool not called', check('tool-called', 'write')],
      ['a tool that must not be called', check('not-tool-called', 'search')],
      ['a tool that is not called, as it must not', check('not-tool-called', 'write*')],
      ['tools of which one is called, as none must', check('not-tool-called', ['write', 'search'])],
      ['tools of which none is called', check('not-tool-called', ['write', 'delete'])],
      ['tools called', check('tool-called', 'search, read_*')],
      ['one of two tools called', check('tool-called', ['search', 'write'])],
      ['a tool called often enough', check('tool-called', { tool: 'search', min: 2 })],
      ['a tool called too seldom', check('tool-called', { tool: 'search', min: 3 })],
      ['a tool called too often', check('tool-called', { tool: 'search', max: 1 })],
      ['a tool called within bounds', check('tool-called', { tool: '*', min: '1', max: 3 })],
      ['a tool that may be called once', check('tool-called', { tool: 'write', min: 0, max: 1 })],
      ['a tool that need not be called', check('tool-called', { tool: 'write', max: 1 })],
      ['a tool called at most never', check('tool-called', { tool: 'write', max: 0 })],
      ['a tool called with a slip', check('tool-called', { tool: 'search', mx: 1 })],
      ['a tool called with another word', check('tool-called', { name: 'search' })],
      ['a tool called without a name', check('tool-called', { min: 1 })],
      ['no names to be called', check('tool-called', [])],
      ['a name that is none', check('tool-called', ['search', 3])],
      ['a tool called with arguments', check('tool-called-with', { tool: 'search', args: { deep: { a: 1 } } })],
      ['a tool called with others', check('tool-called-with', { tool: 'search', args: { deep: { a: 2 } } })],
      ['a tool not called with them', check('not-tool-called-with', { tool: 'search', args: { query: 'mice' } })],
      ['a tool not called with any', check('tool-called-with', { tool: 'write', args: {} })],
      ['a tool called without arguments', check('tool-called-with', { tool: 'search' })],
      ['a tool called with a slip of args', check('tool-called-with', { tool: 'search', arguments: {} })],
      ['an order of tools', check('tool-order', 'search, search')],
      ['an order with a pattern', check('tool-order', ['read_*', 'search'])],
      ['another order of tools', check('tool-order', ['read_page', 'search', 'read_page'])],
      ['an order of one', check('tool-order', 'search')],
      ['turns at the most', check('max-turns', 3)],
      ['turns above the most', check('max-turns', '2')],
      ['more turns than these', check('not-max-turns', 2)],
      ['turns of no number', check('max-turns', 'few')],
      ['no turns at all', check('max-turns', 0)],
    ]);
    const unknown = rows('Nothing.', [
      ['a tool not called by an answer in words', check('not-tool-called', 'search')],
      ['a tool not used by one', check('not-trajectory:tool-used', 'search')],
      ['arguments not used by one', check('not-tool-called-with', { tool: 'search', args: {} })],
      ['few steps of one', steps({ max: 2 })],
      ['turns of one', check('max-turns', 2)],
      ['a tool that one has to call', check('tool-called', 'search')],
      ['no order of one', check('not-tool-order', ['a', 'b'])],
      ['an F1 that everything has', check('tool-call-f1', 'a', { threshold: 0 })],
      ['an F1 that one must not have', check('not-tool-call-f1', 'a')],
    ]);
    const silent = rows(answered('Nothing.', { toolCalls: [] }), [
      ['a tool not called by a model', check('not-tool-called', 'search')],
      ['few steps of a model', steps({ max: 2 })],
    ]);
    const skills = answered('', { toolCalls: [{ id: '1', name: 'SKILL', input: { skill: 'pdf' } }] });
    assertWhole(
      'verdicts-tools.txt',
      await linesOf([
        ...tools,
        ...none,
        ...plain,
        ...unknown,
        ...silent,
        ['a skill that was called', skills, check('skill-used', 'pdf')],
      ]),
    );
  });

  it('of calls by their schemas', async () => {
    const tools = [
      { name: 'find', inputSchema: { type: 'OBJECT', properties: { k: { type: 'STRING' } }, required: ['k'] } },
      { name: 'stop' },
    ];
    const valid = 'is-valid-openai-function-call';
    const list = 'is-valid-openai-tools-call';
    const calling = (output: JsonValue) => answered(output, { tools });
    const called = (name: string, given: JsonValue) => calling({ name, arguments: given });
    const table: Row[] = [
      ['by its schema', called('find', { k: 'x' }), check(valid)],
      ['as text', calling('{"name": "find", "arguments": "{\\"k\\": \\"x\\"}"}'), check(valid)],
      ['against its schema', called('find', { k: 1 }), check(valid)],
      ['without what it needs', called('find', {}), check(valid)],
      ['arguments that are no JSON', called('find', '{k'), check(valid)],
      ['of a tool that is not there', called('lose', {}), check(valid)],
      ['without parameters', called('stop', {}), check(valid)],
      ['with parameters that there are none of', called('stop', { now: true }), check(valid)],
      ['in lines', calling('{"name": "stop"}\n{"name": "lose"}'), check(valid)],
      ['in a list of functions', calling([{ function: { name: 'stop', arguments: '{}' } }]), check(list)],
      ['in a message', calling({ tool_calls: [{ function: { name: 'stop' } }] }), check(list)],
      ['in a list of others', calling([{ function: { name: 'stop' } }, { name: 'stop' }]), check(list)],
      ['in an empty list', calling([]), check(list)],
      ['with an error of MCP', calling('MCP Tool Error (drop): no'), check(list)],
      ['with a result of MCP', calling('MCP Tool Result: 1'), check(list)],
    ];
    assertWhole('verdicts-calls.txt', await linesOf(table));
  });
});

const ports = (...says: JudgeAnswer[]): GradingPorts => ({ judge: judgeThatSays(...says), defaultJudge: 'm/judge' });

describe('what is said of JSON', () => {
  it('that is there, is not, or is the answer itself', async () => {
    const table: Row[] = [
      ['within words', 'So: {"a": 1}.', check('contains-json')],
      ['nowhere', 'So: [1].', check('contains-json')],
      ['nowhere, as it should', 'So: [1].', check('not-contains-json')],
      ['an object', answered({ a: 1 }), check('contains-json')],
      ['the whole', '[1]', check('is-json')],
      ['not the whole', 'So: {"a": 1}.', check('is-json')],
      ['a value', answered(3), check('is-json')],
      ['a schema that is none', '{}', check('is-json', 3)],
    ];
    assertWhole('verdicts-json.txt', await linesOf(table));
  });
});

describe('what is said of a check that a judge carries out', () => {
  const claims = (...supported: JsonValue[]) => ({ claims: supported.map((flag) => ({ supported: flag })) });
  const context = answered('Text', { vars: { context: ['One.', 'Two.'], query: 'What?' } });
  const one = { threshold: 0.5 };

  it('of the context', async () => {
    const faithful = check('context-faithfulness', undefined, one);
    const table: Row[] = [
      ['half of the claims', context, faithful, ports(claims(true, false))],
      ['a third of the claims', context, faithful, ports(claims(true, false, false))],
      ['none, without a threshold', context, check('context-faithfulness'), ports(claims(false))],
      ['no claim', context, faithful, ports(claims(), claims())],
      ['a claim that says neither', context, faithful, ports(claims(true, 'yes'), claims(true, 1))],
      ['no context', answered('x'), faithful, ports(claims(true))],
      ['a context of numbers', answered('x', { vars: { context: [1] } }), faithful, ports(claims(true))],
      [
        'recall',
        context,
        check('context-recall', 'One. Two.', one),
        ports({ sentences: [{ derivable: true }, { derivable: false }] }),
      ],
      ['recall, and no text', context, check('context-recall'), ports({ sentences: [{ derivable: true }] })],
      ['relevance', context, check('context-relevance', undefined, one), ports({ sentences: [{ needed: false }] })],
    ];
    assertWhole('verdicts-context.txt', await linesOf(table));
  });

  it('of a conversation, whose windows end with each answer', async () => {
    const said = (role: 'user' | 'assistant' | 'system', text: string) =>
      ({ role, parts: [{ type: 'text', text }] }) as const;
    const messages = [
      said('system', 'Rules.'),
      said('user', 'q1'),
      said('assistant', 'a1'),
      said('user', 'q2'),
      said('user', 'q3'),
      said('assistant', 'a2'),
      said('user', 'q4'),
    ];
    const judge = judgeThatSays({ relevant: true }, { relevant: true }, { relevant: false });
    const windowed = check('conversation-relevance', undefined, { threshold: 0.6, config: { windowSize: 2 } });
    const verdict = await gradeCheck(windowed, answered('a3', { messages }), { judge, defaultJudge: 'm/judge' });
    assert.equal(verdict.reason, 'The share of relevant answers is 0.6667; the threshold is 0.6.');
    const conversations = judge.asked.map((asked) => asked.replace(/^[\s\S]*<conversation-\w+>\n|\n<\/[\s\S]*$/g, ''));
    assert.deepEqual(conversations, [
      'User: q1\nAssistant: a1',
      'User: q1\nAssistant: a1\n\nUser: q2\nq3\nAssistant: a2',
      'User: q2\nq3\nAssistant: a2\n\nUser: q4\nAssistant: a3',
    ]);
    const all = Array.from({ length: 7 }, () => ({ relevant: true }));
    const many = Array.from({ length: 6 }, (_, index) => [said('user', `q${index}`), said('assistant', `a${index}`)]);
    for (const config of [undefined, { windowSize: 0 }, { windowSize: 'two' }]) {
      const asked = judgeThatSays(...all);
      const wide = check('conversation-relevance', undefined, config ? { config } : {});
      await gradeCheck(wide, answered('end', { messages: many.flat() }), { judge: asked, defaultJudge: 'm/judge' });
      assert.deepEqual(
        asked.asked.map((text) => text.split('Assistant: ').length - 1),
        [1, 2, 3, 4, 5, 5, 5],
      );
    }
  });

  it('of a rubric and the like', async () => {
    const rubric = check('llm-rubric', 'Is kind');
    const called = answered('Done.', { toolCalls: [{ id: '1', name: 'find', input: { k: 1 } }] });
    const table: Row[] = [
      ['a score alone', 'x', rubric, ports({ score: 0.1 })],
      ['a score of nothing', 'x', rubric, ports({ score: 0 })],
      ['a score of one', 'x', rubric, ports({ pass: true, score: 1 })],
      ['a score above one', 'x', rubric, ports({ score: 1.1 }, { score: -0.1 })],
      ['a verdict alone', 'x', rubric, ports({ pass: false, reason: 'No.' })],
      ['a score at the threshold', 'x', { ...rubric, threshold: 0.5 }, ports({ pass: true, score: 0.5 })],
      ['a score without a verdict for it', 'x', { ...rubric, threshold: 0.5 }, ports({ pass: false, score: 0.9 })],
      ['a goal', called, check('trajectory:goal-success', { goal: 'Found' }), ports({ pass: true, score: 1 })],
      ['a goal without a text', called, check('trajectory:goal-success', { aim: 1 }), ports({ pass: true })],
      ['no judge named', 'x', rubric, { judge: judgeThatSays({ pass: true }) }],
      ['a criterion', 'x', check('model-graded-closedqa', 'Has a city'), ports('Y')],
      ['a criterion not met', 'x', check('model-graded-closedqa', 'Has a city'), ports('So: "n".')],
      ['a word that ends in y', 'x', check('model-graded-closedqa', 'Has a city'), ports('very', 'only')],
      ['facts that contradict', 'x', check('factuality', 'Paris'), ports({ category: 'd ' })],
      ['facts of no category', 'x', check('factuality', 'Paris'), ports({ category: 'F' }, 'maybe B')],
      [
        'facts that count for nothing',
        'x',
        check('factuality', 'Paris'),
        { ...ports('C'), options: { factuality: { agree: 0 } } },
      ],
      ['steps at the threshold', 'x', check('g-eval', 'Good'), ports({ steps: ['a'] }, { score: 7, reason: 'Fine.' })],
      ['steps below', 'x', check('g-eval', 'Good'), ports({ steps: ['a'] }, { score: 6.9 })],
      ['no steps', 'x', check('g-eval', 'Good'), ports({ steps: [] }, { steps: [1] })],
      ['a score above ten', 'x', check('g-eval', 'Good'), ports({ steps: ['a'] }, { score: 10.1 }, { score: 11 })],
      ['a prompt that is a number', 'x', { ...rubric, rubricPrompt: 3 }, ports({ pass: true })],
      ['a message without content', 'x', { ...rubric, rubricPrompt: [{ role: 'user' }] }, ports({ pass: true })],
    ];
    assertWhole('verdicts-judges.txt', await linesOf(table));
  });

  it('of meaning, by embeddings', async () => {
    const openai = { ...ports(), defaultJudge: 'openai/x' };
    const vectors = (...list: (readonly number[])[]): GradingPorts => ({
      judge: { ask: async () => '{"questions": ["a", "b"]}', embed: async () => list },
      defaultJudge: 'openai/x',
    });
    const table: Row[] = [
      ['a cosine at 0.8', 'x', check('similar', 'y'), vectors([1, 0], [0.8, 0.6])],
      ['a cosine at the threshold', 'x', check('similar', 'y', { threshold: 0.6 }), vectors([1, 0], [0.6, 0.8])],
      ['a cosine below the usual one', 'x', check('similar', 'y'), vectors([1, 0], [0.6, 0.8])],
      ['a cosine of nothing', 'x', check('similar', 'y'), vectors([0, 0], [1, 0])],
      ['a product', 'x', check('similar:dot', 'y'), vectors([2, 1], [0.25, 0.25])],
      ['a distance', 'x', check('similar:euclidean', 'y'), vectors([0, 0], [3, 4])],
      ['the nearest of several', 'x', check('similar', ['y', 'z']), vectors([1, 0], [0, 1], [1, 0])],
      ['too few vectors', 'x', check('similar', 'y'), vectors([1, 0])],
      ['empty vectors', 'x', check('similar', 'y'), vectors([], [])],
      ['vectors of two lengths', 'x', check('similar', 'y'), vectors([1, 0], [1])],
      ['a vector of no number', 'x', check('similar', 'y'), vectors([1, 0], [Number.NaN, 1])],
      ['no references', 'x', check('similar', []), openai],
      ['relevance of two questions', 'x', check('answer-relevance'), vectors([1, 0], [1, 0], [0, 1])],
      ['an evasion', 'x', check('answer-relevance'), ports({ questions: ['a'], evasive: true })],
      ['no question', 'x', check('answer-relevance'), ports({ questions: [] }, { questions: [1] })],
    ];
    assertWhole('verdicts-meaning.txt', await linesOf(table));
  });
});
