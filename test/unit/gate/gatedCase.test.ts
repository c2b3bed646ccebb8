import assert from 'node:assert/strict';
import type { EvalCase } from '../../../src/core/dataset/suite.ts';
import { changedChecksSentence } from '../../../src/core/gate/changedChecks.ts';
import { gatedCase } from '../../../src/core/gate/gatedCase.ts';
import type { OlderChecks } from '../../../src/core/gate/gateResult.ts';
import type { KnownBase } from '../../../src/core/gate/knownBase.ts';
import type { VersionPair, VersionRow } from '../../../src/core/gate/pairVersions.ts';
import type { RunState } from '../../../src/core/run/state.ts';
import { evalCase } from '../../support/evalCase.ts';
import { finishedRun } from '../../support/finishedRun.ts';
import { checkRow, side } from './gatedCases.ts';

const contains = { type: 'contains', negated: false, value: 'x' };
const versionRow = (checks: EvalCase['checks']): VersionRow => ({
  testCase: evalCase('x', { checks }),
  caseId: 'x',
  identity: 'x',
  target: 'a/one',
  cells: [],
  checks: 'c',
});

/** A run of the newer version of the case: the answer passed or did not, and `served` names the model that gave it. */
function runOf(passed: boolean, served: string | undefined) {
  const state = finishedRun(['one'], ['x'], () => ({ passed, cost: 0.5 }));
  const cells = Object.entries(state.cells).map(([id, { servedModel: _asked, ...cell }]) => [
    id,
    served === undefined ? cell : { ...cell, servedModel: served },
  ]);
  return { ...state, cells: Object.fromEntries(cells) };
}

interface Situation {
  readonly state?: RunState;
  /** True when the older version shares the cells of the newer one. */
  readonly isShared?: boolean;
  readonly now?: EvalCase['checks'];
  readonly before?: EvalCase['checks'];
  readonly known?: KnownBase;
  readonly older?: OlderChecks;
  readonly hasOtherTransforms?: boolean;
}

function rowFor(situation: Situation) {
  const { now = [contains], before = [contains], known, older, state } = situation;
  const { isShared = false, hasOtherTransforms = false } = situation;
  const cells = state?.plan ?? [];
  const pair: VersionPair = {
    caseId: 'x',
    target: 'a/one',
    head: cells,
    base: isShared ? cells : cells.map((cell) => ({ ...cell, id: `${cell.id} before` })),
    newer: versionRow(now),
    older: versionRow(before),
    hasOtherChecks: older !== undefined,
    hasOtherTransforms,
  };
  const place = { file: 'a.eval.yaml', line: 1 };
  return gatedCase({ pair, order: 0, place, state, idOfBase: String, known, older });
}

describe('a case in the gate', () => {
  it('is worse for a case that lost its checks, until that is accepted', () => {
    const { change, note } = rowFor({ now: [] });
    assert.deepEqual([change, note], ['regressed', 'It lost its checks: nothing looks at its answers any more.']);
    const known = { result: side(null, { from: 'baseline' }), isAgreed: true, note: 'Accepted.' } as const;
    const accepted = rowFor({ now: [], known });
    assert.deepEqual([accepted.change, accepted.note], ['unchecked', 'Accepted.']);
  });

  it('says nothing of preferences, classes or advice where no check asks for them', () => {
    const row = rowFor({ state: runOf(true, 'm-1'), isShared: true });
    for (const key of ['preferred', 'classes', 'advice']) assert.equal(Object.hasOwn(row, key), false, key);
  });

  it('is not known where neither version has a check', () => {
    assert.deepEqual([rowFor({ now: [], before: [] }).change], ['unchecked']);
  });
});

describe('a case whose older version has a baseline', () => {
  const baseline = (served: string | null, passes = true) => ({ result: side(passes, { from: 'baseline', served }) });

  it('is compared with it, while the same model answers under that name', () => {
    const worse = rowFor({ state: runOf(false, 'm-1'), known: baseline('m-1') });
    assert.deepEqual([worse.change, worse.note, worse.base?.from], ['regressed', null, 'baseline']);
    const better = rowFor({ state: runOf(true, 'm-1'), known: baseline('m-1', false) });
    assert.equal(better.change, 'fixed');
  });

  it('is not compared when another model answers now, and says what to do', () => {
    const { change, note, base } = rowFor({ state: runOf(false, 'm-2'), known: baseline('m-1') });
    assert.deepEqual(
      [change, note, base?.from],
      ['not-run', 'The baseline is of m-1, now m-2 answers: accept a new baseline.', 'baseline'],
    );
  });

  it('is compared where either side does not name the model that answered', () => {
    assert.equal(rowFor({ state: runOf(false, 'm-2'), known: baseline(null) }).change, 'regressed');
    assert.equal(rowFor({ state: runOf(false, undefined), known: baseline('m-1') }).change, 'regressed');
  });

  it('costs nothing by itself, and shares no cost with the newer version', () => {
    const [alone, shared] = [false, true].map((isShared) =>
      rowFor({ state: runOf(true, 'm-1'), known: baseline('m-1'), isShared }),
    );
    assert.equal(alone?.head?.cost?.amount, 0.5);
    assert.equal(alone?.base?.cost?.amount, 0.01, 'what stands in the baseline');
    assert.equal(shared?.base?.cost?.amount, 0);
  });
});

describe('a case that both versions were asked', () => {
  it('is paid for once where they ask the same', () => {
    const { change, head, base } = rowFor({ state: runOf(true, 'm-1'), isShared: true });
    assert.deepEqual([change, head?.cost?.amount, base?.cost?.amount], ['same', 0.5, 0]);
  });

  it('is worse where only the older checks see that it fails now, unless the newer ones tell them apart', () => {
    const wasBetter: OlderChecks = { head: 'fail', base: 'pass' };
    const blind = rowFor({ state: runOf(true, 'm-1'), isShared: true, older: wasBetter });
    assert.deepEqual(
      [blind.change, blind.note],
      ['regressed', 'Its checks changed too: by those before, the older version passed and this one fails.'],
    );
    const scripted = { state: runOf(true, 'm-1'), isShared: true, older: wasBetter, hasOtherTransforms: true };
    assert.match(rowFor(scripted).note ?? '', /^The transform of its answer changed too: by what was before,/);
    const known = { result: side(false, { from: 'baseline' }) } as const;
    assert.equal(rowFor({ state: runOf(true, 'm-1'), known, older: wasBetter }).change, 'fixed');
    for (const older of [
      { head: 'pass', base: 'pass' },
      { head: 'fail', base: 'fail' },
      { head: 'fail', base: 'unknown' },
    ] as const)
      assert.equal(rowFor({ state: runOf(true, 'm-1'), isShared: true, older }).change, 'same');
  });
});

describe('the change of checks', () => {
  const told = (...kinds: readonly (readonly [Parameters<typeof checkRow>[0], OlderChecks['head']])[]) =>
    changedChecksSentence(
      kinds.map(([change, head], index) =>
        checkRow(change, { caseId: String(index), byOlderChecks: { head, base: 'pass' } }),
      ),
      'HEAD',
    );

  it('is told apart from what the prompt did', () => {
    assert.equal(
      told(['regressed', 'pass'], ['still-failing', 'pass'], ['same', 'fail'], ['same', 'pass']),
      'The checks of 4 cases changed: by those of HEAD 2 more rows would have passed and 1 more row would have failed.',
    );
    assert.equal(
      told(['same', 'pass']),
      'The checks of 1 case changed: by those of HEAD the same rows would have passed.',
    );
    assert.match(
      told(['same', 'unknown'], ['same', 'unknown']) ?? '',
      / Of 2 rows it is not known: no judge was asked for it\.$/,
    );
    assert.equal(changedChecksSentence([checkRow('same')], 'HEAD'), undefined);
  });
});
