import { isJsonObject } from '../../core/json.ts';

/** A version of the prompt that gets columns of its own. */
export type ColumnVersion =
  /** The prompt as it stands in the editor. */
  | { readonly type: 'working' }
  /** The prompt as a commit has it; `name` is what the user called that. */
  | { readonly type: 'commit'; readonly name: string }
  /** Another file, by its address. */
  | { readonly type: 'file'; readonly uri: string };

/** What columns of a prompt differ in besides their models. A setting is written as in the head of a prompt; empty for none. */
export interface ColumnChoice {
  readonly versions: readonly ColumnVersion[];
  readonly settings: readonly string[];
}

/** One column for each model: the prompt as it stands. */
export const plainColumns: ColumnChoice = { versions: [{ type: 'working' }], settings: [''] };

/** The choice out of what the editor kept, which an older version may have written. */
export function readColumnChoice(stored: unknown): ColumnChoice {
  if (!isJsonObject(stored)) return plainColumns;
  const { versions, settings } = stored;
  const read = Array.isArray(versions) ? versions.map(readVersion).filter((version) => version !== undefined) : [];
  const texts = Array.isArray(settings) ? settings.filter((setting) => typeof setting === 'string') : [];
  return {
    versions: read.length > 0 ? read : plainColumns.versions,
    settings: texts.length > 0 ? texts : plainColumns.settings,
  };
}

/** The number of columns that each model gets. */
export function columnsPerModel({ versions, settings }: ColumnChoice): number {
  return versions.length * settings.length;
}

function readVersion(stored: unknown): ColumnVersion | undefined {
  if (!isJsonObject(stored)) return undefined;
  const { type, name, uri } = stored;
  if (type === 'working') return { type };
  if (type === 'commit' && typeof name === 'string') return { type, name };
  return type === 'file' && typeof uri === 'string' ? { type, uri } : undefined;
}
