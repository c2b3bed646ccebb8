import { PolypromptError } from '../../core/errors.ts';
import { exitCodes } from '../exitCodes.ts';
import { resultFiles, writeResults } from '../resultFiles.ts';
import { storedResults } from '../storedResults.ts';
import { findRun, storageFor } from '../storedRuns.ts';

export interface ExportOptions {
  readonly output: readonly string[];
}

/** Writes a stored run as files; the result is the exit code. */
export async function exportRun(run: string, { output }: ExportOptions): Promise<number> {
  if (output.length === 0)
    throw new PolypromptError('invalid-arguments', 'Say where the results shall go.', {
      hint: `For example: polyprompt export ${run} --output results.html`,
    });
  const outputs = resultFiles(output);
  const storage = storageFor();
  const results = await storedResults(storage, findRun(storage, run));
  writeResults(outputs, results);
  const { length } = results.report.rows;
  for (const { name } of outputs) process.stdout.write(`${name}: ${length} ${length === 1 ? 'row' : 'rows'}\n`);
  return exitCodes.done;
}
