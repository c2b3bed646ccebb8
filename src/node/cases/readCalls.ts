import { stat } from 'node:fs/promises';
import type { LoggedCall } from '../../core/cases/calls/loggedCall.ts';
import { CallJoiner, type JoinCounts } from '../../core/cases/joinCalls.ts';
import { readRecord } from '../../core/cases/readRecord.ts';
import { storageError } from '../files/storageError.ts';
import { type LogRecord, logRecords } from './logRecords.ts';
import { takingTurns } from './takingTurns.ts';

/** A record that could not be read, with its place. */
export interface RecordProblem {
  readonly file: string;
  readonly line: number;
  readonly problem: string;
}

/** What is known while files are read. Problems are counted by file; the first ones are kept with their places. */
export interface ReadingState {
  records: number;
  calls: number;
  brokenRecords: number;
  bytes: number;
  readonly totalBytes: number;
  readonly problems: RecordProblem[];
  readonly joined: JoinCounts;
}

export interface ReadCallsOptions {
  readonly signal: AbortSignal;
  /** Told after every few records. */
  readonly onProgress?: (state: ReadingState) => void;
}

/** The problems that are kept with their place, since nobody reads more. */
const keptProblems = 20;
const progressEvery = 2_000;

/**
 * The calls of these files, each once. Files are read side by side, since the two halves of a split log lie at about the same place of their files;
 * what waits for its other half is bounded. Ends early, without an error, when it is stopped.
 */
export async function* readCalls(
  paths: readonly string[],
  options: ReadCallsOptions,
): AsyncGenerator<{ readonly call: LoggedCall; readonly state: ReadingState }, ReadingState> {
  const joiner = new CallJoiner();
  const state: ReadingState = {
    records: 0,
    calls: 0,
    brokenRecords: 0,
    bytes: 0,
    totalBytes: await sizeOf(paths),
    problems: [],
    joined: joiner.counts,
  };
  const given = (call: LoggedCall) => {
    state.calls++;
    return { call, state };
  };
  const onBytes = (bytes: number) => {
    state.bytes += bytes;
  };
  const turn = takingTurns();
  for await (const { file, record } of sideBySide(paths, onBytes)) {
    const others = turn();
    if (others !== undefined) await others;
    if (options.signal.aborted) return state;
    state.records++;
    if (state.records % progressEvery === 0) options.onProgress?.(state);
    if ('problem' in record) noteProblem(state, { file, line: record.line, problem: record.problem });
    else for (const part of readRecord(record.value)) yield* joiner.add(part, record.size).map(given);
  }
  yield* joiner.end().map(given);
  return state;
}

function noteProblem(state: ReadingState, problem: RecordProblem) {
  state.brokenRecords++;
  if (state.problems.length < keptProblems) state.problems.push(problem);
}

async function sizeOf(paths: readonly string[]): Promise<number> {
  const sizes = await Promise.all(
    paths.map(async (path) => {
      try {
        return (await stat(path)).size;
      } catch (error) {
        throw storageError(`"${path}" cannot be read`, error, 'Name a file of logs that is there and may be read.');
      }
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function* sideBySide(
  paths: readonly string[],
  onBytes: (bytes: number) => void,
): AsyncGenerator<{ readonly file: string; readonly record: LogRecord }> {
  let open = paths.map((file) => ({ file, records: logRecords(file, onBytes) }));
  while (open.length > 0) {
    const ended = new Set<string>();
    for (const { file, records } of open) {
      const next = await records.next();
      if (next.done === true) ended.add(file);
      else yield { file, record: next.value };
    }
    if (ended.size > 0) open = open.filter(({ file }) => !ended.has(file));
  }
}
