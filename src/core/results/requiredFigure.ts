import type { ClassFigures } from '../classes/classFigures.ts';
import type { RequiredFigure, Requirement } from '../dataset/requirement.ts';
import { type TaskFigures, taskFigures } from './taskFigures.ts';

/** The figure that is required: a share from 0 to 1, and the number of cases that it is of. */
export interface MeasuredFigure {
  readonly value: number;
  readonly of: number;
}

/** The figure that a requirement names, of these answers. */
export function figureOfRows(
  rows: Parameters<typeof taskFigures>[0],
  requirement: Requirement,
): MeasuredFigure | undefined {
  return requiredFigure(taskFigures(rows), requirement);
}

/** The figure that a requirement names; undefined where there is none, or where several checks have one and it is not known which is meant. */
export function requiredFigure(tasks: readonly TaskFigures[], requirement: Requirement): MeasuredFigure | undefined {
  const values = tasks
    .filter((task) => isAbout(task, requirement))
    .map((task) => figureIn(task, requirement))
    .filter((value) => value !== undefined);
  return values.length === 1 ? values[0] : undefined;
}

/** Whether a requirement speaks of the figures of this check. */
export function isAbout({ name }: TaskFigures, { check }: Requirement): boolean {
  return check === undefined || name === check;
}

/** The figure of one check; undefined where it has no such figure. */
export function figureIn(task: TaskFigures, { figure, of }: Requirement): MeasuredFigure | undefined {
  if (task.type === 'fields') return recordFigure(task.figures, figure, of);
  const { classes, cases } = task.figures;
  if (of !== undefined) return classFigure(classes, of, figure);
  return measured(labelValue(task, figure), cases);
}

function labelValue(
  task: Exclude<TaskFigures, { readonly type: 'fields' }>,
  figure: RequiredFigure,
): number | undefined {
  if (task.type === 'label') {
    const { accuracy, macro, micro, answered } = task.figures;
    if (figure === 'accuracy' || figure === 'exact') return accuracy?.value;
    if (figure === 'macro-f1') return macro.f1;
    return figure === 'answered' ? answered : averageOf(micro, figure);
  }
  const { exact, micro, macroDeclared } = task.figures;
  if (figure === 'accuracy' || figure === 'exact') return exact?.value;
  return figure === 'macro-f1' ? macroDeclared.f1 : averageOf(micro, figure);
}

function recordFigure(
  { whole, fields, records }: Extract<TaskFigures, { readonly type: 'fields' }>['figures'],
  figure: RequiredFigure,
  of: string | undefined,
): MeasuredFigure | undefined {
  if (of === undefined)
    return measured(figure === 'whole' || figure === 'accuracy' ? whole?.value : undefined, records);
  const field = fields.find(({ name }) => name === of);
  return measured(figure === 'accuracy' ? field?.accuracy?.value : field && averageOf(field, figure), records);
}

/** The cases of a figure of a class are those that have it, and for its precision the answers that name it. */
function classFigure(classes: readonly ClassFigures[], of: string, figure: RequiredFigure): MeasuredFigure | undefined {
  const found = classes.find(({ label }) => label.toLowerCase() === of.toLowerCase());
  if (!found || (figure !== 'precision' && figure !== 'recall' && figure !== 'f1')) return undefined;
  return measured(found[figure]?.value, figure === 'precision' ? found.predicted : found.support);
}

function averageOf(
  averages: {
    readonly precision: number | undefined;
    readonly recall: number | undefined;
    readonly f1: number | undefined;
  },
  figure: RequiredFigure,
): number | undefined {
  return figure === 'precision' || figure === 'recall' || figure === 'f1' ? averages[figure] : undefined;
}

function measured(value: number | undefined, of: number): MeasuredFigure | undefined {
  return value === undefined ? undefined : { value, of };
}
