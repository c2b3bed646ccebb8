import { assertionsIn } from '../../dataset/assertionsIn.ts';
import { canFail } from '../../dataset/canFail.ts';
import { labelOf } from '../../dataset/caseLabel.ts';
import { sourceOf } from '../../dataset/caseSource.ts';
import { labelOffer, labelOfferText } from '../../dataset/labelOffer.ts';
import type { Suite } from '../../dataset/suite.ts';
import { counted, formatCount } from '../../text/formatCount.ts';
import { formatPercent } from '../../text/formatPercent.ts';
import { languageOf } from '../../text/languageOf.ts';
import { groupNearDuplicates } from '../sampling/nearDuplicates.ts';
import { type HealthRow, requestText, textOfValue } from './healthRow.ts';

/** One thing that was found, with the rows that it is about; none where it is about the whole. */
export interface HealthFinding {
  readonly id: string;
  readonly sentence: string;
  /** False for a figure that is merely told. */
  readonly isWarning: boolean;
  /** Numbers of rows, from 1. */
  readonly rows: readonly number[];
}

/** A value and the rows that have it. */
interface Share {
  readonly name: string;
  readonly rows: readonly number[];
}

/** The lengths of a variable's values in characters. */
export interface LengthFigures {
  readonly variable: string;
  readonly median: number;
  readonly p95: number;
  readonly longest: number;
  readonly empty: number;
}

export interface DatasetHealth {
  readonly rows: number;
  readonly findings: readonly HealthFinding[];
  readonly labels: readonly Share[];
  readonly languages: readonly Share[];
  readonly sources: readonly (Share & { readonly passed: number; readonly failed: number })[];
  readonly lengths: readonly LengthFigures[];
  readonly sides: readonly Share[];
}

/** Judged results below which nothing is said of a row: by chance alone one or two agree. */
const fewestResults = 3;
/** A label is rare below this share of an even one. */
const rareShare = 0.2;

/** What a suite's cases are like, and what is wrong with them. */
export function datasetHealth(suite: Pick<Suite, 'file' | 'prompts'>, rows: readonly HealthRow[]): DatasetHealth {
  const labels = sharesOf(rows, ({ testCase }) => labelOf(testCase));
  return {
    rows: rows.length,
    findings: [
      ...duplicates(rows),
      ...labelFindings(labels, rows.length),
      ...offeredLabels(suite, rows),
      ...unusedVariables(suite, rows),
      ...resultFindings(rows),
      ...unchecked(rows),
      ...unfailing(rows),
    ],
    labels,
    languages: sharesOf(rows, ({ testCase }) => languageOf(requestText(testCase))),
    sources: sharesOf(rows, ({ testCase }) => sourceOf(testCase)).map((share) => ({
      ...share,
      ...judged(share.rows, rows),
    })),
    lengths: lengthsOf(rows),
    sides: sharesOf(rows, ({ side }) => side),
  };
}

function sharesOf(rows: readonly HealthRow[], nameOf: (row: HealthRow) => string | undefined): readonly Share[] {
  const groups = Map.groupBy(
    rows.flatMap((row) => {
      const name = nameOf(row);
      return name === undefined ? [] : [{ name, number: row.number }];
    }),
    ({ name }) => name,
  );
  return [...groups]
    .map(([name, own]) => ({ name, rows: own.map(({ number }) => number) }))
    .sort((left, right) => right.rows.length - left.rows.length);
}

function judged(numbers: readonly number[], rows: readonly HealthRow[]): { passed: number; failed: number } {
  const wanted = new Set(numbers);
  const own = rows.filter(({ number }) => wanted.has(number));
  return {
    passed: own.reduce((sum, { results }) => sum + (results?.passed ?? 0), 0),
    failed: own.reduce((sum, { results }) => sum + (results?.failed ?? 0), 0),
  };
}

function duplicates(rows: readonly HealthRow[]): readonly HealthFinding[] {
  const same = [
    ...Map.groupBy(rows, ({ testCase }) => JSON.stringify([testCase.vars, testCase.turns ?? null])).values(),
  ].filter(({ length }) => length > 1);
  const contrary = same.filter((group) => new Set(group.map(({ testCase }) => labelOf(testCase))).size > 1);
  const near = groupNearDuplicates(rows.map(({ testCase }) => requestText(testCase)))
    .map(({ members }) => members.flatMap((place) => rows[place] ?? []))
    .filter((group) => new Set(group.map(({ testCase }) => JSON.stringify(testCase.vars))).size > 1);
  return [
    ...groupFinding('contradictions', contrary, 'the same input with different expected answers'),
    ...groupFinding('duplicates', same, 'the same input as another row'),
    ...groupFinding('near-duplicates', near, 'nearly the same input as another row'),
  ];
}

function groupFinding(id: string, groups: readonly (readonly HealthRow[])[], what: string): readonly HealthFinding[] {
  const rows = groups.flat().map(({ number }) => number);
  if (rows.length === 0) return [];
  const sentence = `${counted(rows.length, 'row')} in ${counted(groups.length, 'group')} ${rows.length === 1 ? 'has' : 'have'} ${what}.`;
  return [{ id, sentence, isWarning: true, rows }];
}

function labelFindings(labels: readonly Share[], total: number): readonly HealthFinding[] {
  if (labels.length < 2) return [];
  const labelled = labels.reduce((sum, { rows }) => sum + rows.length, 0);
  const even = labelled / labels.length;
  const rare = labels.filter(({ rows }) => rows.length < even * rareShare);
  const told: HealthFinding[] = rare.map(({ name, rows }) => ({
    id: `rare ${name}`,
    sentence: `The label "${name}" has ${counted(rows.length, 'row')} of ${formatCount(labelled)}: too few to say how well it is told.`,
    isWarning: true,
    rows,
  }));
  if (labelled < total)
    told.push({
      id: 'unlabelled',
      sentence: `${counted(total - labelled, 'row')} ${total - labelled === 1 ? 'has' : 'have'} no label, where others have one.`,
      isWarning: true,
      rows: rowsWithout(labels, total),
    });
  return told;
}

function offeredLabels(
  { file, prompts }: Pick<Suite, 'file' | 'prompts'>,
  rows: readonly HealthRow[],
): readonly HealthFinding[] {
  const offer = labelOffer({ file, prompts, cases: rows.map(({ testCase }) => testCase) });
  return offer ? [{ id: 'label-check', sentence: labelOfferText(offer), isWarning: false, rows: [] }] : [];
}

function rowsWithout(shares: readonly Share[], total: number): readonly number[] {
  const known = new Set(shares.flatMap(({ rows }) => rows));
  return Array.from({ length: total }, (_item, index) => index + 1).filter((number) => !known.has(number));
}

function unusedVariables({ prompts }: Pick<Suite, 'prompts'>, rows: readonly HealthRow[]): readonly HealthFinding[] {
  // What a script or a partial uses is not known here.
  if (prompts.length === 0 || prompts.some(({ raw, script }) => script !== undefined || /\{\{~?\s*>/.test(raw)))
    return [];
  const text = prompts.map(({ raw }) => raw).join('\n');
  const names = new Set(rows.flatMap(({ testCase }) => Object.keys(testCase.vars)));
  return [...names].flatMap((name): readonly HealthFinding[] => {
    const having = rows.filter(({ testCase }) => Object.hasOwn(testCase.vars, name));
    const isUsed = text.includes(name) || having.some(({ testCase }) => JSON.stringify(testCase.checks).includes(name));
    if (isUsed) return [];
    return [
      {
        id: `unused ${name}`,
        sentence: `No prompt and no check uses "${name}", which stands in ${counted(having.length, 'row')}.`,
        isWarning: true,
        rows: having.map(({ number }) => number),
      },
    ];
  });
}

function resultFindings(rows: readonly HealthRow[]): readonly HealthFinding[] {
  const known = rows.filter(({ results }) => results && results.passed + results.failed >= fewestResults);
  const never = known.filter(({ results }) => results?.failed === 0).map(({ number }) => number);
  const always = known.filter(({ results }) => results?.passed === 0).map(({ number }) => number);
  const told: HealthFinding[] = [];
  if (never.length > 0)
    told.push({
      id: 'never-fails',
      sentence: `${counted(never.length, 'row')} of ${formatCount(known.length)} never failed in ${fewestResults} results or more (${formatPercent(never.length / known.length)}): ${never.length === 1 ? 'it tells' : 'they tell'} no model from another.`,
      isWarning: never.length * 2 > known.length,
      rows: never,
    });
  if (always.length > 0)
    told.push({
      id: 'always-fails',
      sentence: `${counted(always.length, 'row')} failed in every one of ${fewestResults} results or more: look whether what is expected is right.`,
      isWarning: true,
      rows: always,
    });
  return told;
}

function unchecked(rows: readonly HealthRow[]): readonly HealthFinding[] {
  const bare = rows
    .filter(({ testCase }) => testCase.checks.flatMap(assertionsIn).length === 0)
    .map(({ number }) => number);
  if (bare.length === 0) return [];
  const sentence = `${counted(bare.length, 'row')} ${bare.length === 1 ? 'has' : 'have'} no check, so that no answer to ${bare.length === 1 ? 'it' : 'them'} is judged.`;
  return [{ id: 'unchecked', sentence, isWarning: true, rows: bare }];
}

function unfailing(rows: readonly HealthRow[]): readonly HealthFinding[] {
  const safe = rows
    .filter(({ testCase: { checks } }) => checks.length > 0 && !checks.some((check) => canFail(check)))
    .map(({ number }) => number);
  if (safe.length === 0) return [];
  const sentence = `${counted(safe.length, 'row')} ${safe.length === 1 ? 'has' : 'have'} no check that can fail ${safe.length === 1 ? 'it' : 'them'}: a check of weight 0 cannot, and neither can prefer without a threshold.`;
  return [{ id: 'cannot-fail', sentence, isWarning: true, rows: safe }];
}

function lengthsOf(rows: readonly HealthRow[]): readonly LengthFigures[] {
  const names = new Set(rows.flatMap(({ testCase }) => Object.keys(testCase.vars)));
  return [...names].map((variable) => {
    const lengths = rows
      .flatMap(({ testCase }) =>
        Object.hasOwn(testCase.vars, variable) ? [textOfValue(testCase.vars[variable] ?? '').length] : [],
      )
      .sort((left, right) => left - right);
    const at = (share: number) => lengths[Math.min(lengths.length - 1, Math.floor(share * lengths.length))] ?? 0;
    return {
      variable,
      median: at(0.5),
      p95: at(0.95),
      longest: lengths.at(-1) ?? 0,
      empty: lengths.filter((length) => length === 0).length,
    };
  });
}
