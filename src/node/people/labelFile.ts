import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../files/makeFolder.ts';
import { requireOwnPlace } from '../files/ownPlace.ts';
import { readTextIfThere } from '../files/readTextIfThere.ts';
import { storageError } from '../files/storageError.ts';
import { prepareStorage } from '../files/storageFolder.ts';

/**
 * A file of a suite's labels. `run` is the suite's name in runs: its path in the workspace folder, which may lead out of that folder or name
 * a drive; the file does not.
 */
export function labelFileOf(storage: string, run: string, ending: 'jsonl' | 'judges.jsonl'): string {
  const names = run.split('/').map((name) => (name === '..' ? '_' : name.replaceAll(':', '_')));
  return path.join(storage, 'labels', `${names.join('/')}.${ending}`);
}

/** Adds lines. What stands in the file is never changed, so that two people's files merge. Throws `storage` where a link leads out. */
export function addLabelLines(storage: string, file: string, lines: readonly string[]): void {
  prepareStorage(storage);
  requireOwnPlace(file);
  makeFolder(path.dirname(file));
  try {
    mergeLineByLine(path.join(storage, 'labels'));
    appendLines(file, lines);
  } catch (error) {
    throw storageError(`Cannot add to ${file}`, error);
  }
}

function appendLines(file: string, lines: readonly string[]): void {
  const before = readTextIfThere(file);
  const start = before === undefined || before === '' || before.endsWith('\n') ? '' : '\n';
  const text = lines.map((line) => `${line}\n`).join('');
  // A link that leads nowhere yet is no place for a new file.
  writeFileSync(file, `${start}${text}`, { flag: before === undefined ? 'wx' : 'a' });
}

/** Git keeps the lines of both sides of a merge. Line ends are fixed, because one side's others would double every line. */
function mergeLineByLine(folder: string): void {
  const attributes = path.join(folder, '.gitattributes');
  if (!existsSync(attributes)) writeFileSync(attributes, '*.jsonl merge=union text eol=lf\n', { flag: 'wx' });
}
