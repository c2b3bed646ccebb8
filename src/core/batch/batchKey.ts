import { hashJson } from '../hash.ts';

const longestKey = 64;

/** The id that a cell's request has in a job: 1 to 64 letters, digits, `_` and `-`, as every vendor takes them; the same for the same cell. */
export function batchKey(cell: string): string {
  const key = cell.replace('~', '_');
  return /^[\w-]+$/.test(key) && key.length <= longestKey ? key : hashJson(cell).slice(0, longestKey);
}
