import type { EvalCase } from '../dataset/suite.ts';
import { canonicalValues, canonicalVars } from './caseIdentity.ts';

export interface CasesToMatch {
  readonly cases: readonly EvalCase[];
  /** The texts of its prompts, before any variable is filled in. */
  readonly templates: readonly string[];
  /** The request of a case as one text; undefined for a case that asks nothing. */
  askedBy(testCase: EvalCase): string | undefined;
}

type KeyOf = (testCase: EvalCase) => string | undefined;

/**
 * Finds the older version's case for each case of the newer version. Cases are known by the name that the suite gives them, then by their
 * inputs: all of them, those that the prompts name, their values under other names, those that both versions have; then by a description
 * that only they have, and by what they ask. Their checks and everything else are ignored.
 */
export function matchCases(newer: CasesToMatch, older: CasesToMatch): ReadonlyMap<EvalCase, EvalCase> {
  const matching = new Matching(newer.cases, older.cases);
  matching.by(({ key }) => key);
  matching.by(({ vars }) => canonicalVars(vars));
  if (matching.isDone) return matching.found;
  const isAsked = namedIn([...newer.templates, ...older.templates]);
  matching.by(({ vars }) => filled(canonicalVars(vars, isAsked)));
  matching.by(({ vars }) => filled(canonicalValues(vars)), 'as many on both sides');
  const columns = [newer, older].map(({ cases }) => new Set(cases.flatMap(({ vars }) => Object.keys(vars))));
  const isCommon = (name: string) => columns.every((names) => names.has(name));
  // Where both versions have the same variables, cases with other values are other cases.
  if (columns.some((names) => [...names].some((name) => !isCommon(name))))
    matching.by(({ vars }) => filled(canonicalVars(vars, isCommon)), 'as many on both sides');
  matching.by(({ description }) => description, 'one on both sides');
  matching.by(askedIn(newer, older), 'as many on both sides');
  return matching.found;
}

function askedIn(newer: CasesToMatch, older: CasesToMatch): KeyOf {
  const ofNewer = new Set(newer.cases);
  return (testCase) => (ofNewer.has(testCase) ? newer : older).askedBy(testCase);
}

function filled(text: string): string | undefined {
  return text === '[]' ? undefined : text;
}

/** Tells whether a template contains a word; a variable of that name is then most likely part of the request. */
export function namedIn(templates: readonly string[]): (name: string) => boolean {
  const words = new Set(templates.flatMap((text) => text.match(/[\p{L}\p{N}_$-]+/gu) ?? []));
  return (name) => words.has(name) || (/[^\p{L}\p{N}_$-]/u.test(name) && templates.some((text) => text.includes(name)));
}

/** The certainty that is needed before cases with the same key are taken for the same. */
type Rule = 'as they come' | 'as many on both sides' | 'one on both sides';

class Matching {
  readonly found = new Map<EvalCase, EvalCase>();
  #newer: readonly EvalCase[];
  #older: readonly EvalCase[];

  constructor(newer: readonly EvalCase[], older: readonly EvalCase[]) {
    this.#newer = newer;
    this.#older = older;
  }

  get isDone(): boolean {
    return this.#newer.length === 0 || this.#older.length === 0;
  }

  /** Pairs the remaining cases that have the same key. */
  by(keyOf: KeyOf, rule: Rule = 'as they come'): void {
    if (this.isDone) return;
    const taken = new Set<EvalCase>();
    const before = Map.groupBy(this.#older, (testCase) => keyOf(testCase));
    for (const [key, testCases] of Map.groupBy(this.#newer, (testCase) => keyOf(testCase))) {
      const others = key === undefined ? undefined : before.get(key);
      if (!others || !isSure(rule, testCases.length, others.length)) continue;
      for (const [testCase, other] of pairsOf(testCases, others)) {
        this.found.set(testCase, other);
        taken.add(testCase).add(other);
      }
    }
    this.#newer = this.#newer.filter((testCase) => !taken.has(testCase));
    this.#older = this.#older.filter((testCase) => !taken.has(testCase));
  }
}

function isSure(rule: Rule, newer: number, older: number): boolean {
  return rule === 'as they come' || (newer === older && (rule !== 'one on both sides' || newer === 1));
}

/** Pairs cases of the same key: first those that are completely the same, then those with the same description, then the rest in order. */
function pairsOf(newer: readonly EvalCase[], older: readonly EvalCase[]): readonly (readonly [EvalCase, EvalCase])[] {
  const pairs: (readonly [EvalCase, EvalCase])[] = [];
  let [left, right] = [newer, older];
  const finer: readonly KeyOf[] = [({ id }) => id, ({ description }) => description, () => ''];
  for (const keyOf of finer) {
    const waiting = Map.groupBy(right, keyOf);
    const open: EvalCase[] = [];
    for (const testCase of left) {
      const key = keyOf(testCase);
      const other = key === undefined ? undefined : waiting.get(key)?.shift();
      if (other) pairs.push([testCase, other]);
      else open.push(testCase);
    }
    const paired = new Set(pairs.map(([, other]) => other));
    right = right.filter((testCase) => !paired.has(testCase));
    left = open;
  }
  return pairs;
}
