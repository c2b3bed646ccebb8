import { LineIndex } from '../dataset/lineIndex.ts';
import type { Problem } from '../text/problem.ts';

/** A fault in a file of a suite, as runs keep it and reports show it. */
export interface RunProblem {
  /** The path as a person would name it: from the folder that the run belongs to. */
  readonly file: string;
  /** The line, from 1. */
  readonly line: number;
  readonly column: number;
  readonly severity: Problem['severity'];
  readonly code: string;
  readonly message: string;
}

/**
 * True when something that was asked for was not read, planned or checked because of the problem: a run with such a problem is incomplete,
 * whatever its rows came to.
 */
export function isLeftOut({ severity, code }: Pick<Problem, 'severity' | 'code'>): boolean {
  return severity === 'error' || code === 'unsupported';
}

/** The parts that a run left out; none for a run that did all that was asked. */
export function leftOutOf({ problems = [] }: { readonly problems?: readonly RunProblem[] }): readonly RunProblem[] {
  return problems.filter(isLeftOut);
}

interface FileAccess {
  /** Reads a file again; undefined for one that cannot be read: its problems stand at its beginning. */
  read(file: string): string | undefined;
  nameOf(file: string): string;
}

/** Problems with lines and columns in place of offsets; information and hints are left to the editor. An equal problem is given once. */
export function placedProblems(
  problems: readonly (Problem & { readonly file: string })[],
  { read, nameOf }: FileAccess,
): readonly RunProblem[] {
  const texts = new Map<string, { readonly text: string; readonly lines: LineIndex } | undefined>();
  const told = new Map<string, RunProblem>();
  for (const { file, range, severity, code, message } of problems) {
    if (severity === 'information' || severity === 'hint') continue;
    if (!texts.has(file)) texts.set(file, indexed(read(file)));
    const place = placeIn(texts.get(file), range.start);
    const problem = { file: nameOf(file), ...place, severity, code, message };
    told.set(JSON.stringify(problem), problem);
  }
  return [...told.values()];
}

function indexed(text: string | undefined) {
  return text === undefined ? undefined : { text, lines: new LineIndex(text) };
}

function placeIn(
  known: { readonly text: string; readonly lines: LineIndex } | undefined,
  offset: number,
): Pick<RunProblem, 'line' | 'column'> {
  if (!known) return { line: 1, column: 1 };
  const line = known.lines.lineAt(offset);
  return { line, column: Math.max(0, offset - known.lines.rangeOf(line).start) + 1 };
}

/** The place as `cases.jsonl:2:1`, which editors and CI turn into a link. */
export function placeOfProblem({ file, line, column }: RunProblem): string {
  return `${file}:${line}:${column}`;
}

/** The beginning of every sentence about parts that were left out: `2 parts were left out`. */
export function leftOutText(count: number): string {
  return `${count} ${count === 1 ? 'part was' : 'parts were'} left out`;
}
