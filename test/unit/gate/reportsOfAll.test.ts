import assert from 'node:assert/strict';
import { decideGate } from '../../../src/core/gate/decideGate.ts';
import type { GatedCase, GatedSuite, GateResult } from '../../../src/core/gate/gateResult.ts';
import { summarizeGate } from '../../../src/core/gate/gateSummary.ts';
import { mergeGates } from '../../../src/core/gate/mergeGates.ts';
import { gateWriters } from '../../../src/core/gate/reports/gateFiles.ts';
import type { GateReport } from '../../../src/core/gate/reports/gateReport.ts';
import { formatGate } from '../../../src/core/gate/reports/gateText.ts';
import { stopSentence } from '../../../src/core/gate/reports/stopSentence.ts';
import { assertWhole } from '../../support/whole.ts';
import { checkResult, checkRow, side } from './gatedCases.ts';

function reportOf(result: GateResult): GateReport {
  const summary = summarizeGate(result);
  const options = { failOn: 'regressions', threshold: 1, allowIncomplete: false } as const;
  return { result, summary, decision: decideGate(result, summary, options) };
}

function suiteOf(rows: readonly GatedCase[], more: Partial<GatedSuite>): GatedSuite {
  const [suite] = checkResult(rows).suites;
  assert.ok(suite);
  return { ...suite, ...more };
}

const notRun = (target: string, more: Partial<GatedCase>) => checkRow('not-run', { target, ...more });
const failed = (reason: string) => side(null, { reason });

/** One suite with more rows than are listed, and one of all that can be said beside rows. */
const whole: GateResult = {
  ...checkResult([]),
  shard: { index: 2, of: 3 },
  suites: [
    suiteOf(
      [
        ...Array.from({ length: 9 }, (_, index) =>
          checkRow('regressed', {
            caseId: `case ${index}`,
            name: `lamp ${index}`,
            place: { file: 'c.csv', line: index + 1 },
          }),
        ),
        checkRow('regressed', { caseId: 'case 8', name: 'lamp 8', place: { file: 'c.csv', line: 9 }, target: 'b/two' }),
        checkRow('regressed', { head: side(true), name: 'loose', note: 'It lost its checks: nobody looks.' }),
        checkRow('flaky', { head: side(false, { graded: 2, passed: 1 }), name: 'two ways' }),
        checkRow('same', { head: side(true, { ms: 2500, served: 'm' }) }),
      ],
      { changed: [{ file: 'a.prompt', diff: null }], unchanged: 0 },
    ),
    suiteOf(
      [
        notRun('c/three', { head: failed('It was not run.'), base: failed('Busy.') }),
        notRun('c/three', { head: failed('Down.'), base: failed('Busy.') }),
        notRun('c/three', { head: failed('Busy.') }),
        notRun('d/four', { head: null, base: null }),
        notRun('d/four', { head: null, base: side(true, { from: 'baseline', reason: 'Not this.' }) }),
        notRun('e/five', { head: side(true), note: 'The baseline is of x, now y answers.' }),
        checkRow('unchecked'),
        checkRow('unchecked'),
        checkRow('unchecked', { advice: [] }),
        checkRow('same', { head: side(true), advice: ['llm-rubric: is kind: It is curt.'] }),
        checkRow('fixed', { byOlderChecks: { head: 'fail', base: 'pass' }, promptIndex: 1 }),
        checkRow('still-failing', { byOlderChecks: { head: 'pass', base: 'pass' }, promptIndex: 0 }),
        checkRow('same', { byOlderChecks: { head: 'unknown', base: 'unknown' }, caseId: 'other' }),
        checkRow('same', { byOlderChecks: { head: 'pass', base: 'pass' }, caseId: 'other' }),
        checkRow('same', { byOlderChecks: { head: 'unchecked', base: 'unchecked' }, caseId: 'none' }),
      ],
      {
        suite: 'b.eval.yaml',
        changed: [
          { file: 'b.prompt', diff: '@@ -1 +1 @@\n-a\n+b' },
          { file: 'b.csv', diff: null },
        ],
        unchanged: 1,
        removed: ['lamp', 'chair', 'chair', 'sofa', 'desk', 'stool', 'shelf'].map((name) => ({
          name,
          target: name === 'sofa' ? 'a/one' : 'b/two',
          isWholeCase: name !== 'sofa',
        })),
        problems: ['b.csv:7: There is no column "a".', 'It cannot be read.'],
        knownProblems: ['b.csv:9: Not this either.'],
        notes: ['The baseline is in an older format.'],
        judges: [
          {
            check: 'llm-rubric: is kind',
            standing: 'missed',
            decides: false,
            sentence: '"llm-rubric: is kind" only advises and fails nothing.',
          },
        ],
      },
    ),
  ],
  uncovered: ['lost.prompt', 'a`b.prompt'],
  gone: [{ suite: 'gone.eval.yaml', cases: ['first', 'second'], unchecked: ['gone.prompt'] }],
};

describe('the reports of a check that has something of everything', () => {
  const report = reportOf(whole);
  for (const [ending, write] of Object.entries(gateWriters))
    it(`are the same in .${ending} from one release to the next`, () =>
      assertWhole(`check-all.${ending}`, write(report)));

  it('are the same in a terminal', () => assertWhole('check-all.txt', formatGate(report)));

  it('have nothing to list where nothing is concerned', () => {
    const nothing = reportOf({ ...checkResult([]), suites: [] });
    for (const [ending, write] of Object.entries(gateWriters)) assertWhole(`check-none.${ending}`, write(nothing));
    assertWhole('check-none.txt', formatGate(nothing));
    assert.equal(
      stopSentence(nothing),
      'Polyprompt stopped this commit: Nothing that a suite asks or checks has changed.',
    );
  });

  it('list thirty notes of a suite in a terminal, and say how many more there are', () => {
    const noted = (count: number) =>
      formatGate(
        reportOf({
          ...checkResult([]),
          suites: [suiteOf([], { notes: Array.from({ length: count }, (_, index) => `Note ${index + 1}.`) })],
        }),
      );
    assert.match(noted(30), / {2}Note 30\.\n\n/);
    assert.match(noted(31), / {2}Note 30\.\n {2}and 1 more, which --output lists\n/);
  });

  it('list ten rows, and say how many more there are', () => {
    const of = (count: number) => {
      const rows = Array.from({ length: count }, (_, index) => checkRow('regressed', { caseId: `case ${index}` }));
      return reportOf(checkResult(rows));
    };
    const ten = [formatGate(of(10)), gateWriters.md(of(10))];
    for (const text of ten) assert.doesNotMatch(text, /^and \d+ more/m);
    const eleven = [formatGate(of(11)), gateWriters.md(of(11))];
    for (const text of eleven) assert.match(text, /^and 1 more(?: row)?$/m);
    assert.equal(formatGate(of(11)).split('\nREGRESSED').length - 1, 10);
  });

  it('put first what befell most models', () => {
    const row = (caseId: string, target: string) => checkRow('regressed', { caseId, name: caseId, target });
    const rows = [row('one', 'a/one'), row('three', 'a/one'), row('two', 'a/one'), row('two', 'b/two')];
    const all = [...rows, row('three', 'b/two'), row('three', 'c/three')];
    const names = formatGate(reportOf(checkResult(all))).match(/^REGRESSED .*$/gm) ?? [];
    assert.deepEqual(
      names.map((line) => line.split('  ').at(-1)),
      ['three', 'three', 'three', 'two', 'two', 'one'],
    );
  });

  it('say why a commit is stopped by what is worse, by cases, results and models', () => {
    const row = (caseId: string, target: string) => checkRow('regressed', { caseId, target });
    const sentence = (...rows: readonly GatedCase[]) => stopSentence(reportOf(checkResult(rows)));
    const start = 'Polyprompt stopped this commit:';
    assert.equal(sentence(row('x', 'a/one')), `${start} 1 case got worse in a.eval.yaml.`);
    assert.equal(sentence(row('x', 'a/one'), row('y', 'b/two')), `${start} 2 cases got worse in a.eval.yaml.`);
    assert.equal(
      sentence(row('x', 'a/one'), row('x', 'b/two'), row('y', 'b/two')),
      `${start} 2 cases got worse in a.eval.yaml (3 results on 2 models).`,
    );
    const unreadable = { ...checkResult([row('x', 'a/one')]) };
    const [suite] = unreadable.suites;
    assert.ok(suite);
    assert.equal(
      stopSentence(reportOf({ ...unreadable, suites: [{ ...suite, problems: ['a:1: no'] }] })),
      `${start} What is checked has errors: a.eval.yaml.`,
    );
  });
});

describe('what a check decides of all rows', () => {
  const decide = (rows: readonly GatedCase[], options: Partial<Parameters<typeof decideGate>[2]> = {}) => {
    const result = checkResult(rows);
    const usual = { failOn: 'regressions', threshold: 1, allowIncomplete: false } as const;
    const { outcome, reason } = decideGate(result, summarizeGate(result), { ...usual, ...options });
    return `${outcome}: ${reason}`;
  };
  const worse = checkRow('regressed');
  const loose = checkRow('regressed', { head: side(true) });

  it('says how many rows got worse, and how many are checked less', () => {
    assert.equal(decide([worse]), 'failed: 1 row passes with HEAD and fails with staged.');
    assert.equal(decide([worse, worse]), 'failed: 2 rows pass with HEAD and fail with staged.');
    assert.equal(
      decide([worse, loose, loose]),
      'failed: 1 row passes with HEAD and fails with staged; 2 rows are checked less than with HEAD.',
    );
    assert.equal(decide([loose], { failOn: 'significant' }), 'failed: 1 row is checked less than with HEAD.');
  });

  it('passes a pass rate at the threshold, and of nothing', () => {
    const rows = [checkRow('same'), checkRow('still-failing'), checkRow('unchecked')];
    const failOn = 'threshold' as const;
    assert.match(decide(rows, { failOn, threshold: 0.5 }), /^passed: /);
    assert.equal(
      decide(rows, { failOn, threshold: 0.51 }),
      'failed: 1 of 2 affected rows pass: below the threshold of 51%.',
    );
    assert.match(decide([checkRow('unchecked')], { failOn, threshold: 1 }), /^passed: /);
    assert.equal(
      decide([checkRow('same'), worse], { failOn, threshold: 0.5 }),
      'passed: 1 regressed, which the rule allows.',
    );
  });

  it('says of rows without a comparison why there are most of them', () => {
    const down = notRun('a/one', { head: failed('Down.') });
    const busy = notRun('b/two', { head: failed('Busy.') });
    assert.equal(decide([down, busy, busy]), 'provider-errors: 3 of 3 rows have no comparison: Busy.');
    assert.equal(
      decide([down, checkRow('same')], { allowIncomplete: true }),
      'passed: Nothing got worse. 1 of 2 rows have no comparison.',
    );
  });
});

describe('shards of a check', () => {
  const shard = (index: number, of: number, more: Partial<GateResult> = {}): GateResult => ({
    ...checkResult([]),
    shard: { index, of },
    ...more,
  });

  it('are merged when each is there once, and say which are not', () => {
    assert.throws(() => mergeGates([]), /There is no result to merge\./);
    assert.throws(() => mergeGates([shard(1, 3), shard(3, 3)]), /These are the shards 1, 3, of 3\./);
    assert.throws(() => mergeGates([shard(2, 2), shard(2, 2)]), /These are the shards 2, 2, of 2\./);
    assert.throws(() => mergeGates([shard(1, 2), shard(2, 2, { head: 'abc' })]), /not of the same check/);
    assert.deepEqual(mergeGates([checkResult([])]), checkResult([]));
  });

  it('were stopped for what any of them was stopped for', () => {
    const merged = mergeGates([shard(2, 2, { stopped: ['time'] }), shard(1, 2, { stopped: ['time', 'budget'] })]);
    assert.deepEqual(merged.stopped, ['budget', 'time']);
  });
});
