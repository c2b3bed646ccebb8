import type { Requirement } from '../dataset/requirement.ts';
import type { TargetReport } from './evalReport.ts';
import type { TaskFigures } from './taskFigures.ts';

/** Whether a target comes to what is required. A figure that is not known meets nothing. */
export interface RequirementResult {
  readonly target: string;
  readonly requirement: Requirement;
  /** A share; undefined where there is no such figure. */
  readonly value: number | undefined;
  readonly isMet: boolean;
}

/** Every requirement for every target. */
export function requirementResults(
  targets: readonly Pick<TargetReport, 'target' | 'tasks' | 'passed' | 'graded'>[],
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

function shareFor(
  { tasks = [], passed, graded }: Pick<TargetReport, 'tasks' | 'passed' | 'graded'>,
  requirement: Requirement,
): number | undefined {
  if (requirement.figure === 'passed') return graded === 0 ? undefined : passed / graded;
  const meant = tasks.filter(({ name }) => requirement.check === undefined || name === requirement.check);
  const values = meant.map((task) => figureIn(task, requirement)).filter((value) => value !== undefined);
  // Where several checks have such a figure it is not known which is meant.
  return values.length === 1 ? values[0] : undefined;
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
