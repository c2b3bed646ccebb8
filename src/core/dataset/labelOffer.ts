import { counted } from '../text/formatCount.ts';
import { assertionsIn } from './assertionsIn.ts';
import { exactChecks, labelOf, longestLabel } from './caseLabel.ts';
import { suiteFormatOf } from './readSuite.ts';
import type { Assertion, EvalCase, Suite } from './suite.ts';

/** A suite whose cases have one label each, which no check of type `label` reads yet. */
export interface LabelOffer {
  /** The label of each case that has one, by the id of the case. */
  readonly labels: ReadonlyMap<string, string>;
  /** The variable that holds the label, where nothing checks the answers; absent where `equals` checks hold it. */
  readonly column?: string;
  /** The `equals` checks that would be checks of labels. */
  readonly checks: readonly Assertion[];
}

type LabelledSuite = Pick<Suite, 'file' | 'prompts' | 'cases'>;

/** From fewer rows, or fewer of each label, nobody knows whether a text is a label. */
const fewestRows = 10;
const fewestOfEach = 3;
const mostLabels = 30;
/** The share of the rows that has to have a label. */
const nearlyAll = 0.9;
/** Names of columns that say themselves what they hold. */
const tellingName = /^(?:label|labels|class|category|intent|expected|gold|truth|ground_?truth|target|answer)$/i;

/**
 * Whether the cases of a suite are of one label each, held by `equals` or, where nothing is checked, by a variable that no prompt uses.
 * Undefined where a check reads labels already, where the texts are free or numbers, and for formats of others, which know no such check.
 */
export function labelOffer(suite: LabelledSuite): LabelOffer | undefined {
  const { cases } = suite;
  const format = suiteFormatOf(suite.file);
  if (format === 'promptfoo' || format === 'github' || cases.length < fewestRows) return undefined;
  const checks = cases.flatMap((testCase) => testCase.checks.flatMap(assertionsIn));
  if (checks.some(({ type }) => type === 'label')) return undefined;
  return checks.length === 0 ? byColumn(suite) : byEquals(cases);
}

/** The sentence in which the check is offered. */
export function labelOfferText({ labels, column }: LabelOffer): string {
  const distinct = new Set(labels.values()).size;
  const rows = counted(labels.size, 'row');
  const gain = 'precision, recall and confusions of each';
  return column === undefined
    ? `${rows} expect one of ${distinct} labels by "equals": with "type: label" instead the results tell ${gain}.`
    : `"${column}" holds one of ${distinct} labels in ${rows}, and nothing checks the answers: {type: label, value: "{{${column}}}"} would, and tells ${gain}.`;
}

function byEquals(cases: readonly EvalCase[]): LabelOffer | undefined {
  const checked = cases.filter((testCase) => testCase.checks.length > 0);
  const labels = labelsBy(checked, labelOf);
  return areLabels(labels, checked.length) ? { labels, checks: checked.flatMap(exactChecks) } : undefined;
}

function byColumn({ prompts, cases }: LabelledSuite): LabelOffer | undefined {
  // What a script or a partial uses is not known here.
  if (prompts.length === 0 || prompts.some(({ raw, script }) => script !== undefined || /\{\{~?\s*>/.test(raw)))
    return undefined;
  const text = prompts.map(({ raw }) => raw).join('\n');
  const names = [...new Set(cases.flatMap(({ vars }) => Object.keys(vars)))].filter((name) => !isUsed(name, text));
  const offers = names.flatMap((column): readonly LabelOffer[] => {
    const labels = labelsBy(cases, ({ vars }) => shortText(vars[column]));
    const isLabel = areLabels(labels, cases.length) && (tellingName.test(column) || isNamed(labels, text));
    return isLabel ? [{ labels, column, checks: [] }] : [];
  });
  // Of two such columns nobody knows which one is meant.
  return offers.length === 1 ? offers[0] : undefined;
}

function labelsBy(
  cases: readonly EvalCase[],
  read: (testCase: EvalCase) => string | undefined,
): ReadonlyMap<string, string> {
  return new Map(
    cases.flatMap((testCase) => {
      const label = read(testCase);
      return label === undefined ? [] : [[testCase.id, label] as const];
    }),
  );
}

function shortText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' && !value.includes('\n') && value.length <= longestLabel
    ? value
    : undefined;
}

/** Few texts that come again and again. A number is more often an amount than a class. */
function areLabels(labels: ReadonlyMap<string, string>, rows: number): boolean {
  const distinct = new Set(labels.values());
  const isOften = labels.size >= Math.max(fewestRows, fewestOfEach * distinct.size, nearlyAll * rows);
  const areWords = [...distinct].every((label) => /\p{L}/u.test(label));
  return isOften && areWords && distinct.size >= 2 && distinct.size <= mostLabels;
}

/** True where the prompt takes a variable by this name: within braces, as a whole word. */
function isUsed(name: string, text: string): boolean {
  const word = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`\\{[{%][^{}]*(?<![\\w-])${word}(?![\\w-])[^{}]*\\}`, 'u').test(text);
}

/** True where the prompt names nearly all of the labels, as one does who asks for one of them. */
function isNamed(labels: ReadonlyMap<string, string>, text: string): boolean {
  const distinct = [...new Set(labels.values())];
  const said = text.toLowerCase();
  return distinct.filter((label) => said.includes(label.toLowerCase())).length >= 0.8 * distinct.length;
}
