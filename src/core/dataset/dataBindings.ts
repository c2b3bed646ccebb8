import { isJsonObject, type JsonValue } from '../json.ts';
import { resolvePath } from './suitePath.ts';

/** Plain data that belongs to a prompt. Paths are relative to the workspace folder; `data` may be a pattern. */
export interface DataBinding {
  readonly data: string;
  readonly prompt: string;
  /** `provider/model`; the prompt's own when there are none. */
  readonly models: readonly string[];
}

export interface DataBindings {
  readonly bindings: readonly DataBinding[];
  /** One sentence for each entry that cannot be used. */
  readonly complaints: readonly string[];
}

/** Reads the setting that binds data to prompts. The setting of a folder may name files inside that folder only. */
export function readDataBindings(value: unknown): DataBindings {
  if (value === undefined || value === null) return { bindings: [], complaints: [] };
  if (!Array.isArray(value)) return { bindings: [], complaints: ['It is a list of {"data": ..., "prompt": ...}.'] };
  const read = value.map((entry: JsonValue, index) => readBinding(entry, `Entry ${index + 1}`));
  return {
    bindings: read.filter((entry) => typeof entry !== 'string'),
    complaints: read.filter((entry) => typeof entry === 'string'),
  };
}

function readBinding(entry: JsonValue, name: string): DataBinding | string {
  if (!isJsonObject(entry)) return `${name} needs "data" and "prompt".`;
  const { data, prompt, models = [] } = entry;
  if (typeof data !== 'string' || typeof prompt !== 'string') return `${name} needs "data" and "prompt".`;
  if (!Array.isArray(models) || !models.every((model) => typeof model === 'string'))
    return `${name}: "models" is a list of provider/model.`;
  const outside = [data, prompt].find((path) => !isInside(path));
  if (outside !== undefined) return `${name}: "${outside}" has to be a path inside of the workspace folder.`;
  return { data: normalized(data), prompt: normalized(prompt), models };
}

function isInside(path: string): boolean {
  return (
    path.trim() !== '' && !/^(?:[/\\~]|[a-z]:|[a-z][a-z0-9+.-]*:\/\/)/i.test(path) && !normalized(path).startsWith('..')
  );
}

function normalized(path: string): string {
  return resolvePath('', path.replaceAll('\\', '/'));
}
