import assert from 'node:assert/strict';
import type { Change } from '../../../src/core/gate/change.ts';
import { decideGate, type GateOptions } from '../../../src/core/gate/decideGate.ts';
import type { GatedCase, GatedSuite, GateResult } from '../../../src/core/gate/gateResult.ts';
import { summarizeGate } from '../../../src/core/gate/gateSummary.ts';
import { checkResult, checkRow, side } from './gatedCases.ts';

const usual: GateOptions = { failOn: 'regressions', threshold: 1, allowIncomplete: false };

function decide(changes: readonly Change[], more: Partial<GateResult> = {}, options: Partial<GateOptions> = {}) {
  const result = checkResult(
    changes.map((change) => checkRow(change)),
    more,
  );
  return decideGate(result, summarizeGate(result), { ...usual, ...options }).outcome;
}

describe('the gate', () => {
  it('fails for a row that got worse, and for nothing else', () => {
    assert.equal(decide(['same', 'regressed']), 'failed');
    assert.equal(decide(['same', 'fixed', 'still-failing', 'new-failure', 'new-pass', 'flaky']), 'passed');
    assert.equal(decide([]), 'passed');
  });

  it('fails where the older version is liked better by more than noise, unless only the pass rate counts', () => {
    const liked = (losses: number, wins: number, options: Partial<GateOptions> = {}) => {
      const row = (choice: 'own' | 'base') => checkRow('same', { preferred: [{ name: 'Is nicer', choice }] });
      const rows = [
        ...Array.from({ length: losses }, () => row('base')),
        ...Array.from({ length: wins }, () => row('own')),
      ];
      const result = checkResult(rows);
      return decideGate(result, summarizeGate(result), { ...usual, ...options });
    };
    assert.equal(liked(5, 0).outcome, 'passed');
    assert.equal(liked(0, 6).outcome, 'passed');
    assert.deepEqual(liked(6, 0), {
      outcome: 'failed',
      reason:
        'a/one: Is nicer: staged preferred in 0, HEAD in 6, no difference in 0 of 6 (p = 0.031): HEAD is liked better.',
    });
    assert.equal(liked(6, 0, { failOn: 'significant' }).outcome, 'failed');
    assert.equal(liked(6, 0, { failOn: 'threshold' }).outcome, 'passed');
  });

  it('fails by noise where one class is lost, however many rows of others are won', () => {
    const row = (label: string, before: boolean, after: boolean) =>
      checkRow(after === before ? 'same' : after ? 'fixed' : 'regressed', {
        classes: [{ name: 'label', label, before, after }],
      });
    const lost = (count: number) => Array.from({ length: count }, () => row('refund', true, false));
    const won = Array.from({ length: 20 }, () => row('late', false, true));
    const decided = (count: number) => {
      const result = checkResult([...lost(count), ...won]);
      return decideGate(result, summarizeGate(result), { ...usual, failOn: 'significant' });
    };
    assert.equal(decided(5).outcome, 'passed');
    assert.deepEqual(decided(7), {
      outcome: 'failed',
      reason:
        'a/one: label: recall of refund fell from 100% to 0% (7 cases; p = 0.016, corrected for 2 comparisons): more than noise.',
    });
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
    assert.equal(decideGate(broken, summarizeGate(broken), usual).outcome, 'invalid');
  });

  it('is not passed by a suite that neither version can read, unless that is allowed', () => {
    const result = checkResult([]);
    const of = (more: Partial<GatedSuite>, options: Partial<GateOptions> = {}, whole: Partial<GateResult> = {}) => {
      const unread = {
        ...result,
        ...whole,
        suites: result.suites.map((suite) => ({ ...suite, unchanged: 0, ...more })),
      };
      return decideGate(unread, summarizeGate(unread), { ...usual, ...options });
    };
    const knownProblems = ['a.eval.yaml:1: There is no prompt file "Triage.prompt".'];
    assert.deepEqual(of({ knownProblems }), {
      outcome: 'invalid',
      reason:
        'a.eval.yaml compares nothing, in neither version: a.eval.yaml:1: There is no prompt file "Triage.prompt".',
    });
    assert.equal(of({ knownProblems }, { allowIncomplete: true }).outcome, 'passed');
    assert.equal(of({ knownProblems, unchanged: 2 }).outcome, 'passed');
    assert.equal(of({ knownProblems, changed: [] }).outcome, 'passed');
    assert.equal(of({}).outcome, 'passed');
    assert.equal(of({ knownProblems }, {}, { shard: { index: 1, of: 2 } }).outcome, 'passed');
  });

  describe('says that nothing got worse only where all was compared', () => {
    const reasonFor = (rows: readonly GatedCase[], suite: Partial<GatedSuite>, more: Partial<GateResult> = {}) => {
      const result = checkResult(rows, more);
      const changed = { ...result, suites: result.suites.map((each) => ({ ...each, ...suite })) };
      const { outcome, reason } = decideGate(changed, summarizeGate(changed), usual);
      return `${outcome}: ${reason}`;
    };
    const removed = ['lamp', 'chair'].map((name) => ({ name, target: 'a/one', isWholeCase: name === 'lamp' }));
    const lamp = [{ name: 'lamp', target: 'a/one', isWholeCase: true }];
    const same = [checkRow('same')];

    it('and names what was removed', () => {
      assert.equal(reasonFor(same, {}), 'passed: Nothing got worse.');
      assert.equal(
        reasonFor(same, { removed }),
        'passed: Nothing that was compared got worse; 2 rows were removed: lamp, chair (a/one).',
      );
      const gone = [{ suite: 'b.eval.yaml', cases: ['x'], unchecked: [] }];
      assert.match(
        reasonFor([], { rows: [], unchanged: 0 }, { gone }),
        /^passed: .*b\.eval\.yaml is gone with 1 case\.$/,
      );
    });

    it('and fails where new rows fail in place of removed ones, where none is left, and where nothing checks a prompt any more', () => {
      assert.match(
        reasonFor([checkRow('new-failure')], { removed: lamp }),
        /^failed: 1 new row fails .*: 1 row was removed: lamp\.$/,
      );
      assert.match(reasonFor([], { removed: lamp, unchanged: 0 }), /^failed: a\.eval\.yaml lost all its rows/);
      const asked = [{ file: 'a.prompt', diff: '- a\n+ b' }];
      const fresh = checkRow('new-pass', { base: null });
      const replaced = (more: Partial<GatedSuite>) => reasonFor([fresh], { removed: lamp, unchanged: 0, ...more });
      assert.match(
        replaced({ changed: asked }),
        /^failed: a\.eval\.yaml lost all its rows of HEAD, so nothing is compared: 1 row was removed: lamp\.$/,
      );
      assert.match(replaced({ changed: [{ file: 'cases.jsonl', diff: null }] }), /^passed: Nothing that was compared/);
      assert.match(replaced({ changed: asked, unchanged: 1 }), /^passed: /);
      const gone = [{ suite: 'b.eval.yaml', cases: ['x'], unchecked: ['b.prompt'] }];
      assert.match(
        reasonFor(same, {}, { gone }),
        /^failed: b\.eval\.yaml of HEAD is gone in staged, so nothing checks the changed b\.prompt/,
      );
    });

    it('and says what was left out of both versions, and how many rows no check looks at', () => {
      assert.equal(
        reasonFor([checkRow('same'), checkRow('unchecked')], { knownProblems: ['a:1: no'] }),
        'passed: Nothing that was compared got worse; 1 row without checks; 1 part was left out of both versions.',
      );
      assert.equal(reasonFor([checkRow('unchecked')], {}), 'passed: Nothing was judged; 1 row without checks.');
    });

    it('and says what the older checks would have called worse, or cannot say', () => {
      const fixed = checkRow('fixed', { byOlderChecks: { head: 'fail', base: 'pass' } });
      const open = checkRow('same', { byOlderChecks: { head: 'unknown', base: 'unknown' } });
      assert.equal(
        reasonFor([fixed, open], {}),
        'passed: Nothing that was compared got worse; 1 row would have failed by the checks of HEAD; what the checks of HEAD say of 1 row is not known.',
      );
    });
  });

  it('fails by any rule for rows that are checked less than before', () => {
    const rows = [checkRow('same'), checkRow('regressed', { head: side(null), note: 'It lost its checks.' })];
    const result = checkResult(rows);
    for (const failOn of ['regressions', 'threshold', 'significant'] as const)
      assert.deepEqual(decideGate(result, summarizeGate(result), { ...usual, failOn }), {
        outcome: 'failed',
        reason: '1 row is checked less than with HEAD.',
      });
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
