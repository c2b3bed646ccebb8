import { PolypromptError } from '../errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Parameters } from '../messages.ts';
import { nunjucksFault, renderNunjucks } from '../text/nunjucks/renderNunjucks.ts';
import { plainLines } from '../text/plainLines.ts';
import type { ToolSettings } from '../tools/toolSettings.ts';
import { parseChatText, parseJson } from './chatText.ts';
import type { CaseOptions, SourcePlace, SuitePrompt } from './suite.ts';

interface TemplateSource {
  readonly label: string;
  readonly id?: string;
  readonly raw: string;
  readonly place: SourcePlace;
  readonly parameters: Parameters;
  readonly tools?: ToolSettings;
  readonly environment: JsonObject;
}

/** A prompt from a Nunjucks template, rendered as promptfoo does. Missing variables render as nothing. */
export function templatePrompt({ environment, ...source }: TemplateSource): SuitePrompt {
  return {
    ...source,
    settingsGoFirst: true,
    render: (vars, options = {}) => {
      const text = plainLines(renderTemplate(source.raw, { env: environment, ...vars }, options));
      return { text, messages: parseChatText(text) };
    },
  };
}

/** The reason why a text is no template; undefined for one that is. */
export function templateFault(raw: string): string | undefined {
  const chat = parseJson(raw);
  const texts = chat === undefined ? [raw] : textsIn(chat);
  return texts.map(nunjucksFault).find((fault) => fault !== undefined);
}

function textsIn(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isJsonObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

function renderTemplate(raw: string, vars: JsonObject, { prefix = '', suffix = '' }: CaseOptions): string {
  const template = `${prefix}${raw}${suffix}`;
  try {
    const resolved = resolveReferences(vars);
    const chat = parseJson(template);
    if (chat !== undefined) return JSON.stringify(renderStrings(chat, resolved), null, 2);
    return renderNunjucks(template, renderValues(resolved));
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it cannot be read';
    throw new PolypromptError('invalid-prompt', `This prompt template cannot be rendered: ${reason}`, { cause: error });
  }
}

function renderStrings(value: JsonValue, vars: JsonObject): JsonValue {
  if (typeof value === 'string') return renderNunjucks(value, vars);
  if (Array.isArray(value)) return value.map((item) => renderStrings(item, vars));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renderStrings(item, vars)]));
}

const reference = /\{\{\s*(\w+)\s*\}\}/g;
/** The deepest chain of variables that name each other. */
const maxDepth = 5;
/** The most UTF-16 units of all values together; a few short variables that name each other can grow to gigabytes. */
const maxLength = 5_000_000;

/** Replaces the names of other variables in variables by their text; a line end at the end is not part of a value. */
function resolveReferences(vars: JsonObject): JsonObject {
  let values = mapValues(vars, (value) => (typeof value === 'string' ? value.replace(/\n$/, '') : value));
  for (let depth = 0; depth < maxDepth; depth++) {
    const known = values;
    values = resolveOnce(known);
    if (Object.keys(values).every((name) => values[name] === known[name])) break;
  }
  return values;
}

function resolveOnce(known: JsonObject): JsonObject {
  let length = 0;
  return mapValues(known, (value) => {
    if (typeof value !== 'string') return value;
    return value.replace(reference, (whole: string, name: string) => {
      const found = Object.hasOwn(known, name) ? known[name] : undefined;
      if (typeof found !== 'string' && typeof found !== 'number') return whole;
      const text = String(found);
      length += text.length;
      if (length > maxLength) throw new Error('its variables name each other into more than 5 MB.');
      return text;
    });
  });
}

/** Renders values that are templates themselves. A value that names a missing variable, or is no template, stays as it is written. */
function renderValues(vars: JsonObject): JsonObject {
  return mapValues(vars, (value) => {
    if (typeof value !== 'string' || !/\{[{%]/.test(value) || hasUnknownName(value, vars)) return value;
    try {
      return renderNunjucks(value, vars);
    } catch {
      return value;
    }
  });
}

function hasUnknownName(value: string, vars: JsonObject): boolean {
  return [...value.matchAll(reference)].some(([, name = '']) => !Object.hasOwn(vars, name));
}

function mapValues(vars: JsonObject, change: (value: JsonValue) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, change(value)]));
}
