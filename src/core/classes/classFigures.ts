import { cohenKappa, matthews } from '../stats/agreement.ts';
import { f1Interval, f1Of, macroF1, normalInterval } from '../stats/f1.ts';
import { sum } from '../stats/sum.ts';
import { type Interval, wilson } from '../stats/wilson.ts';
import { type Confusion, type ConfusionMatrix, topConfusions } from './confusionMatrix.ts';
import { noLabel } from './readLabel.ts';

/** A share with its 95% interval; undefined where it is 0 of 0. */
export interface Share {
  readonly value: number;
  readonly interval: Interval | undefined;
}

/** How well one class is found. */
export interface ClassFigures {
  readonly label: string;
  /** Cases of the class, and answers that name it. */
  readonly support: number;
  readonly predicted: number;
  /** Undefined for a class that was never answered. */
  readonly precision: Share | undefined;
  /** Undefined for a class without cases. */
  readonly recall: Share | undefined;
  readonly f1: Share | undefined;
}

/** Means over classes; undefined where none counts. */
export interface Averages {
  readonly precision: number | undefined;
  readonly recall: number | undefined;
  readonly f1: number | undefined;
}

/** The figures of answers that are one label each. Answers outside of the labels and abstentions are wrong. */
export interface LabelFigures {
  readonly matrix: ConfusionMatrix;
  readonly cases: number;
  readonly accuracy: Share | undefined;
  /** In the order of the labels. */
  readonly classes: readonly ClassFigures[];
  /** Over the labels that have cases. */
  readonly macro: Averages;
  /** 95%, of the macro F1; absent where a class has no case, or an answer is none of the labels. */
  readonly macroInterval?: Interval;
  /** Over all labels, where one that is never answered or expected counts 0. */
  readonly macroDeclared: Averages;
  /** By the cases of each label. */
  readonly weighted: Averages;
  /** Answers outside of the labels miss recall but not precision. */
  readonly micro: Averages;
  readonly kappa: number | undefined;
  readonly matthews: number | undefined;
  /** The share of answers that is no abstention, and the accuracy among these. */
  readonly answered: number | undefined;
  readonly accuracyOfAnswered: number | undefined;
  /** The share of the most frequent label: what always answering it would come to. */
  readonly mostFrequent: number | undefined;
  readonly confusions: readonly Confusion[];
}

export function labelFigures(matrix: ConfusionMatrix): LabelFigures {
  const { labels, columns, counts } = matrix;
  const supports = counts.map(sum);
  const cases = sum(supports);
  const right = sum(labels.map((_, index) => counts[index]?.[index] ?? 0));
  const classes = labels.map((label, index) => classFigures(label, counts, index));
  const abstained = sum(counts.map((row) => row[columns.indexOf(noLabel)] ?? 0));
  const square = labels.map((_, index) => counts[index] ?? []);
  return {
    matrix,
    cases,
    accuracy: share(right, cases),
    classes,
    macro: meanOf(classes.filter(({ support }) => support > 0)),
    ...macroIntervalOf(square, supports),
    macroDeclared: meanOf(classes),
    weighted: meanOf(classes, ({ support }) => support),
    micro: microOf(right, sum(classes.map(({ predicted }) => predicted)), cases),
    kappa: cohenKappa(counts),
    matthews: matthews(counts),
    answered: cases === 0 ? undefined : (cases - abstained) / cases,
    accuracyOfAnswered: cases === abstained ? undefined : right / (cases - abstained),
    mostFrequent: cases === 0 ? undefined : Math.max(...square.map(sum)) / cases,
    confusions: topConfusions(matrix),
  };
}

/** The interval is that of a mean over classes which all have cases, of answers which are all labels. */
function macroIntervalOf(
  square: readonly (readonly number[])[],
  supports: readonly number[],
): Pick<LabelFigures, 'macroInterval'> {
  const counts = square.map((row) => row.slice(0, square.length));
  const isWhole = supports.every((support, index) => support > 0 && sum(counts[index] ?? []) === support);
  const mean = isWhole ? macroF1(counts) : undefined;
  return mean ? { macroInterval: normalInterval(mean.f1, mean.error) } : {};
}

function classFigures(label: string, counts: ConfusionMatrix['counts'], index: number): ClassFigures {
  const right = counts[index]?.[index] ?? 0;
  const support = sum(counts[index] ?? []);
  const predicted = sum(counts.map((row) => row[index] ?? 0));
  const f1 = f1Of(right, predicted - right, support - right);
  return {
    label,
    support,
    predicted,
    precision: share(right, predicted),
    recall: share(right, support),
    f1: f1 === undefined ? undefined : { value: f1, interval: f1Interval(right, predicted - right, support - right) },
  };
}

/** A share of cases with Wilson's interval; undefined without cases. */
export function share(part: number, all: number): Share | undefined {
  return all === 0 ? undefined : { value: part / all, interval: wilson(part, all) };
}

/** The means over some classes, in which 0 of 0 counts 0; `weight` is 1 unless given. */
export function meanOf(
  classes: readonly Pick<ClassFigures, 'support' | 'precision' | 'recall' | 'f1'>[],
  weight: (figures: Pick<ClassFigures, 'support'>) => number = () => 1,
): Averages {
  const all = sum(classes.map(weight));
  const mean = (figure: 'precision' | 'recall' | 'f1') =>
    all === 0 ? undefined : sum(classes.map((each) => weight(each) * (each[figure]?.value ?? 0))) / all;
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
}

/** The figures of all classes together. */
export function microOf(right: number, predicted: number, expected: number): Averages {
  return {
    precision: predicted === 0 ? undefined : right / predicted,
    recall: expected === 0 ? undefined : right / expected,
    f1: f1Of(right, predicted - right, expected - right),
  };
}
