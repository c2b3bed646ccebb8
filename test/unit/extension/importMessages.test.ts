import assert from 'node:assert/strict';
import { parseImportMessage } from '../../../src/extension/cases/importMessages.ts';

describe('parseImportMessage', () => {
  const good: readonly unknown[] = [
    { type: 'ready' },
    { type: 'close' },
    { type: 'rows', wish: { type: 'write' } },
    { type: 'rows', wish: { type: 'sample', count: null } },
    { type: 'rows', wish: { type: 'resolve', call: 0, choice: 1 } },
    { type: 'personal', wish: { type: 'decide-kind', kind: 'email', choice: 'keep' } },
    { type: 'personal', wish: { type: 'add-word', word: 'Acme' } },
    { type: 'personal', wish: { type: 'add-region', region: 'AT' } },
  ];
  for (const message of good)
    it(`takes ${JSON.stringify(message)}`, () => assert.deepEqual(parseImportMessage(message), message));

  const bad: readonly unknown[] = [
    { type: 'write' },
    { type: 'rows' },
    { type: 'rows', wish: { type: 'sample', count: 0 } },
    { type: 'rows', wish: { type: 'sample', count: 1.5 } },
    { type: 'rows', wish: { type: 'resolve', call: -1, choice: 0 } },
    { type: 'personal', wish: { type: 'decide-kind', kind: 'toString', choice: 'keep' } },
    { type: 'personal', wish: { type: 'decide-kind', kind: 'email', choice: 'drop' } },
    { type: 'personal', wish: { type: 'add-word', word: '  ' } },
    { type: 'personal', wish: { type: 'add-region', region: 'Austria' } },
    { type: 'rows', wish: { type: 'set-file', file: 'x'.repeat(200_000) } },
  ];
  for (const message of bad)
    it(`refuses ${JSON.stringify(message).slice(0, 80)}`, () => assert.equal(parseImportMessage(message), undefined));
});
