import type { Requirement } from '../dataset/requirement.ts';
import type { Suite } from '../dataset/suite.ts';
import type { Verdict } from '../grading/verdict.ts';
import type { EvalReport, EvalRow, TargetReport } from './evalReport.ts';
import type { Outcome } from './outcome.ts';
import { figureIn, isAbout, requiredFigure } from './requiredFigure.ts';
import type { TaskFigures } from './taskFigures.ts';

/** What a suite requires of its figures, and what came of it. */
export interface RequiredFigures {
  readonly results: readonly RequirementResult[];
  /** The number of rows that did not pass and whose failure no requirement speaks of: they have to pass as everywhere. */
  readonly failedOtherwise: number;
}

/** Whether a target comes to what is required. A figure that is not known meets nothing. */
export interface RequirementResult {
  readonly target: string;
  readonly requirement: Requirement;
  /** A share; undefined where there is no such figure. */
  readonly value: number | undefined;
  readonly isMet: boolean;
}

/** What of a report is looked at. */
type Measured = Pick<TargetReport, 'target' | 'tasks' | 'counts'>;

/**
 * What came of a suite's requirements in a run; nothing where it has none. A requirement decides for the checks that its figure is made of,
 * and for no others.
 */
export function requiredIn(
  { rows, targets }: Pick<EvalReport, 'rows'> & { readonly targets: readonly Measured[] },
  { requirements }: Pick<Suite, 'requirements'>,
): { readonly required?: RequiredFigures } {
  if (!requirements) return {};
  const covered = new Map(targets.map(({ target, tasks = [] }) => [target, coveredTasks(tasks, requirements)]));
  const isEveryRow = requirements.some(({ figure }) => figure === 'passed');
  const left = isEveryRow ? [] : rows.filter((row) => isFailedOtherwise(row, covered.get(row.cell.target)));
  return { required: { results: requirementResults(targets, requirements), failedOtherwise: left.length } };
}

/** Whether every requirement is met, and every row passes of which none speaks. */
export function isRequiredMet({ results, failedOtherwise }: RequiredFigures): boolean {
  return failedOtherwise === 0 && results.every(({ isMet }) => isMet);
}

const failedAnswers: ReadonlySet<Outcome> = new Set(['fail', 'refused', 'truncated']);

function isFailedOtherwise({ cell, outcome }: EvalRow, covered: ReadonlySet<string> = new Set()): boolean {
  if (outcome === 'pass' || outcome === 'unchecked') return false;
  const failed = (cell.verdict?.checks ?? []).filter((check) => check.outcome !== 'pass').flatMap(failedParts);
  return !failedAnswers.has(outcome) || failed.length === 0 || !failed.every((check) => isCovered(check, covered));
}

/** The checks that failed in a set of them; a set fails by these. */
function failedParts(check: Verdict): readonly Verdict[] {
  const failed = (check.components ?? []).filter(({ outcome }) => outcome !== 'pass');
  return failed.length === 0 ? [check] : failed.flatMap(failedParts);
}

function isCovered({ reading }: Verdict, covered: ReadonlySet<string>): boolean {
  return reading !== undefined && covered.has(`${reading.type} ${reading.name}`);
}

/** The checks whose figure is required. */
function coveredTasks(tasks: readonly TaskFigures[], requirements: readonly Requirement[]): ReadonlySet<string> {
  const covered = tasks.filter((task) =>
    requirements.some((requirement) => isAbout(task, requirement) && figureIn(task, requirement) !== undefined),
  );
  // A check of one label and one of several keep their readings in the same form.
  return new Set(covered.map(({ type, name }) => `${type === 'label' ? 'labels' : type} ${name}`));
}

/** Every requirement for every target. */
function requirementResults(
  targets: readonly Measured[],
  requirements: readonly Requirement[],
): readonly RequirementResult[] {
  return targets.flatMap((report) =>
    requirements.map((requirement): RequirementResult => {
      const value = shareFor(report, requirement);
      return { target: report.target, requirement, value, isMet: value !== undefined && isMet(value, requirement) };
    }),
  );
}

function isMet(value: number, { comparison, bound }: Requirement): boolean {
  switch (comparison) {
    case '>=':
      return value >= bound;
    case '>':
      return value > bound;
    case '<=':
      return value <= bound;
    case '<':
      return value < bound;
  }
}

function shareFor({ tasks = [], counts }: Measured, requirement: Requirement): number | undefined {
  if (requirement.figure === 'passed') return shareOfChecked(counts);
  return requiredFigure(tasks, requirement)?.value;
}

/** A refused or broken answer did not pass: of all rows that have a check, as the pass rate that decides without requirements. */
function shareOfChecked(counts: TargetReport['counts']): number | undefined {
  const checked = Object.values(counts).reduce((sum, count) => sum + count, 0) - counts.unchecked;
  return checked === 0 ? undefined : counts.pass / checked;
}
