import { sourceOf } from '../../dataset/caseSource.ts';
import type { EvalCase } from '../../dataset/suite.ts';
import type { JsonValue } from '../../json.ts';
import type { InputField } from '../../prompt/document.ts';
import { languageOf } from '../../text/languageOf.ts';
import { type ValueClass, valueClasses } from './valueClasses.ts';

/** How often a kind of value is there, by where its rows come from. */
export interface CoverageLine {
  readonly valueClass: ValueClass;
  /** Rows by source, such as `log` 12. */
  readonly rows: Readonly<Record<string, number>>;
  readonly total: number;
}

/** Two values of two variables that no row has together. */
export interface MissingPair {
  readonly left: ValueClass;
  readonly right: ValueClass;
}

/** What cases cover of what a prompt may get. */
export interface CoveragePlan {
  readonly lines: readonly CoverageLine[];
  readonly missingPairs: readonly MissingPair[];
  readonly pairs: number;
}

/** A share of the cases below which a language is an accident. */
const rareLanguage = 0.02;

/** Works out which kinds of values the cases have and which they lack. No model is asked for it. */
export function coveragePlan(fields: readonly InputField[], cases: readonly EvalCase[]): CoveragePlan {
  const classes = fields.map((field) => valueClasses(field, languagesOf(cases, field.name)));
  const lines = classes.flat().map((valueClass): CoverageLine => {
    const own = cases.filter((one) => valueClass.holds(valueIn(one, valueClass.variable)));
    const bySource = Map.groupBy(own, sourceOf);
    return {
      valueClass,
      rows: Object.fromEntries([...bySource].map(([source, { length }]) => [source, length])),
      total: own.length,
    };
  });
  const pairs = pairsOf(fields, classes);
  const missingPairs = pairs.filter(
    ({ left, right }) =>
      !cases.some((one) => left.holds(valueIn(one, left.variable)) && right.holds(valueIn(one, right.variable))),
  );
  return { lines, missingPairs, pairs: pairs.length };
}

/** The kinds of values that no row has. */
export function missingClasses({ lines }: CoveragePlan): readonly ValueClass[] {
  return lines.flatMap(({ valueClass, total }) => (total === 0 ? [valueClass] : []));
}

function valueIn({ vars }: EvalCase, variable: string): JsonValue | undefined {
  return Object.hasOwn(vars, variable) ? vars[variable] : undefined;
}

function languagesOf(cases: readonly EvalCase[], variable: string): readonly string[] {
  const texts = cases.flatMap((one) => {
    const value = valueIn(one, variable);
    return typeof value === 'string' ? [value] : [];
  });
  const known = Map.groupBy(texts, languageOf);
  return [...known].flatMap(([language, own]) =>
    language !== undefined && own.length >= Math.max(2, rareLanguage * texts.length) ? [language] : [],
  );
}

/** All pairs of values of variables with few values: lists of options, true or false, there or not. */
function pairsOf(fields: readonly InputField[], classes: readonly (readonly ValueClass[])[]): readonly MissingPair[] {
  const few = fields.flatMap(({ type, options }, index) =>
    options !== undefined || type === 'boolean'
      ? [(classes[index] ?? []).filter(({ name }) => name !== 'outside of its list')]
      : [],
  );
  return few.flatMap((lefts, index) =>
    few.slice(index + 1).flatMap((rights) => lefts.flatMap((left) => rights.map((right) => ({ left, right })))),
  );
}
