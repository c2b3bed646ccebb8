import { LineIndex } from '../dataset/lineIndex.ts';
import type { Problem } from '../text/problem.ts';

/** What is wrong in a file of a suite, as runs keep it and reports tell it. */
export interface RunProblem {
  /** As a person would name it: from the folder that the run belongs to. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly severity: Problem['severity'];
  readonly code: string;
  readonly message: string;
}

/**
 * Something that was asked for was not read, planned or checked because of it: a run with such a problem is incomplete, whatever its rows
 * came to.
 */
export function isLeftOut({ severity, code }: Pick<Problem, 'severity' | 'code'>): boolean {
  return severity === 'error' || code === 'unsupported';
}

/** The parts that a run left out; none for one that did all that was asked. */
export function leftOutOf({ problems = [] }: { readonly problems?: readonly RunProblem[] }): readonly RunProblem[] {
  return problems.filter(isLeftOut);
}

interface FileAccess {
  /** Undefined for a file that cannot be read again: its problems stand at its beginning. */
  read(file: string): string | undefined;
  nameOf(file: string): string;
}

/** Problems with lines and columns in place of offsets; information and hints are left to the editor. The same one is told once. */
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

/** `cases.jsonl:2:1`, as editors and CI make a link of it. */
export function placeOfProblem({ file, line, column }: RunProblem): string {
  return `${file}:${line}:${column}`;
}

/** `2 parts were left out`: the beginning of every sentence about it. */
export function leftOutText(count: number): string {
  return `${count} ${count === 1 ? 'part was' : 'parts were'} left out`;
}
