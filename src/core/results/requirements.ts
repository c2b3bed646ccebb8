import type { Requirement } from '../dataset/requirement.ts';
import type { Suite } from '../dataset/suite.ts';
import type { Verdict } from '../grading/verdict.ts';
import type { EvalReport, EvalRow, TargetReport } from './evalReport.ts';
import type { Outcome } from './outcome.ts';
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

function isAbout({ name }: TaskFigures, { check }: Requirement): boolean {
  return check === undefined || name === check;
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
  const values = tasks
    .filter((task) => isAbout(task, requirement))
    .map((task) => figureIn(task, requirement))
    .filter((value) => value !== undefined);
  // Where several checks have such a figure it is not known which is meant.
  return values.length === 1 ? values[0] : undefined;
}

/** A refused or broken answer did not pass: of all rows that have a check, as the pass rate that decides without requirements. */
function shareOfChecked(counts: TargetReport['counts']): number | undefined {
  const checked = Object.values(counts).reduce((sum, count) => sum + count, 0) - counts.unchecked;
  return checked === 0 ? undefined : counts.pass / checked;
}

function figureIn(task: TaskFigures, { figure, of }: Requirement): number | undefined {
  switch (task.type) {
    case 'label': {
      const { accuracy, macro, micro, classes, answered } = task.figures;
      if (of !== undefined) return classFigure(classes, of, figure);
      if (figure === 'accuracy' || figure === 'exact') return accuracy?.value;
      if (figure === 'macro-f1') return macro.f1;
      if (figure === 'answered') return answered;
      return averageOf(micro, figure);
    }
    case 'labels': {
      const { exact, micro, macroDeclared, classes } = task.figures;
      if (of !== undefined) return classFigure(classes, of, figure);
      if (figure === 'accuracy' || figure === 'exact') return exact?.value;
      if (figure === 'macro-f1') return macroDeclared.f1;
      return averageOf(micro, figure);
    }
    case 'fields': {
      const { whole, fields } = task.figures;
      if (of === undefined) return figure === 'whole' || figure === 'accuracy' ? whole?.value : undefined;
      const field = fields.find(({ name }) => name === of);
      if (figure === 'accuracy') return field?.accuracy?.value;
      return field && averageOf(field, figure);
    }
  }
}

function classFigure(
  classes: Extract<TaskFigures, { type: 'label' }>['figures']['classes'],
  of: string,
  figure: Requirement['figure'],
): number | undefined {
  const found = classes.find(({ label }) => label.toLowerCase() === of.toLowerCase());
  return figure === 'precision' || figure === 'recall' || figure === 'f1' ? found?.[figure]?.value : undefined;
}

function averageOf(
  averages: {
    readonly precision: number | undefined;
    readonly recall: number | undefined;
    readonly f1: number | undefined;
  },
  figure: Requirement['figure'],
): number | undefined {
  return figure === 'precision' || figure === 'recall' || figure === 'f1' ? averages[figure] : undefined;
}
