import assert from 'node:assert/strict';
import type { EvalCase } from '../../../src/core/dataset/suite.ts';
import { changedChecksSentence } from '../../../src/core/gate/changedChecks.ts';
import { gatedCase } from '../../../src/core/gate/gatedCase.ts';
import type { OlderChecks } from '../../../src/core/gate/gateResult.ts';
import type { KnownBase } from '../../../src/core/gate/knownBase.ts';
import type { VersionPair, VersionRow } from '../../../src/core/gate/pairVersions.ts';
import { evalCase } from '../../support/evalCase.ts';
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

interface Situation {
  readonly now?: EvalCase['checks'];
  readonly before?: EvalCase['checks'];
  readonly known?: KnownBase;
  readonly older?: OlderChecks;
}

function rowFor({ now = [contains], before = [contains], known, older }: Situation) {
  const pair: VersionPair = {
    caseId: 'x',
    target: 'a/one',
    head: [],
    base: [],
    newer: versionRow(now),
    older: versionRow(before),
    hasOtherChecks: older !== undefined,
  };
  const place = { file: 'a.eval.yaml', line: 1 };
  return gatedCase({ pair, order: 0, place, state: undefined, idOfBase: String, known, older });
}

describe('a case in the gate', () => {
  it('is worse for a case that lost its checks, until that is accepted', () => {
    const { change, note } = rowFor({ now: [] });
    assert.deepEqual([change, note], ['regressed', 'It lost its checks: nothing looks at its answers any more.']);
    const known = { result: side(null, { from: 'baseline' }), isAgreed: true, note: 'Accepted.' } as const;
    const accepted = rowFor({ now: [], known });
    assert.deepEqual([accepted.change, accepted.note], ['unchecked', 'Accepted.']);
  });

  it('is not known where neither version has a check', () => {
    assert.deepEqual([rowFor({ now: [], before: [] }).change], ['unchecked']);
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
