import { judgeIdentity } from '../../../src/core/grading/judgeIdentity.ts';
import type { JudgeGrade } from '../../../src/core/judges/judgeGrades.ts';
import { type JudgesReport, judgesReport } from '../../../src/core/judges/judgesReport.ts';
import type { VerdictLine } from '../../../src/core/people/verdictLines.ts';
import { digestsOf } from '../../../src/core/results/peopleRates.ts';
import type { MadeRun } from './matrixRuns.ts';

const judges = [
  { model: 'openai/gpt-5.6-sol', strict: 11, kind: 7 },
  { model: 'anthropic/claude-haiku-4.5', strict: 5, kind: 3 },
];

/** Two judges of the run's first 60 answers to one model, which two people have judged too; the second judge is much too kind. */
export function judgesOf(run: MadeRun): JudgesReport {
  const checks = judges.map(({ model }) => ({
    type: 'llm-rubric',
    value: 'The label fits',
    negated: false,
    judge: model,
  }));
  const cases = new Map(
    [...run.cases].map(([id, found]) => [id, { ...found, testCase: { ...found.testCase, checks } }]),
  );
  const digestOf = digestsOf(run.state);
  const done = Object.values(run.state.cells).filter(
    ({ status, target }) => status === 'done' && target.includes('luna'),
  );
  const first = done.slice(0, 60).map((cell, index) => ({ cell, index, answer: digestOf(cell) }));
  const lines = first.flatMap(({ answer, index }): readonly VerdictLine[] => {
    const verdict = index % 4 === 3 ? ('fail' as const) : ('pass' as const);
    const ann = {
      id: `a${index}`,
      answer,
      verdict,
      by: 'Ann',
      at: '2026-11-30T10:00:00Z',
      heap: 'random',
      chance: 0.5,
    };
    const bob = { ...ann, id: `b${index}`, by: 'Bob', verdict: index % 20 === 0 ? ('unsure' as const) : verdict };
    return index % 2 === 0 ? [ann, bob] : [ann];
  });
  const kept = judges.flatMap(({ model, strict, kind }, at) => {
    const [check] = checks.slice(at, at + 1);
    const judge = check ? (judgeIdentity(check, {})?.digest ?? '') : '';
    return first.map(({ cell, answer, index }): JudgeGrade => {
      const isBad = index % 4 === 3;
      const passes = isBad ? index % kind === 0 : index % strict !== 0;
      const { caseId, target, repeat } = cell;
      const about = { id: `${model} ${answer}`, answer, check: `llm-rubric: The label fits by ${model}`, judge };
      return { ...about, models: [model], outcome: passes ? 'pass' : 'fail', caseId, target, repeat };
    });
  });
  return judgesReport({ state: run.state, cases, suite: { trust: { kappa: 0.6, unsettled: 'decides' } }, lines, kept });
}
