import type { EvalCase } from '../../dataset/suite.ts';
import type { JsonObject } from '../../json.ts';
import type { InputField } from '../../prompt/document.ts';
import { type CoveragePlan, type MissingPair, missingClasses } from './coveragePlan.ts';
import type { ValueClass } from './valueClasses.ts';

/** A row that is proposed, with what it would cover. It expects nothing: what is right, a person has to say. */
export interface ProposedRow {
  readonly vars: JsonObject;
  readonly metadata: { readonly source: 'edge' | 'generated'; readonly covers: string };
}

/** The rows that cover what is missing as far as no model is needed: one per kind of value, and few for all missing pairs. */
export function edgeRows(
  plan: CoveragePlan,
  { fields, cases }: { readonly fields: readonly InputField[]; readonly cases: readonly EvalCase[] },
): readonly ProposedRow[] {
  const base = usualVars(fields, cases);
  const known = new Set(cases.map(({ vars }) => JSON.stringify(vars)));
  const single = missingClasses(plan).flatMap((missing): readonly ProposedRow[] => {
    const vars = withClasses(base, [missing]);
    return vars ? [{ vars, metadata: { source: 'edge', covers: `${missing.variable}: ${missing.name}` } }] : [];
  });
  const pairs = pairwise(plan.missingPairs).flatMap((classes): readonly ProposedRow[] => {
    const vars = withClasses(base, classes);
    const covers = classes.map(({ variable, name }) => `${variable} ${name}`).join(' with ');
    return vars ? [{ vars, metadata: { source: 'edge', covers } }] : [];
  });
  return [...single, ...pairs].filter(({ vars }) => {
    const key = JSON.stringify(vars);
    return !known.has(key) && known.add(key);
  });
}

/** The variables of a row in the middle: of a case whose text is neither short nor long, else made up. */
function usualVars(fields: readonly InputField[], cases: readonly EvalCase[]): JsonObject {
  const sorted = cases.toSorted((left, right) => JSON.stringify(left.vars).length - JSON.stringify(right.vars).length);
  const middle = sorted[Math.floor(sorted.length / 2)]?.vars ?? {};
  // A variable that may be missing is left out where the row in the middle has none.
  const used = fields.filter(({ name, required }) => required || cases.length === 0 || Object.hasOwn(middle, name));
  const known = used.map(({ name, options, type, default: usual }) => {
    const made =
      usual ??
      options?.[0] ??
      (type === 'number' || type === 'integer'
        ? 7
        : type === 'boolean'
          ? true
          : type === 'array'
            ? [`An item of ${name}.`]
            : `A usual ${name}.`);
    return [name, Object.hasOwn(middle, name) ? (middle[name] ?? '') : made] as const;
  });
  return Object.fromEntries(known);
}

/** A row with values of these kinds; undefined where one of them cannot be made without a writer. */
function withClasses(base: JsonObject, classes: readonly ValueClass[]): JsonObject | undefined {
  let vars = base;
  for (const { variable, made, isAbsence } of classes) {
    const usual = base[variable];
    const value = isAbsence
      ? undefined
      : made?.(typeof usual === 'string' && usual !== '' ? usual : `A usual ${variable}.`);
    if (!isAbsence && value === undefined) return undefined;
    const others = Object.entries(vars).filter(([name]) => name !== variable);
    vars = Object.fromEntries(value === undefined ? others : [...others, [variable, value] as const]);
  }
  return vars;
}

/**
 * Few rows that have all these pairs: each begins with a pair that is missing, and takes of every other variable the value that makes up the
 * most missing pairs with those it has (greedy, as AETG does; https://doi.org/10.1109/32.605761).
 */
function pairwise(missing: readonly MissingPair[]): readonly (readonly ValueClass[])[] {
  const byVariable = Map.groupBy(
    new Set(missing.flatMap(({ left, right }) => [left, right])),
    ({ variable }) => variable,
  );
  const rows: (readonly ValueClass[])[] = [];
  let open = [...missing];
  for (let [first] = open; first; [first] = open) {
    const row: ValueClass[] = [first.left, first.right];
    for (const [variable, values] of byVariable) {
      if (row.some((own) => own.variable === variable)) continue;
      const gain = (value: ValueClass) => open.filter((pair) => joins(pair, value, row)).length;
      const [best] = values.toSorted((one, other) => gain(other) - gain(one));
      if (best && gain(best) > 0) row.push(best);
    }
    open = open.filter((pair) => !row.includes(pair.left) || !row.includes(pair.right));
    rows.push(row);
  }
  return rows;
}

/** True where a value makes up a pair with one of a row. */
function joins({ left, right }: MissingPair, value: ValueClass, row: readonly ValueClass[]): boolean {
  return (left === value && row.includes(right)) || (right === value && row.includes(left));
}
