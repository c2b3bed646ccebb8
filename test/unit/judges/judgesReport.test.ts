import assert from 'node:assert/strict';
import type { Check } from '../../../src/core/dataset/suite.ts';
import { describeJudges } from '../../../src/core/judges/describeJudges.ts';
import { gradesOfRun } from '../../../src/core/judges/judgeGrades.ts';
import { type JudgedRun, judgesReport } from '../../../src/core/judges/judgesReport.ts';
import { answerDigest } from '../../../src/core/people/answerDigest.ts';
import type { PersonVerdict, VerdictLine } from '../../../src/core/people/verdictLines.ts';
import type { RunState } from '../../../src/core/run/state.ts';
import { evalCase } from '../../support/evalCase.ts';
import { finishedRun } from '../../support/finishedRun.ts';

type Said = 'pass' | 'fail';

/** A run of one answer per pair of verdicts: a person's, then a judge's. */
function judgedRun(pairs: readonly (readonly [PersonVerdict, Said])[]): JudgedRun {
  const ids = pairs.map((_, index) => `case-${index + 1}`);
  const run = finishedRun(['one'], ids, (_model, prompt) => ({ answer: `about ${prompt}` }));
  const cells = Object.fromEntries(
    Object.entries(run.cells).map(([id, cell]) => {
      const outcome = pairs[ids.indexOf(cell.caseId)]?.[1] ?? 'pass';
      const check = { outcome, score: outcome === 'pass' ? 1 : 0, reason: '' };
      return [
        id,
        { ...cell, verdict: { ...check, namedScores: {}, checks: [{ ...check, outcome: 'pass' as const }, check] } },
      ];
    }),
  );
  const state: RunState = { ...run, cells };
  const checks: readonly Check[] = [
    { type: 'contains', value: 'about', negated: false },
    { type: 'llm-rubric', value: 'is kind', negated: false },
  ];
  const cases = new Map(ids.map((id, index) => [id, { testCase: evalCase(id, { checks }), number: index + 1 }]));
  const lines = ids.map((id, index) => line(id, pairs[index]?.[0] ?? 'unsure'));
  return { state, cases, lines, suite: { judge: 'one/judge' }, kept: [] };
}

function line(caseId: string, verdict: PersonVerdict | null, change: Partial<VerdictLine> = {}): VerdictLine {
  const answer = answerDigest({ prompt: caseId }, `about ${caseId}`);
  return { id: `${caseId}-${verdict}`, answer, verdict, by: 'Ann', at: '2026-11-30T10:00:00Z', ...change };
}

function times(n: number, person: PersonVerdict, judge: Said) {
  return Array.from({ length: n }, () => [person, judge] as const);
}

describe('judges against people', () => {
  it('agree as far as both judged, with the errors of each kind and the answers to look at', () => {
    const pairs = [
      ...times(30, 'pass', 'pass'),
      ...times(3, 'pass', 'fail'),
      ...times(4, 'fail', 'pass'),
      ...times(13, 'fail', 'fail'),
    ];
    const { judges, labelled, stale } = judgesReport(judgedRun(pairs));
    assert.deepEqual([labelled, stale, judges.length], [50, 0, 1]);
    const [judge] = judges;
    assert.equal(judge?.check, 'llm-rubric: is kind');
    assert.deepEqual(judge.counts, { bothPass: 30, tooStrict: 3, tooLenient: 4, bothFail: 13 });
    assert.equal(judge.constant, 33 / 50);
    assert.deepEqual([judge.basis, judge.weighted], ['chosen', judge.counts]);
    // (0.86 - 0.5576) / (1 - 0.5576), reckoned by hand.
    assert.equal(judge.kappa?.toFixed(4), '0.6835');
    assert.deepEqual(
      judge.disagreements.map(({ caseId, person }) => `${caseId} ${person}`),
      ['case-31 pass', 'case-32 pass', 'case-33 pass', 'case-34 fail', 'case-35 fail', 'case-36 fail', 'case-37 fail'],
    );
  });

  it('count nobody who is unsure, no draw, no verdict that was taken back, and none on another answer', () => {
    const run = judgedRun([
      ['unsure', 'pass'],
      ['pass', 'pass'],
      ['pass', 'pass'],
      ['fail', 'fail'],
    ]);
    const report = judgesReport({
      ...run,
      lines: [
        ...run.lines,
        line('case-2', 'fail', { by: 'Bob' }),
        line('case-3', null, { at: '2026-11-30T11:00:00Z' }),
        line('case-3', 'pass', { id: 'old', answer: answerDigest({ prompt: 'case-3' }, 'an older answer') }),
        line('case-1', 'pass', { criterion: 'tone', id: 'of a criterion', by: 'Bob' }),
      ],
    });
    assert.deepEqual(
      [report.labelled, report.unsure, report.split, report.stale, report.judges[0]?.labels],
      [1, 1, 1, 1, 1],
    );
  });

  it('are told in sentences, with what a constant judge would do and how wide a figure is', () => {
    const pairs = [
      ...times(30, 'pass', 'pass'),
      ...times(3, 'pass', 'fail'),
      ...times(4, 'fail', 'pass'),
      ...times(13, 'fail', 'fail'),
    ];
    const text = describeJudges(judgesReport(judgedRun(pairs)));
    assert.match(text, /^People judged 50 answers of this run\.\n\nllm-rubric: is kind {2}\(one\/judge\)\n/);
    assert.match(text, /Agrees with people on 86% of answers \(43 of 50 labels\); always "pass" would on 66%\./);
    assert.match(
      text,
      /Lets 24% \(10 to 47%; 4 of 17 seen\) of bad answers through\. Fails 9% \(3 to 24%; 3 of 33 seen\) of good ones\./,
    );
    assert.match(text, /People chose at least some of these answers, so the figures are about what they chose\./);
    assert.match(text, /kappa 0\.68, 0\.\d\d to 0\.\d\d: agreement beyond/);
    assert.match(text, /About \d+ more labels would narrow that to 0\.3\./);
    assert.match(text, /case-31 on fake\/one: people say pass\n/);
  });

  it('show no figure below 20 labels', () => {
    const text = describeJudges(judgesReport(judgedRun(times(19, 'pass', 'pass'))));
    assert.match(text, /19 labels: from 20 on it shows how far this judge agrees with people\./);
    assert.doesNotMatch(text, /kappa/);
  });

  it('have no kappa where both sides say one and the same', () => {
    assert.match(
      describeJudges(judgesReport(judgedRun(times(20, 'pass', 'pass')))),
      /No kappa: both sides say one and the same throughout\./,
    );
  });

  it('say what people would pass, from labels that were drawn, and whose rate stands beside it', () => {
    const pairs = [...times(40, 'pass', 'pass'), ...times(4, 'fail', 'pass'), ...times(6, 'fail', 'fail')];
    const run = judgedRun(pairs);
    const drawn = run.lines.filter((_, index) => index % 2 === 0).map((each) => ({ ...each, heap: 'random' }));
    const [judge] = judgesReport({ ...run, lines: drawn }).judges;
    assert.deepEqual([judge?.rate.answers, judge?.rate.judgePassed, judge?.rate.labels], [50, 44, 25]);
    // 44 of 50 pass, 20 of their 22 labels pass; none of the 3 labels of the fails does.
    assert.equal(judge?.rate.people?.rate.toFixed(4), ((44 / 50) * (20 / 22)).toFixed(4));
    assert.match(
      describeJudges(judgesReport({ ...run, lines: drawn })),
      /People would pass about 80% of all 50 answers \(\d+ to \d+%\), from 25 labels weighted by verdict; the judge passes 88% of them\./,
    );
    // The first half of the passes were drawn twice as often as the others, so that each of them stands for half as many.
    const unequal = drawn.map((each, index) => ({ ...each, chance: index < 11 ? 0.5 : 0.25 }));
    const rate = judgesReport({ ...run, lines: unequal }).judges[0]?.rate.people?.rate;
    assert.equal(rate?.toFixed(4), ((44 / 50) * ((11 * 2 + 9 * 4) / (11 * 2 + 11 * 4))).toFixed(4));
    const chosen = drawn.map((each) => ({ ...each, heap: 'disagreement' }));
    assert.match(
      describeJudges(judgesReport({ ...run, lines: chosen })),
      /is not known: it takes 20 labels that were drawn at random, and there are 0\./,
    );
    const onlyPasses = drawn.filter((each) => !/case-(4[5-9]|50)-/.test(each.id));
    assert.match(
      describeJudges(judgesReport({ ...run, lines: onlyPasses })),
      /no answer that the judge fails has a label that was drawn at random: judge some of them\./,
    );
  });

  it('count what they said of earlier answers, and nothing that another model or rubric said', () => {
    const run = judgedRun(times(20, 'pass', 'pass'));
    const kept = gradesOfRun(run.state, run.cases, run.suite);
    const fresh = judgedRun([]);
    const later = { ...fresh, cases: run.cases, lines: run.lines, kept };
    assert.equal(judgesReport(later).judges[0]?.labels, 20);
    const other = judgesReport({ ...later, suite: { judge: 'two/judge' } });
    assert.deepEqual(other.judges[0]?.before, { labels: 20, models: ['one/judge'] });
    assert.equal(other.judges[0]?.labels, 0);
    assert.match(
      describeJudges(other),
      /It has changed since it was measured: 20 labels are of answers graded by one\/judge with another model or rubric/,
    );
  });

  it('go by the judge that a verdict names, whatever the suite names now', () => {
    const run = judgedRun(times(20, 'pass', 'pass'));
    const cells = Object.fromEntries(
      Object.entries(run.state.cells).map(([id, cell]) => {
        const checks = (cell.verdict?.checks ?? []).map((check) => ({ ...check, judge: 'an older one' }));
        return [id, cell.verdict ? { ...cell, verdict: { ...cell.verdict, checks } } : cell];
      }),
    );
    const [judge] = judgesReport({ ...run, state: { ...run.state, cells } }).judges;
    assert.deepEqual([judge?.labels, judge?.before?.labels], [0, 20]);
  });

  it('stand in one table where there are several, apart even where only their models differ', () => {
    const run = judgedRun([...times(15, 'pass', 'pass'), ...times(5, 'fail', 'pass')]);
    const rubric = { type: 'llm-rubric', value: 'is kind', negated: false };
    const checks: readonly Check[] = [
      { ...rubric, judge: 'one/judge' },
      { ...rubric, judge: 'two/judge' },
    ];
    const cases = new Map(
      [...run.cases].map(([id, each]) => [id, { ...each, testCase: { ...each.testCase, checks } }]),
    );
    const report = judgesReport({ ...run, cases });
    assert.deepEqual(
      report.judges.map(({ check, labels }) => [check, labels]),
      [
        ['llm-rubric: is kind by one/judge', 20],
        ['llm-rubric: is kind by two/judge', 20],
      ],
    );
    const text = describeJudges(report);
    assert.match(text, /^judge +labels +agrees +bad let through +good failed +kappa +95%$/m);
    assert.match(text, /^llm-rubric: is kind by two\/judge +20 +75% +100% of 5 +0% of 15/m);
  });

  it('are told how they stand in the gate where the suite has a bar', () => {
    const run = judgedRun(times(30, 'pass', 'pass').concat(times(30, 'fail', 'fail')));
    const { judges } = judgesReport({ ...run, suite: { ...run.suite, trust: { kappa: 0.6, unsettled: 'decides' } } });
    assert.deepEqual([judges[0]?.standing?.standing, judges[0]?.standing?.decides], ['reached', true]);
  });

  it('can do no better than people among each other', () => {
    const run = judgedRun([...times(15, 'pass', 'pass'), ...times(5, 'fail', 'fail')]);
    const bob = run.lines.slice(0, 10).map((each, index) => ({
      ...each,
      id: `bob ${index}`,
      by: 'Bob',
      verdict: index < 2 ? ('fail' as const) : each.verdict,
    }));
    const report = judgesReport({ ...run, lines: [...run.lines, ...bob] });
    assert.deepEqual([report.people?.answers, report.people?.agreed], [10, 8]);
    assert.match(
      describeJudges(report),
      /Ann and Bob agree on 8 of 10 answers that at least two judged \(Krippendorff's alpha -?0\.\d\d\)/,
    );
  });

  it('are weighted by what labels stand for, where more of one verdict than of the other were drawn', () => {
    // Of 300 answers the judge passes 270, and of these 30 were drawn; of those it fails all 30 were.
    const pairs = [
      ...times(27, 'pass', 'pass'),
      ...times(3, 'fail', 'pass'),
      ...times(10, 'pass', 'fail'),
      ...times(20, 'fail', 'fail'),
    ];
    const run = judgedRun(pairs);
    const drawn = run.lines.map((each, index) => ({ ...each, heap: 'random', chance: index < 30 ? 30 / 270 : 1 }));
    const [judge] = judgesReport({ ...run, lines: drawn }).judges;
    assert.deepEqual([judge?.basis, judge?.labels, judge?.leftOut], ['drawn', 60, 0]);
    // People pass 243 of the 270 and 10 of the 30: the judge passes 243 of 253 good ones and fails 20 of 47 bad ones.
    assert.equal(judge?.errors.passCaught?.value.toFixed(4), (243 / 253).toFixed(4));
    assert.equal(judge?.errors.failCaught?.value.toFixed(4), (20 / 47).toFixed(4));
    assert.equal(judge?.constant?.toFixed(4), (253 / 300).toFixed(4));
    // Sixty labels of such weights tell as much as 300 * 300 / (30 * 81 + 30) of one weight.
    const { bothPass = 0, tooStrict = 0, tooLenient = 0, bothFail = 0 } = judge?.weighted ?? {};
    assert.equal((bothPass + tooStrict + tooLenient + bothFail).toFixed(4), (90_000 / 2460).toFixed(4));
    assert.equal((bothPass / tooStrict).toFixed(4), (243 / 10).toFixed(4));
    assert.match(
      describeJudges(judgesReport({ ...run, lines: drawn })),
      /These labels were drawn at random, each weighted by the chance of its draw\./,
    );
  });

  it('leave out what people chose where enough was drawn', () => {
    const run = judgedRun([...times(25, 'pass', 'pass'), ...times(15, 'fail', 'pass')]);
    const lines = run.lines.map((each, index) =>
      index < 25 ? { ...each, heap: 'random', chance: 0.1 } : { ...each, heap: 'edge' },
    );
    const report = judgesReport({ ...run, lines });
    assert.deepEqual([report.judges[0]?.labels, report.judges[0]?.leftOut], [25, 15]);
    assert.match(describeJudges(report), /drawn at random; 15 labels of answers that were chosen left out\./);
    assert.match(describeJudges(report), /People saw no bad answer, so what it lets through is not known\./);
  });
});
