import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../src/core/json.ts';
import type { CellState } from '../../../../../src/core/run/cellState.ts';
import type { RunState } from '../../../../../src/core/run/state.ts';
import {
  awaitedResult,
  draftKey,
  kindOfText,
  openResultDrafts,
  readResult,
} from '../../../../../src/webview/compare/state/resultDrafts.ts';

const call = { id: 'c1', name: 'find_order', input: { number: '4711' } };
const cell: CellState = {
  id: 'cell',
  target: 't',
  caseId: 'k',
  repeat: 0,
  status: 'waiting',
  text: '',
  reasoning: '',
  toolCalls: [],
  warnings: [],
  attempt: 1,
  awaits: call,
};

function runWith(outputSchema?: JsonObject, change: Partial<CellState> = {}): RunState {
  const tool = { name: 'find_order', ...(outputSchema ? { outputSchema } : {}) };
  return {
    runId: 'r',
    prompt: 'p',
    promptVersion: '',
    startedAt: 0,
    status: 'running',
    targets: [{ id: 't', model: 'a/b', parameters: { tools: [tool] } }],
    plan: [],
    cells: { cell: { ...cell, ...change } },
  };
}

const schema = {
  type: 'object',
  properties: {
    state: { type: 'string' },
    total: { type: 'number' },
    paid: { type: 'boolean' },
    note: { type: 'string' },
  },
  required: ['state', 'total'],
};

describe('the result that a person types', () => {
  it('is one text where the tool has no schema, and goes as it was typed', () => {
    const awaited = awaitedResult(runWith(), cell);
    assert.ok(awaited);
    assert.deepEqual(awaited.fields, []);
    assert.deepEqual(readResult(awaited, { [awaited.key]: ' {"a": 1}\n' }), { type: 'output', output: ' {"a": 1}\n' });
    assert.equal(readResult(awaited, { [awaited.key]: '  ' }).type, 'faulty');
  });

  it('has the fields of the schema, which have to fit it', () => {
    const awaited = awaitedResult(runWith(schema), cell);
    assert.ok(awaited);
    assert.deepEqual(
      awaited.fields.map(({ name, required }) => [name, required]),
      [
        ['state', true],
        ['total', true],
        ['paid', false],
        ['note', false],
      ],
    );
    const typed = { [draftKey(awaited, 'state')]: 'late', [draftKey(awaited, 'total')]: '24.5' };
    assert.deepEqual(readResult(awaited, typed), {
      type: 'output',
      output: '{"state":"late","total":24.5,"paid":false}',
    });
    assert.deepEqual(readResult(awaited, { ...typed, [draftKey(awaited, 'total')]: 'many' }), {
      type: 'faulty',
      faults: { total: 'Enter a number.' },
    });
    assert.deepEqual(Object.keys(faultsOf(readResult(awaited, {}))), ['state', 'total']);
  });

  it('is forgotten when the call waits no more, and not mixed up with the next call', () => {
    const first = awaitedResult(runWith(), cell);
    assert.ok(first);
    const drafts = { [first.key]: 'typed', [`${first.key} total`]: '1', gone: 'x' };
    assert.deepEqual(Object.keys(openResultDrafts(runWith(), drafts)), [first.key, `${first.key} total`]);
    const { awaits: _answered, ...rest } = cell;
    assert.deepEqual(openResultDrafts({ ...runWith(), cells: { cell: rest } }, drafts), {});
    assert.equal(awaitedResult(runWith(), rest), undefined);
    assert.deepEqual(openResultDrafts(undefined, drafts), {});
  });

  it('says of a text whether it is JSON', () => {
    assert.deepEqual(['on its way', ' {"a": 1}', '{"a":', '4'].map(kindOfText), [
      'text',
      'json',
      'broken-json',
      'text',
    ]);
  });
});

function faultsOf(typed: ReturnType<typeof readResult>): Readonly<Record<string, string>> {
  return typed.type === 'faulty' ? typed.faults : {};
}
