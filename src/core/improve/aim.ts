import { assertionsIn } from '../dataset/assertionsIn.ts';
import { readRequirement } from '../dataset/requirement.ts';
import type { Assertion, EvalCase } from '../dataset/suite.ts';
import { isAsExpected } from '../fields/fieldFigures.ts';
import { fieldStatus } from '../fields/fieldStatus.ts';
import { fieldSpecs, recordIn } from '../grading/fieldGrader.ts';
import { labelsIn } from '../grading/labelGrader.ts';
import type { AnswerVerdict } from '../grading/verdict.ts';
import { defined } from '../jsonRead.ts';
import { readingsIn, type TaskReading } from '../results/taskFigures.ts';
import { renderedAssertions } from './renderedAssertions.ts';

/** The share that an improvement raises: of the rows of a class those that are found, or of all records those with a field as expected. */
export interface AimedFigure {
  /** As it is written: `recall(refund)`. */
  readonly text: string;
  readonly figure: 'recall' | 'accuracy';
  /** The class or the field. */
  readonly of: string;
  /** The name of the check that it is about; of any without. */
  readonly check?: string;
}

/** Reads what an improvement is to aim at; a text says why it cannot. */
export function readAim(text: string): AimedFigure | string {
  const read = readRequirement(`${text} > 0.5`);
  const example = 'An improvement aims at recall(CLASS) or accuracy(FIELD)';
  if (typeof read === 'string' || /[<>=]/.test(text)) return `${example}, without a bound.`;
  const { figure, of, check } = read;
  if ((figure === 'recall' || figure === 'accuracy') && of !== undefined)
    return { text: text.trim(), figure, of, ...defined({ check }) };
  return `${example}: a share of rows that are known before anybody answers. ${text.trim()} is none, so that two wordings could not be compared row by row.`;
}

/** The ids of the cases that a figure is of. */
export function aimedRows(aim: AimedFigure, cases: readonly EvalCase[]): ReadonlySet<string> {
  const isAbout = (testCase: EvalCase) => renderedAssertions(testCase).some((assertion) => isOf(aim, assertion));
  return new Set(cases.filter(isAbout).map(({ id }) => id));
}

function isOf({ figure, of, check }: AimedFigure, { type, metric, value, config }: Assertion): boolean {
  if (check !== undefined && check !== (metric ?? type)) return false;
  if (figure === 'recall' && type === 'label')
    return labelsIn(value, config?.['several'] === true).some((label) => isSame(label, of));
  const record = figure === 'accuracy' && type === 'fields' ? recordIn(value) : undefined;
  return record !== undefined && fieldSpecs(config, record).some(({ name }) => name === of);
}

/** Whether an answer is right by the figure; undefined where no check has read it. */
export function isRightBy(
  aim: AimedFigure,
  { checks }: Pick<EvalCase, 'checks'>,
  verdict: Pick<AnswerVerdict, 'checks'> | undefined,
): boolean | undefined {
  const readings = (verdict?.checks ?? []).flatMap(readingsIn);
  const found = readings.filter(({ name }) => aim.check === undefined || name === aim.check);
  const right = found.flatMap((reading) => rightIn(aim, reading, checks) ?? []);
  return right.length === 0 ? undefined : right.every(Boolean);
}

function rightIn({ figure, of }: AimedFigure, reading: TaskReading, checks: EvalCase['checks']): boolean | undefined {
  if (reading.type === 'labels') {
    const isIn = (labels: readonly string[]) => labels.some((label) => isSame(label, of));
    return figure === 'recall' && isIn(reading.expected) ? isIn(reading.answered) : undefined;
  }
  if (figure !== 'accuracy') return undefined;
  const { name, expected, answered } = reading;
  const check = checks.flatMap(assertionsIn).find(({ type, metric }) => type === 'fields' && (metric ?? type) === name);
  const spec = fieldSpecs(check?.config, expected).find((field) => field.name === of);
  return spec && isAsExpected(fieldStatus(spec, expected, answered ?? undefined));
}

function isSame(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}
