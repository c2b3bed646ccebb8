import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCompareMessage } from '../../../../src/extension/compare/compareMessages.ts';
import { safeLink } from '../../../../src/extension/editor/safeLink.ts';

const known = [
  { type: 'ready' },
  { type: 'run' },
  { type: 'choose-row' },
  { type: 'next-row' },
  { type: 'previous-row' },
  { type: 'judge', target: 'a/b', verdict: 'pass' },
  { type: 'judge', target: 'a/b', repeat: 1, verdict: null },
  { type: 'note', target: 'a/b' },
  { type: 'leave-row' },
  { type: 'stop-target', target: 'openai/gpt' },
  { type: 'view-request', target: 'openai/gpt' },
  { type: 'view-request', target: 'openai/gpt', round: 2 },
  { type: 'answer-call', target: 'openai/gpt', reply: { type: 'result', output: '' } },
  { type: 'answer-call', target: 'openai/gpt', reply: { type: 'error', message: '503' }, keep: true },
  { type: 'answer-call', target: 'openai/gpt', reply: { type: 'end' } },
  { type: 'keep-mock', target: 'openai/gpt', round: 1, call: 2 },
  { type: 'follow-up', targets: ['openai/gpt'], text: 'And in euros?' },
  { type: 'keep-conversation', target: 'openai/gpt' },
  { type: 'set-inputs', inputs: { name: 'Ada' } },
  { type: 'remove-model', model: 'openai/gpt' },
  { type: 'error-action', action: 'retry', target: 'openai/gpt' },
  { type: 'open-diff', left: { target: 'a', repeat: 1 }, right: 'previous-run' },
  { type: 'open-diff', left: { target: 'a' }, right: { target: 'b', repeat: 2 } },
  { type: 'copy-answer', target: 'a', repeat: 2 },
  { type: 'take-up-calls', target: 'a' },
  { type: 'set-repeats', repeats: 3 },
  { type: 'choose-columns' },
  { type: 'open-run', runId: '20260101-000000-aaaa' },
  { type: 'open-link', url: 'https://example.com' },
];

describe('messages from the compare panel', () => {
  it('pass when they are one of the wishes', () => {
    for (const message of known) assert.deepEqual(parseCompareMessage(message), message);
  });

  it('lose every field that no wish has', () => {
    const command = { type: 'run', command: 'workbench.action.terminal.sendSequence', path: '/etc/passwd' };
    assert.deepEqual(parseCompareMessage(command), { type: 'run' });
  });

  it('are dropped when anything else', () => {
    for (const message of [
      undefined,
      null,
      7,
      'run',
      [],
      {},
      { type: 'execute' },
      { type: 'stop-target' },
      { type: 'answer-call', target: 'openai/gpt', reply: { type: 'result' } },
      { type: 'answer-call', target: 'openai/gpt', reply: 'end' },
      { type: 'keep-mock', target: 'openai/gpt', round: 1, call: 0.5 },
      { type: 'follow-up', targets: 'all', text: 'Hi' },
      { type: 'follow-up', targets: ['a'], text: ' ' },
      { type: 'view-request', target: 'openai/gpt', round: 0 },
      { type: 'set-repeats', repeats: 6 },
      { type: 'set-repeats', repeats: 0 },
      { type: 'set-repeats', repeats: 1.5 },
      { type: 'copy-answer', target: 'a', repeat: -1 },
      { type: 'open-diff', left: 'a', right: 'b' },
      { type: 'error-action', action: 'rm' },
      { type: 'open-run', runId: 7 },
    ]) {
      assert.equal(parseCompareMessage(message), undefined);
    }
    assert.equal(parseCompareMessage({ type: 'set-inputs', inputs: { text: 'x'.repeat(3_000_000) } }), undefined);
  });

  it('never throw, and never come out with a type of their own', () => {
    const types = new Set(
      known
        .map((message) => message.type)
        .concat([
          'resync',
          'run-simulated',
          'stop',
          'choose-models',
          'rerun-target',
          'view-request',
          'copy-answer',
          'copy-curl',
          'save-answer',
          'keep-answer',
        ]),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.record({ type: fc.constantFrom(...types), target: fc.jsonValue(), url: fc.jsonValue() }),
        ),
        (message) => {
          const parsed = parseCompareMessage(message);
          assert.ok(parsed === undefined || types.has(parsed.type));
        },
      ),
      { numRuns: 10_000 },
    );
  });
});

describe('a link of an answer', () => {
  it('may lead to the web or to mail', () => {
    for (const url of ['https://example.com/a?b=c', 'http://example.com', 'mailto:a@example.com'])
      assert.ok(safeLink(url), url);
  });

  it('leads nowhere else, and hides no host behind a user name', () => {
    const hostile = [
      'command:workbench.action.quit',
      'vscode://x/y',
      'vscode-insiders://x',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'data:text/html,x',
      '\\\\host\\share',
      'https://api.openai.com@evil.example',
      '//example.com',
      '',
      'about:blank',
    ];
    for (const url of hostile) assert.equal(safeLink(url), undefined, url);
  });
});
