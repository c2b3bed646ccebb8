import assert from 'node:assert/strict';
import type { Change } from '../../../../src/core/run/check/change.ts';
import type { CheckResult } from '../../../../src/core/run/check/checkResult.ts';
import { summarizeCheck } from '../../../../src/core/run/check/checkSummary.ts';
import { decideCheck, type GateOptions } from '../../../../src/core/run/check/decideCheck.ts';
import { checkResult, checkRow } from './checks.ts';

const usual: GateOptions = { failOn: 'regressions', threshold: 1, allowIncomplete: false };

function decide(changes: readonly Change[], more: Partial<CheckResult> = {}, options: Partial<GateOptions> = {}) {
  const result = checkResult(
    changes.map((change) => checkRow(change)),
    more,
  );
  return decideCheck(result, summarizeCheck(result), { ...usual, ...options }).outcome;
}

describe('the gate', () => {
  it('fails for a row that got worse, and for nothing else', () => {
    assert.equal(decide(['same', 'regressed']), 'failed');
    assert.equal(decide(['same', 'fixed', 'still-failing', 'new-failure', 'new-pass', 'flaky']), 'passed');
    assert.equal(decide([]), 'passed');
  });

  it('tells why it could not compare everything', () => {
    assert.equal(decide(['same', 'not-run']), 'provider-errors');
    assert.equal(decide(['same', 'not-run'], { stopped: ['budget'] }), 'incomplete');
    assert.equal(decide(['same', 'not-run'], { stopped: ['time'] }, { allowIncomplete: true }), 'passed');
    assert.equal(decide(['regressed', 'not-run'], { stopped: ['time'] }, { allowIncomplete: true }), 'failed');
  });

  it('says what is proven before what is not known', () => {
    assert.equal(decide(['regressed', 'not-run'], { stopped: ['budget'] }), 'failed');
    assert.equal(decide(['regressed'], { stopped: ['interrupted'] }), 'interrupted');
  });

  it('is not passed by what cannot be read', () => {
    const result = checkResult([checkRow('regressed')]);
    const broken = { ...result, suites: result.suites.map((suite) => ({ ...suite, problems: ['a:1: no'] })) };
    assert.equal(decideCheck(broken, summarizeCheck(broken), usual).outcome, 'invalid');
  });

  it('can be told to ask for a pass rate, or for more than noise', () => {
    const threshold = { failOn: 'threshold', threshold: 0.6 } as const;
    assert.equal(decide(['same', 'new-failure'], {}, threshold), 'failed');
    assert.equal(decide(['same', 'same', 'regressed'], {}, threshold), 'passed');
    const significant = { failOn: 'significant' } as const;
    assert.equal(
      decide(
        Array.from({ length: 5 }, () => 'regressed' as const),
        {},
        significant,
      ),
      'passed',
    );
    assert.equal(
      decide(
        Array.from({ length: 8 }, () => 'regressed' as const),
        {},
        significant,
      ),
      'failed',
    );
    assert.equal(
      decide(
        Array.from({ length: 8 }, () => 'fixed' as const),
        {},
        significant,
      ),
      'passed',
    );
  });
});
