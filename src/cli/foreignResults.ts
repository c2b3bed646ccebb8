import { type ImportedRun, type ImportOptions, importResults } from '../core/run/reports/importResults.ts';
import { type ForeignResults, readPromptfooResults } from '../core/run/reports/readPromptfooResults.ts';
import { newRunId } from '../node/journal.ts';
import { readNamedFile } from '../node/readNamedFile.ts';

export interface ReadResults extends ImportedRun {
  readonly runId: string;
  readonly results: ForeignResults;
}

/** A result file of promptfoo as a run with a new id; throws `invalid-arguments` that names the file when it is none. */
export function readForeignResults(file: string, options: Pick<ImportOptions, 'name' | 'planned'>): ReadResults {
  const results = readPromptfooResults(readNamedFile(file, 'Check the path of the results.'), file);
  const now = Date.now();
  const runId = newRunId(results.at ?? now, Math.random);
  const promptVersion = options.planned?.plan.promptVersion ?? '';
  return { runId, results, ...importResults(results, { ...options, runId, promptVersion, now }) };
}
