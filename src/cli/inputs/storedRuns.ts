import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import type { RunState } from '../../core/run/state.ts';
import { asOnDisk } from '../../node/files/asOnDisk.ts';
import { slashedPath } from '../../node/files/slashedPath.ts';
import { findWorkspaceFolder } from '../../node/files/workspaceFiles.ts';
import { listRunIds, readJournal } from '../../node/records/journal.ts';
import { readRun } from '../../node/runs/readRun.ts';
import { RunHistory } from '../../node/runs/runHistory.ts';
import { suiteFileOf } from '../../node/runs/storedResults.ts';
import { tell } from '../terminal/terminal.ts';

/** The folder for the runs and the cache of the workspace that a file is in; without a file, of the workspace of the working folder. */
export function storageFor(file = path.join(process.cwd(), 'any')): string {
  return path.join(findWorkspaceFolder(path.resolve(file)), '.polyprompt');
}

/** The name that the runs of a suite or prompt have on every system, however its path is written: its path in the workspace folder. */
export function runNameOf(file: string): string {
  return slashedPath(findWorkspaceFolder(path.resolve(file)), asOnDisk(path.resolve(file)));
}

/**
 * A run by its id, by the beginning of its id, or as `latest`, the newest eval. Damage in it is told on stderr. Throws when there is none,
 * or more than one.
 */
export function findRun(storage: string, wanted: string): RunState {
  const state = wanted === 'latest' ? newestEval(storage) : readRun(storage, fullId(storage, wanted));
  if (state) {
    tellDamage(storage, state.runId);
    return state;
  }
  throw new PolypromptError('invalid-arguments', 'No eval is stored here.', {
    hint: 'Run one with: polyprompt eval SUITE',
  });
}

function tellDamage(storage: string, runId: string): void {
  const damaged = readJournal(storage, runId)?.damaged ?? 0;
  if (damaged === 0) return;
  const lines = damaged === 1 ? '1 line of' : `${damaged} lines of`;
  tell(`${lines} run ${runId} ${damaged === 1 ? 'is' : 'are'} damaged and left out.\n`);
}

function newestEval(storage: string): RunState | undefined {
  return new RunHistory().list(storage, { kind: 'eval', limit: 1 })[0];
}

function fullId(storage: string, wanted: string): string {
  const known = listRunIds(storage);
  const matches = known.includes(wanted) ? [wanted] : known.filter((runId) => runId.startsWith(wanted));
  const [first, second] = matches;
  if (first !== undefined && second === undefined) return first;
  throw new PolypromptError(
    'invalid-arguments',
    first === undefined ? `No run here is called ${wanted}.` : `${wanted} may be ${matches.slice(0, 3).join(' or ')}.`,
    { hint: first === undefined ? 'List them with: polyprompt runs' : 'Give more of its id.' },
  );
}

/** The path of a run's suite. Throws where the file is gone, with the command that names another one. */
export function existingSuite(storage: string, stored: RunState, command: 'rescore' | 'baseline' | 'judges'): string {
  const file = suiteFileOf(storage, stored);
  if (file !== undefined) return file;
  const elsewhere = command === 'rescore' ? 'SUITE' : '--suite SUITE';
  throw new PolypromptError('invalid-arguments', `${stored.prompt}, the suite of run ${stored.runId}, is not there.`, {
    hint: `Name it: polyprompt ${command} ${stored.runId} ${elsewhere}`,
  });
}
