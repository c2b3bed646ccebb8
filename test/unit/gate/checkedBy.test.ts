import assert from 'node:assert/strict';
import type { Assertion, EvalCase } from '../../../src/core/dataset/suite.ts';
import { asCheckedBy, checkedBy, lostChecks } from '../../../src/core/gate/checkedBy.ts';
import { evalCase } from '../../support/evalCase.ts';

const check = (type: string, more: Partial<Assertion> = {}): Assertion => ({ type, negated: false, ...more });
const row = (change: Partial<EvalCase>) => evalCase('x', change);
const suite = { targets: [{ id: 'a/one', model: 'a/one', parameters: {}, transform: 'up' }], judge: 'a/judge' };
const by = (change: Partial<EvalCase>, own = suite) => JSON.stringify(checkedBy(row(change), own)('a/one'));

describe('what a case is checked by', () => {
  const contains = check('contains', { value: 'lamp' });

  it('is the same wherever the check stands, and whatever is said of the case besides', () => {
    const place = { file: 'b.yaml', range: { start: 1, end: 2 } };
    const same = by({ checks: [contains] });
    assert.equal(by({ checks: [{ ...contains, place }], description: 'light', metadata: { team: 'blue' } }), same);
    assert.equal(by({ checks: [contains], vars: { name: 'other' } }), same);
  });

  it('is another for other checks, thresholds, judges and transforms', () => {
    const checks = [check('llm-rubric', { value: 'kind' })];
    const all = [
      by({ checks }),
      by({ checks: [check('llm-rubric', { value: 'rude' })] }),
      by({ checks, threshold: 0.5 }),
      by({ checks, options: { judge: 'a/other' } }),
      by({ checks }, { ...suite, judge: 'a/third' }),
      by({ checks, options: { transform: 'down' } }),
      by({ checks }, { ...suite, targets: [] }),
    ];
    assert.equal(new Set(all).size, all.length);
    assert.equal(by({ checks: [contains] }), by({ checks: [contains] }, { ...suite, judge: 'nobody/asked' }));
  });

  it('holds what its checks see: the variables that a template names, all there is for a script or a judge', () => {
    const named = [check('contains', { value: '{{expected}}' })];
    const vars = (more: object) => ({ expected: 'a', ...more });
    assert.equal(by({ checks: named, vars: vars({ note: 1 }) }), by({ checks: named, vars: vars({ note: 2 }) }));
    assert.notEqual(by({ checks: named, vars: vars({}) }), by({ checks: named, vars: { expected: 'b' } }));
    for (const type of ['javascript', 'llm-rubric']) {
      const checks = [check(type, { value: 'x' })];
      assert.notEqual(by({ checks, metadata: { team: 'blue' } }), by({ checks, metadata: { team: 'red' } }));
    }
  });

  it('can be taken from another version, while what is asked stays', () => {
    const older = row({
      vars: { word: 'lamp', expected: 'old' },
      checks: [contains],
      threshold: 1,
      options: { transform: 'own', prefix: 'own', judge: 'a/old' },
    });
    const newer = row({
      vars: { word: 'chair', expected: 'new', added: 1 },
      checks: [check('equals')],
      options: { transform: 'theirs', rubricPrompt: 'theirs' },
    });
    const { vars, checks, threshold, options } = asCheckedBy(older, newer, (name) => name === 'word');
    assert.deepEqual(vars, { word: 'lamp', expected: 'new', added: 1 });
    assert.deepEqual([checks, threshold], [[check('equals')], undefined]);
    assert.deepEqual(options, { transform: 'own', prefix: 'own', rubricPrompt: 'theirs' });
  });
});

describe('a case that is checked less', () => {
  const [plain, judged] = [check('contains'), check('llm-rubric')];
  const lost = (now: readonly Assertion[], before: readonly Assertion[]) =>
    lostChecks(row({ checks: now }), row({ checks: before }));

  it('has lost its checks, or the last one that asks no model', () => {
    assert.match(lost([], [judged]) ?? '', /It lost its checks/);
    assert.match(lost([judged], [plain, judged]) ?? '', /its last check that asks no model/);
    assert.match(lost([{ ...plain, weight: 0 }, judged], [plain]) ?? '', /its last check that asks no model/);
    const set = { type: 'assert-set' as const, assert: [plain] };
    assert.match(lostChecks(row({ checks: [judged] }), row({ checks: [set] })) ?? '', /its last check/);
  });

  it('has lost its checks where none of those that are left can fail it', () => {
    const gone = /None of its checks can fail it any more/;
    assert.match(lost([{ ...judged, weight: 0 }], [judged]) ?? '', gone);
    assert.match(lost([{ ...plain, weight: 0 }], [plain]) ?? '', gone);
    assert.match(lost([{ ...check('prefer'), against: 'all' }], [judged]) ?? '', gone);
    assert.match(lost([{ ...plain, weight: 0 }], [plain, judged]) ?? '', gone);
    const set = { type: 'assert-set' as const, assert: [{ ...judged, weight: 0 }] };
    assert.match(lostChecks(row({ checks: [set] }), row({ checks: [judged] })) ?? '', gone);
    assert.equal(lost([{ ...check('prefer'), threshold: 0.5 }], [judged]), undefined);
    assert.equal(lost([{ ...plain, weight: 0 }], [{ ...judged, weight: 0 }]), undefined);
  });

  it('has lost what was asked of a model where its answer stands in the suite now', () => {
    const asked = row({ checks: [plain] });
    const given = row({ checks: [plain], providedOutput: 'lamp' });
    assert.match(lostChecks(given, asked) ?? '', /Its answer stands in the suite now: no model is asked/);
    assert.equal(lostChecks(asked, given), undefined);
    assert.equal(lostChecks(given, given), undefined);
  });

  it('has lost a turn that was checked, or the user who went on', () => {
    const place = { file: 'a', range: { start: 0, end: 0 } };
    const turn = { user: 'And?', checks: [], place };
    const talked = row({ checks: [plain, { ...plain, turn: 1 }], turns: [turn, turn] });
    assert.match(lostChecks(row({ checks: [plain], turns: [turn] }), talked) ?? '', /It lost 1 turn that was checked/);
    assert.equal(lostChecks(row({ checks: [plain], turns: [turn, turn] }), talked), undefined);
    assert.equal(lostChecks(row({ checks: [plain] }), row({ checks: [plain], turns: [turn] })), undefined);
    const played = row({ checks: [plain], simulatedUser: { goal: 'x' } });
    assert.match(lostChecks(row({ checks: [plain] }), played) ?? '', /Nobody goes on after its first answer/);
  });

  it('is none that keeps one, or never had any', () => {
    assert.equal(lost([plain], [plain, check('equals'), judged]), undefined);
    assert.equal(lost([], []), undefined);
    assert.equal(lost([check('equals')], [judged]), undefined);
  });
});
