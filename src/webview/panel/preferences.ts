import type { DiffMode } from '../../core/diff/diffTexts.ts';
import { isJsonObject, type JsonObject } from '../../core/json.ts';

export const diffChoices = ['off', 'words', 'lines', 'json'] as const satisfies readonly ('off' | DiffMode)[];
export type DiffChoice = (typeof diffChoices)[number];

/** The reader's arrangement of the panel. The editor keeps it while the panel is hidden or reloaded; it is never sent to the host. */
export interface Preferences {
  /** The address of the prompt, so that a reloaded window finds it again. */
  readonly prompt: string;
  readonly diff: DiffChoice;
  readonly hideEqual: boolean;
  readonly markdown: boolean;
  readonly inputsShown: boolean;
  /** The run for which the inputs were folded. They are folded once for each run, so that a reader who unfolds them keeps them. */
  readonly foldedRun: string;
  readonly historyShown: boolean;
  /** The target that the others are compared with; empty means the first column. */
  readonly base: string;
  readonly hidden: readonly string[];
  readonly order: readonly string[];
  /** Column widths in pixels by target. */
  readonly widths: Readonly<Record<string, number>>;
  /** The answer that is shown of a column that was asked several times, from 0, by target. */
  readonly repeats: Readonly<Record<string, number>>;
  /** Cells whose long answer is shown whole. */
  readonly shownWhole: readonly string[];
  /** Cells whose differences are marked although the answers have little in common. */
  readonly markedAnyway: readonly string[];
  /** Text typed into the input form that the host has not taken yet. */
  readonly drafts: Readonly<Record<string, string>>;
  /** What was typed as the result of calls that wait for it. */
  readonly results: Readonly<Record<string, string>>;
  /** What was typed to ask further. */
  readonly followUp: string;
  /** Scroll position in pixels by target. */
  readonly scroll: Readonly<Record<string, number>>;
}

export const defaultPreferences: Preferences = {
  prompt: '',
  diff: 'off',
  hideEqual: false,
  markdown: false,
  inputsShown: true,
  foldedRun: '',
  historyShown: false,
  base: '',
  hidden: [],
  order: [],
  widths: {},
  repeats: {},
  shownWhole: [],
  markedAnyway: [],
  drafts: {},
  results: {},
  followUp: '',
  scroll: {},
};

/** The preferences out of what the editor kept. An older version may have written it, so each value is checked. */
export function readPreferences(state: unknown): Preferences {
  if (!isJsonObject(state)) return defaultPreferences;
  return {
    prompt: readString(state, 'prompt'),
    diff: diffChoices.find((choice) => choice === state['diff']) ?? 'off',
    hideEqual: state['hideEqual'] === true,
    markdown: state['markdown'] === true,
    inputsShown: state['inputsShown'] !== false,
    foldedRun: readString(state, 'foldedRun'),
    historyShown: state['historyShown'] === true,
    base: readString(state, 'base'),
    hidden: readStrings(state, 'hidden'),
    order: readStrings(state, 'order'),
    widths: readRecord(state, 'widths', isSize),
    repeats: readRecord(state, 'repeats', isSize),
    shownWhole: readStrings(state, 'shownWhole'),
    markedAnyway: readStrings(state, 'markedAnyway'),
    drafts: readRecord(state, 'drafts', isString),
    results: readRecord(state, 'results', isString),
    followUp: readString(state, 'followUp'),
    scroll: readRecord(state, 'scroll', isSize),
  };
}

function readString(state: JsonObject, name: string): string {
  const value = state[name];
  return typeof value === 'string' ? value : '';
}

function readStrings(state: JsonObject, name: string): readonly string[] {
  const value = state[name];
  return Array.isArray(value) ? value.filter(isString) : [];
}

function readRecord<T>(state: JsonObject, name: string, isValid: (value: unknown) => value is T): Record<string, T> {
  const value = state[name];
  const record: Record<string, T> = {};
  if (!isJsonObject(value)) return record;
  for (const [key, entry] of Object.entries(value)) if (isValid(entry)) record[key] = entry;
  return record;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
