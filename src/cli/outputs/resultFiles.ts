import { existsSync } from 'node:fs';
import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import type { EvalFile } from '../../core/reports/evalFiles.ts';
import { resultFormatOf, resultFormats } from '../../core/reports/resultFormats.ts';
import { type ResultWriter, resultWriters } from '../../node/reports/resultWriters.ts';
import { writeOutput } from '../terminal/writeOutput.ts';

/** A file for results. */
export interface ResultFile {
  readonly name: string;
  readonly write: ResultWriter;
}

/** The writers for these names. Throws before anything is sent where a name has no known format, or its folder does not exist. */
export function resultFiles(names: readonly string[]): readonly ResultFile[] {
  const writers = resultWriters(import.meta.dirname);
  return names.map((name) => {
    const format = resultFormatOf(name);
    if (!format)
      throw new PolypromptError('invalid-arguments', `--output ${name}: the name has to end in ${endings()}.`);
    if (!existsSync(path.dirname(path.resolve(name))))
      throw new PolypromptError('invalid-arguments', `--output ${name}: its folder does not exist.`, {
        hint: 'Make the folder first.',
      });
    return { name, write: writers[format] };
  });
}

/** Throws `storage` when a file cannot be written; the run itself is stored, and can be written from there. */
export function writeResults(files: readonly ResultFile[], content: EvalFile): void {
  for (const { name, write } of files)
    writeOutput(name, write(content), `Write it elsewhere with: polyprompt export ${content.state.runId} -o FILE`);
}

function endings(): string {
  return Object.keys(resultFormats)
    .map((extension) => `.${extension}`)
    .join(', ');
}
