/** What the figures of every target have to come to, such as `recall(refund) >= 0.95`. */
export interface Requirement {
  /** As it is written. */
  readonly text: string;
  readonly figure: RequiredFigure;
  /** The class or the field that it is of; of all without. */
  readonly of?: string;
  /** The name of the check that it is about; of the only one without. */
  readonly check?: string;
  readonly comparison: '>=' | '>' | '<=' | '<';
  /** A share, from 0 to 1. */
  readonly bound: number;
}

const figures = ['accuracy', 'precision', 'recall', 'f1', 'macro-f1', 'exact', 'whole', 'answered', 'passed'] as const;
export type RequiredFigure = (typeof figures)[number];

const shape =
  /^\s*(?:([\w.-]+)\.)?([a-z][a-z0-9-]*)\s*(?:\(\s*([^()]+?)\s*\))?\s*(>=|<=|>|<)\s*(\d+(?:\.\d+)?|\.\d+)\s*(%?)\s*$/;

/** Reads a requirement; a text says why it cannot be read. */
export function readRequirement(text: string): Requirement | string {
  const [, check, figure = '', of, comparison, number = '', percent] = shape.exec(text) ?? [];
  const example = 'recall(refund) >= 0.95';
  if (comparison === undefined) return `A requirement compares a figure with a number: ${example}`;
  if (!isFigure(figure))
    return `"${figure}" is no figure: a requirement names one of ${figures.join(', ')}, as in ${example}`;
  const bound = Number(number) / (percent === '%' ? 100 : 1);
  if (bound > 1) return `The bound of a requirement is a share from 0 to 1, or a number of percent: ${example}`;
  if (!isComparison(comparison)) return `A requirement compares a figure with a number: ${example}`;
  if (bound === (comparison === '>=' ? 0 : comparison === '<=' ? 1 : undefined))
    return `Every figure is ${comparison} ${number}${percent}, so this requires nothing: write a bound as in ${example}`;
  return {
    text: text.trim(),
    figure,
    comparison,
    bound,
    ...(of === undefined ? {} : { of }),
    ...(check === undefined ? {} : { check }),
  };
}

function isFigure(figure: string): figure is RequiredFigure {
  return figures.some((known) => known === figure);
}

function isComparison(text: string): text is Requirement['comparison'] {
  return text === '>=' || text === '>' || text === '<=' || text === '<';
}
