import type { EvalCase } from '../dataset/suite.ts';
import { isComparisonType } from '../grading/graders.ts';
import { asksModel } from '../grading/judgeCalls.ts';
import type { ReviewCandidate, ReviewReason } from '../people/reviewQueue.ts';
import type { RunCase } from '../results/matrix/matrixCases.ts';
import { outcomeOf } from '../results/outcome.ts';
import type { CellState } from '../run/cellState.ts';
import type { RunState } from '../run/state.ts';

/** How near to its threshold a score is worth a look. */
const edge = 0.1;

interface ReviewedRun {
  readonly cells: readonly CellState[];
  /** The cases by the `caseId` of cells. */
  readonly cases: ReadonlyMap<string, RunCase>;
  /** The run before, or a baseline. */
  readonly previous?: RunState | undefined;
}

/** The answers of a run that have ended, with why each would be worth a look. */
export function reviewCandidates({ cells, cases, previous }: ReviewedRun): readonly ReviewCandidate[] {
  const done = cells.filter(({ status }) => status === 'done');
  const before = new Map(Object.values(previous?.cells ?? {}).map((cell) => [placeOf(cell), outcomeOf(cell)]));
  const outcomes = new Map<string, Set<string>>();
  for (const cell of done) outcomes.set(rowOf(cell), (outcomes.get(rowOf(cell)) ?? new Set()).add(outcomeOf(cell)));
  return done.map((cell) => {
    const { caseId, target, repeat } = cell;
    const testCase = cases.get(caseId)?.testCase;
    const then = before.get(placeOf(cell));
    const reasons: ReviewReason[] = [];
    if (testCase && isDisputed(cell, testCase)) reasons.push('disagreement');
    if (testCase && isAtEdge(cell, testCase)) reasons.push('edge');
    if ((outcomes.get(rowOf(cell))?.size ?? 0) > 1) reasons.push('models');
    if (then !== undefined && then !== outcomeOf(cell)) reasons.push('changed');
    return { caseId, target, repeat, stratum: testCase ? stratumOf(cell, testCase) : outcomeOf(cell), reasons };
  });
}

function placeOf({ caseId, target, repeat }: CellState): string {
  return JSON.stringify([caseId, target, repeat]);
}

function rowOf({ caseId, repeat }: CellState): string {
  return JSON.stringify([caseId, repeat]);
}

/** What the judges say, check by check; where none was asked, what came of the row. */
function stratumOf(cell: CellState, testCase: EvalCase): string {
  const judged = outcomesOf(cell, testCase, true);
  return judged.length === 0 ? outcomeOf(cell) : judged.join(' ');
}

/** Judges differ among each other, or from what the other checks find. */
function isDisputed(cell: CellState, testCase: EvalCase): boolean {
  const judges = outcomesOf(cell, testCase, true);
  const others = outcomesOf(cell, testCase, false);
  if (judges.length === 0) return false;
  const isPassed = others.every((outcome) => outcome === 'pass');
  return new Set(judges).size > 1 || (others.length > 0 && (judges[0] === 'pass') !== isPassed);
}

function outcomesOf({ verdict }: CellState, { checks }: EvalCase, ofJudges: boolean): readonly string[] {
  return checks.flatMap(({ type }, index) => {
    const outcome = verdict?.checks[index]?.outcome;
    return !isComparisonType(type) && asksModel(type) === ofJudges && outcome !== undefined ? [outcome] : [];
  });
}

/** The score of the row, or of one of its checks, is near the threshold that decides. */
function isAtEdge({ verdict }: CellState, { checks, threshold }: EvalCase): boolean {
  if (!verdict) return false;
  const pairs = [
    { score: verdict.score, bound: threshold },
    ...checks.map((check, index) => ({
      score: verdict.checks[index]?.score,
      bound: 'threshold' in check ? check.threshold : undefined,
    })),
  ];
  return pairs.some(
    ({ score, bound }) => score !== undefined && bound !== undefined && Math.abs(score - bound) <= edge,
  );
}
