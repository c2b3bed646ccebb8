import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseMatrixMessage } from '../../../../src/extension/matrix/matrixMessages.ts';
import type { MatrixMessage } from '../../../../src/protocol.ts';

const answer = { caseId: 'case-1', target: 'openai/gpt-5.6-luna', repeat: 0 };
const messages: readonly MatrixMessage[] = [
  { type: 'ready' },
  { type: 'close-row' },
  { type: 'raise-limit' },
  { type: 'collect-batch' },
  { type: 'open-row', caseId: 'case-1' },
  { type: 'rerun-cell', ...answer },
  { type: 'accept-answer', ...answer },
  { type: 'note', ...answer },
  { type: 'judge', ...answer, verdict: 'fail' },
  { type: 'judge', ...answer, verdict: null },
  { type: 'judge', ...answer, verdict: 'pass', criterion: 'The tone is friendly' },
  { type: 'note', ...answer, criterion: 'The tone is friendly' },
  { type: 'open-diff', caseId: 'case-1', left: { target: 'a' }, right: { target: 'b', repeat: 2 } },
  { type: 'view-request', caseId: 'case-1', target: 'a', repeat: 0 },
  { type: 'view-request', caseId: 'case-1', target: 'a', repeat: 1, round: 2 },
  { type: 'open-run', runId: 'run-1' },
  { type: 'export', format: 'html' },
  { type: 'set-concurrency', lane: 0, concurrency: 4 },
  { type: 'error-action', action: 'set-key' },
  { type: 'open-link', url: 'https://example.com' },
];

describe('messages from the matrix', () => {
  it('are taken as they are, without anything that does not belong to them', () => {
    for (const message of messages)
      assert.deepEqual(parseMatrixMessage({ ...message, command: 'workbench.action.quit' }), message);
  });

  it('are dropped when a part is missing, of another type, or beyond its bounds', () => {
    for (const raw of [
      { type: 'open-row' },
      { type: 'rerun-cell', caseId: 'case-1', target: 'a' },
      { type: 'judge', ...answer },
      { type: 'judge', ...answer, verdict: 'pass', criterion: 1 },
      { type: 'note', ...answer, criterion: null },
      { type: 'judge', ...answer, verdict: 'good' },
      { type: 'judge', ...answer, verdict: 'toString' },
      { type: 'export', format: 'exe' },
      { type: 'export', format: 'toString' },
      { type: 'set-concurrency', lane: 0, concurrency: 0 },
      { type: 'set-concurrency', lane: 0, concurrency: 1e9 },
      { type: 'error-action', action: 'rm' },
      { type: 'open-link', url: 7 },
      { type: 'open-row', caseId: 'x'.repeat(200_000) },
      null,
      'ready',
    ])
      assert.equal(parseMatrixMessage(raw), undefined);
  });

  it('never throw, whatever comes', () => {
    fc.assert(fc.property(fc.jsonValue(), (raw) => void parseMatrixMessage(raw)));
  });
});
