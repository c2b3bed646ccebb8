import { assertionsIn } from '../dataset/assertionsIn.ts';
import type { Assertion, EvalCase } from '../dataset/suite.ts';
import { matchesWildcard } from '../grading/wildcard.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import { listAt, textAt } from '../jsonRead.ts';
import type { ToolDefinition } from '../messages.ts';
import { closest } from '../text/closest.ts';
import type { Problem } from '../text/problem.ts';

type PlacedProblem = Problem & { readonly file: string };

interface Asked {
  readonly check: Assertion;
  readonly place: PlacedProblem['range'];
  readonly file: string;
  readonly names: readonly string[];
  readonly tools: Set<string>;
}

/**
 * Reports checks about a tool that no model of the run gets, each place once. Under `not-`, or with no more than a `max`, such a check would
 * pass whatever happens: a slip in the name would hide the call that it forbids.
 */
export class UnknownTools {
  readonly #asked = new Map<string, Asked>();
  /** The places of checks of answers that come with the suite: which tools there were, nobody knows. */
  readonly #unknowable = new Set<string>();

  /** `tools` are those that a model gets with a case; undefined where the answer stands in the suite. */
  add({ checks, place }: EvalCase, tools: readonly ToolDefinition[] | undefined): void {
    for (const check of checks.flatMap(assertionsIn)) {
      const names = namesIn(check);
      if (names.length === 0) continue;
      const { file, range } = check.place ?? place;
      const key = JSON.stringify([file, range.start, check.type, names]);
      if (!tools) this.#unknowable.add(key);
      const asked = this.#asked.get(key) ?? { check, place: range, file, names, tools: new Set() };
      this.#asked.set(key, asked);
      for (const { name } of tools ?? []) asked.tools.add(name);
    }
  }

  get problems(): readonly PlacedProblem[] {
    return [...this.#asked]
      .filter(([key]) => !this.#unknowable.has(key))
      .flatMap(([, { check, place: range, file, names, tools }]) => {
        const message = faultOf(check, names, [...tools]);
        return message === undefined
          ? []
          : [{ severity: 'error' as const, code: 'unknown-tool', message, range, file }];
      });
  }
}

function faultOf({ type, negated }: Assertion, names: readonly string[], tools: readonly string[]): string | undefined {
  const strange = names.find((name) => !tools.some((tool) => matchesWildcard(name, tool)));
  if (strange === undefined) return undefined;
  const called = `"${negated ? 'not-' : ''}${type}" is about "${strange}"`;
  if (tools.length === 0) return `${called}, and no model of this run gets any tool: it says nothing.`;
  const [near] = closest(strange, tools, 1);
  return `${called}, a tool that no model of this run gets: it says nothing. ${near === undefined ? `There are ${tools.join(', ')}.` : `Did you mean "${near}"?`}`;
}

/** The names of tools that a check is about, patterns among them; none of a check that would fail without a call, or of a template. */
function namesIn(check: Assertion): readonly string[] {
  const { type, negated, value, fault } = check;
  if (fault !== undefined || !(negated || onlyBounds(value))) return [];
  const names = (namesOf[type]?.(value) ?? []).map((name) => name.trim());
  return names.filter((name) => name !== '' && !/\{[{%]/.test(name));
}

/** True for a value by which no call at all is as good as some. */
function onlyBounds(value: JsonValue | undefined): boolean {
  if (!isJsonObject(value)) return false;
  const { min, max } = value;
  return max !== undefined && (min === undefined || Number(min) === 0);
}

const namesOf: Readonly<Record<string, (value: JsonValue | undefined) => readonly string[]>> = {
  'tool-called': (value) => oneOrMore(value, 'tool'),
  'tool-called-with': (value) => oneOrMore(value, 'tool'),
  'tool-order': (value) => oneOrMore(value, 'tool'),
  'trajectory:tool-used': (value) => oneOrMore(value, 'name', 'pattern'),
  'trajectory:tool-args-match': (value) => oneOrMore(value, 'name', 'pattern'),
  'trajectory:tool-sequence': (value) => listed(isJsonObject(value) ? listAt(value, 'steps') : value),
  'trajectory:step-count': (value) => oneOrMore(isJsonObject(value) ? value : undefined, 'pattern'),
};

function oneOrMore(value: JsonValue | undefined, ...keys: readonly string[]): readonly string[] {
  if (typeof value === 'string') return value.split(',');
  if (Array.isArray(value)) return listed(value);
  return keys.flatMap((key) => textAt(value, key) ?? []).slice(0, 1);
}

function listed(value: JsonValue | readonly JsonValue[] | undefined): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((step) =>
    typeof step === 'string' ? [step] : (textAt(step, 'name') ?? textAt(step, 'pattern') ?? []),
  );
}
