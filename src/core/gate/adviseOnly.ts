import type { EvalCase, Suite } from '../dataset/suite.ts';
import type { AnswerVerdict } from '../grading/verdict.ts';
import { type CheckPlace, withoutChecks } from '../grading/withoutChecks.ts';
import type { JudgeStanding } from '../judges/judgeStanding.ts';
import { judgesOfCase, judgeVerdictAt } from '../judges/judgesOfCase.ts';
import type { RunState } from '../run/state.ts';

/** A run in which some judges decide nothing, and what they say all the same. */
export interface AdvisedRun {
  readonly state: RunState;
  /** By the cell: what each judge that fails the answer says, as `name: reason`; only of cells that such a judge looked at. */
  readonly adviceOf: ReadonlyMap<string, readonly string[]>;
}

/** Finds the checks of a case that only advise. */
export type AdviceOf = (testCase: EvalCase) => readonly { readonly name: string; readonly place: CheckPlace }[];

/** The checks whose judges may not decide, by the suite as it is now. */
export function adviceByStanding(
  standings: readonly Pick<JudgeStanding, 'check' | 'decides'>[],
  suite: Pick<Suite, 'judge' | 'embedder'>,
): AdviceOf {
  const advising = new Set(standings.filter(({ decides }) => !decides).map(({ check }) => check));
  return (testCase) =>
    advising.size === 0 ? [] : judgesOfCase(testCase, suite).filter(({ name }) => advising.has(name));
}

/** The verdict without what only advises; undefined where nothing of the case does. */
export function advisedVerdict(
  verdict: AnswerVerdict,
  testCase: EvalCase,
  adviceOf: AdviceOf,
): AnswerVerdict | undefined {
  const advice = adviceOf(testCase);
  if (advice.length === 0) return undefined;
  const places = new Set(advice.map(({ place }) => place.join(' ')));
  return withoutChecks(verdict, testCase, (place) => places.has(place.join(' ')));
}

/** Lets the judges that only advise decide nothing in a run. */
export function adviseOnly(state: RunState, caseOf: ReadonlyMap<string, EvalCase>, advice: AdviceOf): AdvisedRun {
  const adviceOf = new Map<string, readonly string[]>();
  const cells = Object.entries(state.cells).map(([id, cell]) => {
    const testCase = caseOf.get(id);
    const verdict = cell.verdict && testCase && advisedVerdict(cell.verdict, testCase, advice);
    if (!verdict || !testCase) return [id, cell] as const;
    adviceOf.set(
      id,
      advice(testCase).flatMap(({ name, place }) => {
        const said = judgeVerdictAt(verdict, place);
        return said?.outcome === 'fail' ? [`${name}: ${said.reason}`] : [];
      }),
    );
    return [id, { ...cell, verdict }] as const;
  });
  return adviceOf.size === 0
    ? { state, adviceOf }
    : { state: { ...state, cells: Object.fromEntries(cells) }, adviceOf };
}
