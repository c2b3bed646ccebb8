import type { Suite } from '../dataset/suite.ts';
import { PolypromptError } from '../errors.ts';
import type { AnswerVerdict, Judge } from '../grading/verdict.ts';
import { defined } from '../jsonRead.ts';
import { type Outcome, outcomeOf } from '../results/outcome.ts';
import type { CellGrading } from '../run/cellGrading.ts';
import type { CellState } from '../run/cellState.ts';
import { resultOf } from '../run/resultOf.ts';
import type { RunState } from '../run/state.ts';
import type { OlderChecks, OlderVerdict } from './gateResult.ts';
import type { JoinedVersions, VersionToRun } from './joinVersions.ts';
import type { CheckersOfVersions, VersionPair } from './pairVersions.ts';

/** Both versions as they ran, but with the older version's checks, and what changes answers for them, in place of today's. */
export function checkedAsBefore(
  { suite, planned, idOfBase }: JoinedVersions,
  pairs: readonly VersionPair[],
  { base, checkers }: { readonly base: Pick<Suite, 'judge'>; readonly checkers: CheckersOfVersions },
): VersionToRun {
  const caseOf = new Map(planned.caseOf);
  const transformsOf = new Map(planned.transformsOf);
  for (const { newer, older } of pairs) {
    if (!older) continue;
    for (const { id } of older.cells) caseOf.set(idOfBase(id), older.testCase);
    const [first] = older.cells;
    const transforms = first && planned.transformsOf.get(idOfBase(first.id));
    for (const { id } of newer.cells) {
      caseOf.set(id, checkers.before(newer.testCase, older.testCase));
      if (transforms) transformsOf.set(id, transforms);
      else transformsOf.delete(id);
    }
  }
  const { judge: _today, ...rest } = suite;
  return { suite: { ...rest, ...defined({ judge: base.judge }) }, planned: { ...planned, caseOf, transformsOf } };
}

const nobody: Judge = {
  ask: async () => {
    throw new PolypromptError('judge-failed', 'No judge is asked for the checks of the older version.');
  },
};

export interface GradedRun {
  /** Grades by the older version's checks, and keeps what judges have said. */
  readonly grading: CellGrading;
  readonly state: RunState;
  readonly idOfBase: JoinedVersions['idOfBase'];
  /** The verdict on a cell's answer without the judges that only advise. */
  decided(id: string, verdict: AnswerVerdict): AnswerVerdict;
}

/** The verdicts of the older version's checks on the answers of a pair that is checked differently now. */
export async function olderVerdicts({ newer, older }: VersionPair, run: GradedRun): Promise<OlderChecks> {
  if (!older || older.testCase.checks.length === 0) return { head: 'unchecked', base: 'unchecked' };
  const [head, base] = [newer.cells.map(({ id }) => id), older.cells.map(({ id }) => run.idOfBase(id))];
  return { head: await verdictOf(head, run), base: await verdictOf(base, run) };
}

async function verdictOf(ids: readonly string[], run: GradedRun): Promise<OlderVerdict> {
  const found = new Set<OlderVerdict>();
  for (const id of ids) found.add(verdictIn(await outcomeBefore(id, run)));
  const [first = 'unknown', ...others] = found;
  return others.length === 0 ? first : found.has('unknown') ? 'unknown' : 'flaky';
}

async function outcomeBefore(id: string, { grading, state, decided }: GradedRun): Promise<Outcome> {
  const cell = state.cells[id];
  const planned = state.plan.find((candidate) => candidate.id === id);
  const result = cell && resultOf(state, cell);
  if (!result || !planned) return 'skipped';
  try {
    const verdict = decided(id, await grading.grade(planned, result, nobody, (other) => state.cells[other]));
    const graded: CellState = { ...cell, verdict };
    return outcomeOf(graded);
  } catch (error) {
    // A transform that throws leaves the answer ungraded, whichever checks grade it.
    if (!(error instanceof PolypromptError)) throw error;
    return 'ungraded';
  }
}

function verdictIn(outcome: Outcome): OlderVerdict {
  switch (outcome) {
    case 'pass':
    case 'unchecked':
      return outcome;
    case 'fail':
    case 'refused':
    case 'truncated':
      return 'fail';
    case 'error':
    case 'ungraded':
    case 'skipped':
    case 'cancelled':
      return 'unknown';
  }
}
