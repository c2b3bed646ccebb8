import { realpathSync, statSync } from 'node:fs';
import { PolypromptError } from '../../core/errors.ts';
import { requireOwnPlace } from '../files/ownPlace.ts';
import { keepCopy, moveBack, readBytes, removeFile, toBytes, writeBytes } from './hookFile.ts';
import type { HookPlace } from './hookPlace.ts';
import type { FileChange } from './hookReport.ts';
import { checkScript, type HookProgram } from './hookScript.ts';
import { appendBlock, blockIn, lineEndOf, removeBlock, replaceBlock } from './markedBlock.ts';

const executable = 0o755;
const newHook = '#!/bin/sh\n# The pre-commit hook that polyprompt made.\n';

/** Writes our lines into a hook, or puts a hook of ours around the one that is there, and gives what changed. */
export function installShellHook(place: HookPlace, program: HookProgram): readonly FileChange[] {
  const { file, isCommitted } = place;
  const bytes = readBytes(file);
  const lines = linesFor(bytes ?? '', checkScript(isCommitted ? undefined : program).map(toBytes));
  if (bytes === undefined) return write(file, appendBlock(newHook, lines), executable);
  if (blockIn(bytes)) return rewrite(file, bytes, replaceBlock(bytes, lines));
  if (isCommitted && canBeAppendedTo(bytes)) return rewrite(file, bytes, appendBlock(bytes, lines));
  return chain(place, lines);
}

/** Removes our lines, puts back what was there before unless somebody has changed the hook since, and gives what changed. */
export function uninstallShellHook(place: HookPlace): readonly FileChange[] {
  const { file } = place;
  const bytes = readBytes(file);
  const earlier = earlierHook(file);
  if (bytes === undefined || blockIn(bytes) === undefined) return refuseOrphan(file, earlier);
  const rest = removeBlock(bytes);
  if (rest === chained(place) && readBytes(earlier) !== undefined) {
    moveBack(earlier, file);
    return [{ what: 'restored', file }];
  }
  if (rest === newHook || rest === chained(place)) {
    removeFile(file);
    return [{ what: 'removed', file }];
  }
  return rewrite(file, bytes, rest);
}

/** The file that keeps the hook which was there before ours. Our hook runs it first. */
export function earlierHook(file: string): string {
  return `${file}.before-polyprompt`;
}

/** Puts our hook in the place of another one, which is kept beside it and runs first, whatever language it is written in. */
function chain(place: HookPlace, lines: readonly string[]): readonly FileChange[] {
  const { file } = place;
  const earlier = earlierHook(file);
  if (readBytes(earlier) !== undefined)
    throw new PolypromptError('git', `${earlier} is there already, and ${file} does not run it.`, {
      hint: 'Move one of the two away, then try again.',
    });
  keepCopy(file, earlier);
  return [{ what: 'kept', file: earlier }, ...write(file, appendBlock(chained(place), lines), executable)];
}

/** Husky passes its hooks to `sh -e` and needs no executable file. Git runs only executable files. */
function chained({ manager }: HookPlace): string {
  const run = manager === 'husky' ? 'sh -e "$earlier" "$@"' : '"$earlier" "$@"';
  return [
    '#!/bin/sh',
    '# The hook that was here before polyprompt runs first; "polyprompt hook uninstall" puts it back.',
    'earlier="$(dirname "$0")/pre-commit.before-polyprompt"',
    `if [ -${manager === 'husky' ? 'f' : 'x'} "$earlier" ]; then ${run} || exit $?; fi`,
    '',
  ].join('\n');
}

/** A shell script that has no way to end before its last line. */
function canBeAppendedTo(bytes: string): boolean {
  const [first = ''] = bytes.split('\n', 1);
  const isShell = !first.startsWith('#!') || /^#!\s*\S*(\/|env\s+)(ba|da|z|k)?sh\b/.test(first);
  return isShell && !/\r(?!\n)/.test(bytes) && !/\b(exit|exec|return)\b/.test(bytes);
}

/** The shell of Git for Windows ignores a carriage return. Every other shell takes it for a part of the line, unless it ends a comment. */
function linesFor(bytes: string, lines: readonly string[]): readonly string[] {
  if (lineEndOf(bytes) === '\n' || process.platform === 'win32') return lines;
  return lines.map((line) => `${line} #`);
}

function refuseOrphan(file: string, earlier: string): readonly FileChange[] {
  if (readBytes(earlier) === undefined) return [];
  throw new PolypromptError('git', `${file} was replaced since polyprompt was installed, so it stays as it is.`, {
    hint: `The hook that was there before is kept in ${earlier}: put it back or delete it.`,
  });
}

function rewrite(file: string, from: string, to: string): readonly FileChange[] {
  requireOwnPlace(file);
  const real = realpathSync(file);
  return from === to ? [] : write(real, to, statSync(real).mode);
}

function write(file: string, bytes: string, mode: number): readonly FileChange[] {
  writeBytes(file, bytes, mode);
  return [{ what: 'wrote', file }];
}
