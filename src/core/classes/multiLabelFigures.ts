import { f1Of } from '../stats/f1.ts';
import { sum } from '../stats/sum.ts';
import { type Averages, type ClassFigures, meanOf, microOf, type Share, share } from './classFigures.ts';
import { isSameSet, overlap } from './overlap.ts';

/** The labels of a case and those of its answer; order and repeats do not matter. */
export interface LabelSets {
  readonly expected: readonly string[];
  readonly answered: readonly string[];
}

/** The figures of answers that are several labels each. */
export interface MultiLabelFigures {
  readonly cases: number;
  /** The cases whose labels are exactly the expected ones. */
  readonly exact: Share | undefined;
  readonly classes: readonly ClassFigures[];
  readonly micro: Averages;
  readonly macroDeclared: Averages;
  readonly weighted: Averages;
  /** The share of wrong yes-or-no decisions, one for each case and label. */
  readonly hammingLoss: number | undefined;
  /** The mean share of labels in common, of all that are expected or answered; 1 where both are empty. */
  readonly jaccard: number | undefined;
  /** Labels in answers that are none of the known ones: they spoil the exact match and no class. */
  readonly unknown: number;
}

export function multiLabelFigures(labels: readonly string[], rows: readonly LabelSets[]): MultiLabelFigures {
  const sets = rows.map(({ expected, answered }) => ({ expected: new Set(expected), answered: new Set(answered) }));
  const known = new Set(labels);
  const classes = labels.map((label) => figuresOf(label, sets));
  const right = sum(
    sets.map(
      ({ expected, answered }) => [...answered].filter((label) => known.has(label) && expected.has(label)).length,
    ),
  );
  const predicted = sum(classes.map((figures) => figures.predicted));
  const support = sum(classes.map((figures) => figures.support));
  const cases = rows.length;
  const equal = sets.filter(({ expected, answered }) => isSameSet(expected, answered)).length;
  return {
    cases,
    exact: share(equal, cases),
    classes,
    micro: microOf(right, predicted, support),
    macroDeclared: meanOf(classes),
    weighted: meanOf(classes, (figures) => figures.support),
    hammingLoss: cases * labels.length === 0 ? undefined : (predicted + support - 2 * right) / (cases * labels.length),
    jaccard: cases === 0 ? undefined : sum(sets.map(jaccardOf)) / cases,
    unknown: sum(sets.map(({ answered }) => [...answered].filter((label) => !known.has(label)).length)),
  };
}

interface Sets {
  readonly expected: ReadonlySet<string>;
  readonly answered: ReadonlySet<string>;
}

function figuresOf(label: string, sets: readonly Sets[]): ClassFigures {
  const support = sets.filter(({ expected }) => expected.has(label)).length;
  const predicted = sets.filter(({ answered }) => answered.has(label)).length;
  const right = sets.filter(({ expected, answered }) => expected.has(label) && answered.has(label)).length;
  const f1 = f1Of(right, predicted - right, support - right);
  return {
    label,
    support,
    predicted,
    precision: share(right, predicted),
    recall: share(right, support),
    f1: f1 === undefined ? undefined : { value: f1, interval: undefined },
  };
}

function jaccardOf({ expected, answered }: Sets): number {
  const { common, onlyLeft, onlyRight } = overlap(expected, answered);
  const all = common + onlyLeft + onlyRight;
  return all === 0 ? 1 : common / all;
}
