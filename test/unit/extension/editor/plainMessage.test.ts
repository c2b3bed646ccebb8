import assert from 'node:assert/strict';
import { parseCompareMessage } from '../../../../src/extension/compare/compareMessages.ts';
import { parseMatrixMessage } from '../../../../src/extension/matrix/matrixMessages.ts';
import { parseRoutesMessage } from '../../../../src/extension/routes/routesMessages.ts';

function circle(): object {
  const message: Record<string, unknown> = { type: 'run' };
  message['self'] = message;
  return message;
}

function deep(levels: number): object {
  let message: object = { type: 'run' };
  for (let level = 0; level < levels; level++) message = { type: 'run', inner: message };
  return message;
}

const hostile: readonly (readonly [name: string, message: unknown])[] = [
  ['a circle', circle()],
  ['a large whole number', { type: 'run', n: 10n }],
  [
    'a getter that throws',
    {
      get type(): string {
        throw new Error('no');
      },
    },
  ],
  ['20,000 levels', deep(20_000)],
  ['3 MB', { type: 'simulate', keep: 1, outages: ['x'.repeat(3_000_000)] }],
  ['a function', () => 1],
  ['nothing', undefined],
];

describe('messages that are none', () => {
  for (const [name, message] of hostile)
    it(`are dropped by every page, and nothing is thrown: ${name}`, () => {
      for (const parse of [parseMatrixMessage, parseCompareMessage, parseRoutesMessage])
        assert.equal(parse(message), undefined);
    });

  it('are those about an answer that cannot be there', () => {
    const about = { type: 'copy-answer', caseId: 'c', target: 't' };
    assert.deepEqual(parseMatrixMessage({ ...about, repeat: 1 }), { ...about, repeat: 1 });
    for (const repeat of [Number.POSITIVE_INFINITY, Number.NaN, -1, 0.5])
      assert.equal(parseMatrixMessage({ ...about, repeat }), undefined);
  });
});
