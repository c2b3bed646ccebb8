import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  type ReadVerdicts,
  readVerdictLines,
  type VerdictLine,
  writeVerdictLine,
} from '../../core/people/verdictLines.ts';
import { makeFolder } from '../files/makeFolder.ts';
import { requireOwnPlace } from '../files/ownPlace.ts';
import { readTextIfThere } from '../files/readTextIfThere.ts';
import { storageError } from '../files/storageError.ts';
import { prepareStorage } from '../files/storageFolder.ts';

/**
 * The file of people's verdicts on the answers of a suite. `run` is the suite's name in runs: its path in the workspace folder, which may
 * lead out of that folder or name a drive; the file does not.
 */
export function verdictFileOf(storage: string, run: string): string {
  const names = run.split('/').map((name) => (name === '..' ? '_' : name.replaceAll(':', '_')));
  return path.join(storage, 'labels', `${names.join('/')}.jsonl`);
}

export function readVerdicts(storage: string, run: string): ReadVerdicts {
  return readVerdictLines(readTextIfThere(verdictFileOf(storage, run)) ?? '');
}

/** Adds one line. What stands in the file is never changed, so that two people's files merge. Throws `storage` where a link leads out. */
export function addVerdict(storage: string, run: string, line: VerdictLine): void {
  const file = verdictFileOf(storage, run);
  prepareStorage(storage);
  requireOwnPlace(file);
  makeFolder(path.dirname(file));
  try {
    mergeLineByLine(path.join(storage, 'labels'));
    appendLine(file, writeVerdictLine(line));
  } catch (error) {
    throw storageError(`Cannot keep the verdict in ${file}`, error);
  }
}

function appendLine(file: string, line: string): void {
  const before = readTextIfThere(file);
  const start = before === undefined || before === '' || before.endsWith('\n') ? '' : '\n';
  // A link that leads nowhere yet is no place for a new file.
  writeFileSync(file, `${start}${line}\n`, { flag: before === undefined ? 'wx' : 'a' });
}

/** Git keeps the lines of both sides of a merge. Line ends are fixed, because one side's others would double every line. */
function mergeLineByLine(folder: string): void {
  const attributes = path.join(folder, '.gitattributes');
  if (!existsSync(attributes)) writeFileSync(attributes, '*.jsonl merge=union text eol=lf\n', { flag: 'wx' });
}
