import assert from 'node:assert/strict';
import type { CellState } from '../../../../../src/core/run/cellState.ts';
import type { Round } from '../../../../../src/core/run/round.ts';
import type { CompareSetup } from '../../../../../src/protocol.ts';
import { initialState } from '../../../../../src/webview/compare/state/compareStore.ts';
import { followUpOf, isAsked, isConversation } from '../../../../../src/webview/compare/state/followUp.ts';
import { roundOf } from '../../../../support/rounds.ts';

const setup: CompareSetup = {
  prompt: 'file:///p.prompt',
  title: 'p.prompt',
  models: [],
  fields: [],
  inputs: {},
  missing: [],
  repeats: 1,
  kinds: { versions: 1, settings: 1 },
  estimate: '',
  trusted: true,
  needsKey: false,
  history: [],
  rows: 0,
};

function cellOf(target: string, status: CellState['status'], rounds?: readonly Round[]): CellState {
  const blank = { caseId: 'k', repeat: 0, text: '', reasoning: '', toolCalls: [], warnings: [], attempt: 1 };
  return { ...blank, id: target, target, status, ...(rounds ? { rounds } : {}) };
}

function contextOf(
  cells: readonly CellState[],
  { trusted = true, askingOf }: { trusted?: boolean; askingOf?: string } = {},
) {
  const columns = cells.map((cell) => ({
    target: cell.target,
    model: cell.target,
    label: cell.target,
    provider: 'a',
    isSimulated: false,
    isBase: false,
    cell,
  }));
  return { state: { ...initialState, setup: { ...setup, trusted } }, columns, askingOf };
}

const round = roundOf({ answer: 'A', toolCalls: [{ id: 'c', name: 'f', input: {} }] });

describe('asking further', () => {
  it('goes to all columns that have answered, and not to those that failed', () => {
    const context = contextOf([cellOf('a', 'done'), cellOf('b', 'failed'), cellOf('c', 'done')]);
    const { columns, obstacle } = followUpOf(context);
    assert.deepEqual([columns.map(({ target }) => target), obstacle], [['a', 'c'], undefined]);
  });

  it('goes to one column where one is chosen', () => {
    const context = contextOf([cellOf('a', 'done'), cellOf('b', 'done')], { askingOf: 'b' });
    assert.deepEqual(
      followUpOf(context).columns.map(({ target }) => target),
      ['b'],
    );
  });

  it('waits for what runs, for trust, and for an answer', () => {
    const running = contextOf([cellOf('a', 'done'), cellOf('b', 'streaming')]);
    assert.equal(followUpOf(running).obstacle, 'Wait until all have answered.');
    const untrusted = contextOf([cellOf('a', 'done')], { trusted: false });
    assert.match(followUpOf(untrusted).obstacle ?? '', /not trusted/);
    assert.equal(followUpOf(contextOf([cellOf('a', 'failed')])).obstacle, 'There is no answer to go on from.');
  });

  it('makes a conversation, as a result by hand does', () => {
    const result = { id: 'c', name: 'f', output: 'x' };
    assert.ok(isConversation(cellOf('a', 'done', [{ ...round, user: { text: 'And?', by: 'person' } }])));
    assert.ok(isConversation(cellOf('a', 'done', [{ ...round, results: [{ ...result, by: 'person' }] }])));
    assert.ok(!isConversation(cellOf('a', 'done', [{ ...round, results: [{ ...result, by: 'rule' }] }])));
    assert.ok(!isConversation(undefined));
  });

  it('has been done when a person said it last', () => {
    const said = cellOf('a', 'waiting', [{ ...round, user: { text: 'And?', by: 'person' } }]);
    const run = {
      runId: 'r',
      prompt: '',
      promptVersion: '',
      startedAt: 0,
      status: 'running',
      targets: [],
      plan: [],
    } as const;
    assert.ok(isAsked({ run: { ...run, cells: { a: said } } }, ' And?\n'));
    assert.ok(!isAsked({ run: { ...run, cells: { a: said } } }, 'And then?'));
    assert.ok(!isAsked({ run: undefined }, 'And?'));
  });
});
