import assert from 'node:assert/strict';
import type { Check } from '../../../src/core/dataset/suite.ts';
import { describeJudges } from '../../../src/core/judges/describeJudges.ts';
import { judgesReport } from '../../../src/core/judges/judgeAgreement.ts';
import { answerDigest } from '../../../src/core/people/answerDigest.ts';
import type { PersonVerdict, VerdictLine } from '../../../src/core/people/verdictLines.ts';
import type { RunState } from '../../../src/core/run/state.ts';
import { evalCase } from '../../support/evalCase.ts';
import { finishedRun } from '../../support/finishedRun.ts';

type Said = 'pass' | 'fail';

/** A run of one answer per pair of verdicts: a person's, then a judge's. */
function judgedRun(pairs: readonly (readonly [PersonVerdict, Said])[]) {
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
  return { state, cases, lines };
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
    const { state, cases, lines } = judgedRun(pairs);
    const { judges, labelled, stale } = judgesReport(state, cases, lines);
    assert.deepEqual([labelled, stale, judges.length], [50, 0, 1]);
    const [judge] = judges;
    assert.equal(judge?.check, 'llm-rubric: is kind');
    assert.deepEqual(judge.counts, { bothPass: 30, tooStrict: 3, tooLenient: 4, bothFail: 13 });
    assert.equal(judge.constant, 33);
    // (0.86 - 0.5576) / (1 - 0.5576), reckoned by hand.
    assert.equal(judge.kappa?.toFixed(4), '0.6835');
    assert.deepEqual(
      judge.disagreements.map(({ caseId, person }) => `${caseId} ${person}`),
      ['case-31 pass', 'case-32 pass', 'case-33 pass', 'case-34 fail', 'case-35 fail', 'case-36 fail', 'case-37 fail'],
    );
  });

  it('count nobody who is unsure, no draw, no verdict that was taken back, and none on another answer', () => {
    const { state, cases, lines } = judgedRun([
      ['unsure', 'pass'],
      ['pass', 'pass'],
      ['pass', 'pass'],
      ['fail', 'fail'],
    ]);
    const report = judgesReport(state, cases, [
      ...lines,
      line('case-2', 'fail', { by: 'Bob' }),
      line('case-3', null, { at: '2026-11-30T11:00:00Z' }),
      line('case-3', 'pass', { id: 'old', answer: answerDigest({ prompt: 'case-3' }, 'an older answer') }),
      line('case-1', 'pass', { criterion: 'tone', id: 'of a criterion', by: 'Bob' }),
    ]);
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
    const { state, cases, lines } = judgedRun(pairs);
    const text = describeJudges(judgesReport(state, cases, lines));
    assert.match(text, /^People judged 50 answers of this run\.\n\nllm-rubric: is kind\n/);
    assert.match(text, /Agrees with people on 43 of 50; always "pass" would on 33\./);
    assert.match(text, /Lets 4 of 17 bad answers through \(10 to 47%\); fails 3 of 33 good ones \(3 to 24%\)\./);
    assert.match(text, /kappa 0\.68, 0\.\d\d to 0\.\d\d: agreement beyond/);
    assert.match(text, /About \d+ more labels would narrow that to 0\.3\./);
    assert.match(text, /case-31 on fake\/one: people say pass\n/);
  });

  it('show no figure below 20 labels', () => {
    const { state, cases, lines } = judgedRun(times(19, 'pass', 'pass'));
    const text = describeJudges(judgesReport(state, cases, lines));
    assert.match(text, /19 labels: from 20 on it shows how far this judge agrees with people\./);
    assert.doesNotMatch(text, /kappa/);
  });

  it('have no kappa where both sides say one and the same', () => {
    const { state, cases, lines } = judgedRun(times(20, 'pass', 'pass'));
    assert.match(
      describeJudges(judgesReport(state, cases, lines)),
      /No kappa: both sides say one and the same throughout\./,
    );
  });
});
