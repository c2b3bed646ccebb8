import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { type Parameters, reasoningEfforts, verbosities } from '../messages.ts';
import { closest } from '../text/closest.ts';
import type { Problem } from '../text/problem.ts';
import type { TextRange } from '../text/textRange.ts';
import { valueAt, type YamlPath, type YamlSource } from '../text/yamlSource.ts';
import { settingKeys } from './settingKeys.ts';

type Draft = { -readonly [Field in keyof Parameters]: Parameters[Field] };
type NumberField =
  | 'temperature'
  | 'topP'
  | 'topK'
  | 'maxOutputTokens'
  | 'seed'
  | 'frequencyPenalty'
  | 'presencePenalty'
  | 'reasoningBudget';

/** The parameters that a file sets, the place of each, and the problems with them. */
export interface Settings {
  readonly parameters: Parameters;
  readonly ranges: Readonly<Partial<Record<keyof Parameters, TextRange>>>;
  readonly problems: readonly Problem[];
}

interface NumberRule {
  readonly field: NumberField;
  readonly minimum: number;
  readonly maximum?: number;
  readonly isInteger?: boolean;
}

const tokens: NumberRule = { field: 'maxOutputTokens', minimum: 1, isInteger: true };
const budget: NumberRule = { field: 'reasoningBudget', minimum: -1, isInteger: true };

/** Numeric settings by their camelCase name; snake_case is read as the same. */
const numberRules: Readonly<Record<string, NumberRule>> = {
  temperature: { field: 'temperature', minimum: 0 },
  topP: { field: 'topP', minimum: 0, maximum: 1 },
  topK: { field: 'topK', minimum: 0, isInteger: true },
  maxOutputTokens: tokens,
  maxTokens: tokens,
  maxCompletionTokens: tokens,
  seed: { field: 'seed', minimum: Number.MIN_SAFE_INTEGER, isInteger: true },
  frequencyPenalty: { field: 'frequencyPenalty', minimum: -2, maximum: 2 },
  presencePenalty: { field: 'presencePenalty', minimum: -2, maximum: 2 },
  reasoningBudget: budget,
  thinkingBudget: budget,
  budgetTokens: budget,
};

/** The other keys of a settings map; each reads one value, or a map of further settings. */
const otherSettings = {
  stopSequences: 'stop',
  stop: 'stop',
  reasoningEffort: 'effort',
  thinkingLevel: 'effort',
  effort: 'effort',
  verbosity: 'verbosity',
  thinkingConfig: 'map',
  thinking: 'map',
  reasoning: 'map',
} as const;

/** Settings that mean something elsewhere, and are ignored without a problem. */
const silentSettings = new Set(['version', 'includeThoughts', 'type', 'summary']);

/** Reads the map of settings at `path`: camelCase or snake_case, in any vendor's usual words. */
export function readSettings(yaml: YamlSource, path: YamlPath): Settings {
  const value = valueAt(yaml.content, path);
  const reader = new SettingsReader(yaml);
  if (isJsonObject(value)) reader.map(value, path);
  else if (value !== undefined && value !== null) reader.refuse(path, 'Settings are a map: "temperature: 0.2".');
  return { parameters: reader.parameters, ranges: reader.ranges, problems: reader.problems };
}

class SettingsReader {
  readonly parameters: Draft = {};
  readonly ranges: Partial<Record<keyof Parameters, TextRange>> = {};
  readonly problems: Problem[] = [];
  readonly #yaml: YamlSource;

  constructor(yaml: YamlSource) {
    this.#yaml = yaml;
  }

  map(settings: JsonObject, path: YamlPath) {
    for (const [key, value] of Object.entries(settings)) {
      if (value !== null) this.#setting(key, value, [...path, key]);
    }
  }

  #setting(key: string, value: JsonValue, path: YamlPath) {
    const name = camelCase(key);
    const rule = Object.hasOwn(numberRules, name) ? numberRules[name] : undefined;
    if (rule) return this.#number(rule, value, path);
    const kind = isOtherSetting(name) ? otherSettings[name] : undefined;
    if (kind === 'map' && isJsonObject(value)) return this.map(value, path);
    if (kind === 'stop') return this.#stop(value, path);
    if (kind === 'verbosity') return this.#verbosity(value, path);
    if (kind) return this.#effort(value, path);
    if (!silentSettings.has(name)) this.#unknown(key, path);
  }

  #number(rule: NumberRule, value: JsonValue, path: YamlPath) {
    const { field, minimum, maximum = Number.POSITIVE_INFINITY, isInteger } = rule;
    const what = isInteger ? 'a whole number' : 'a number';
    if (typeof value !== 'number' || (isInteger && !Number.isInteger(value)))
      return this.refuse(path, `"${path.at(-1)}" is ${what}${typeof value === 'string' ? ', without quotes' : ''}.`);
    if (value < minimum || value > maximum) return this.refuse(path, boundsOf(String(path.at(-1)), minimum, maximum));
    this.parameters[field] = value;
    this.ranges[field] = this.#yaml.rangeOf(path);
  }

  #stop(value: JsonValue, path: YamlPath) {
    const list = Array.isArray(value) ? value : [value];
    const texts = list.filter((item) => typeof item === 'string');
    if (texts.length < list.length) return this.refuse(path, 'Stop sequences are texts: put each in quotes.');
    this.parameters.stopSequences = texts;
    this.ranges.stopSequences = this.#yaml.rangeOf(path);
  }

  #effort(value: JsonValue, path: YamlPath) {
    const effort = oneOf(reasoningEfforts, value);
    if (!effort) return this.refuse(path, `Reasoning effort is one of ${reasoningEfforts.join(', ')}.`);
    this.parameters.reasoningEffort = effort;
    this.ranges.reasoningEffort = this.#yaml.rangeOf(path);
  }

  #verbosity(value: JsonValue, path: YamlPath) {
    const verbosity = oneOf(verbosities, value);
    if (!verbosity) return this.refuse(path, `Verbosity is one of ${verbosities.join(', ')}.`);
    this.parameters.verbosity = verbosity;
    this.ranges.verbosity = this.#yaml.rangeOf(path);
  }

  #unknown(key: string, path: YamlPath) {
    const range = this.#yaml.keyRangeOf(path);
    if (/api_?key/i.test(key)) {
      const message =
        'A key does not belong in a prompt file and is not used: set it with "Polyprompt: Set API Key...".';
      this.problems.push({ severity: 'warning', code: 'key-in-prompt', message, range });
      return;
    }
    const [near] = closest(
      camelCase(key),
      settingKeys.map((setting) => setting.key),
      1,
    );
    const advice = near ? ` Did you mean "${near}"?` : '';
    const message = `Polyprompt does not know the setting "${key}" and does not send it.${advice}`;
    this.problems.push({ severity: 'information', code: 'unknown-setting', message, range });
  }

  refuse(path: YamlPath, message: string) {
    this.problems.push({ severity: 'error', code: 'wrong-type', message, range: this.#yaml.rangeOf(path) });
  }
}

function isOtherSetting(name: string): name is keyof typeof otherSettings {
  return Object.hasOwn(otherSettings, name);
}

function oneOf<Known extends string>(words: readonly Known[], value: JsonValue): Known | undefined {
  return typeof value === 'string' ? words.find((known) => known === value.toLowerCase()) : undefined;
}

function boundsOf(name: string, minimum: number, maximum: number): string {
  if (maximum === Number.POSITIVE_INFINITY) return `"${name}" is at least ${minimum}.`;
  return `"${name}" lies between ${minimum} and ${maximum}.`;
}

function camelCase(name: string): string {
  return name.replace(/[_-]+([a-z0-9])/gi, (_underscore, letter: string) => letter.toUpperCase());
}
