import { type ImportedRun, type ImportOptions, importResults } from '../../core/reports/importResults.ts';
import { type ForeignResults, readPromptfooResults } from '../../core/reports/readPromptfooResults.ts';
import { readNamedFile } from '../../node/files/readNamedFile.ts';
import { newRunId } from '../../node/records/journal.ts';

export interface ReadResults extends ImportedRun {
  readonly runId: string;
  readonly results: ForeignResults;
}

/** A result file of promptfoo as a run with a new id. Throws `invalid-arguments` with the name of the file when it is no such file. */
export function readForeignResults(file: string, options: Pick<ImportOptions, 'name' | 'planned'>): ReadResults {
  const results = readPromptfooResults(readNamedFile(file, 'Check the path of the results.'), file);
  const now = Date.now();
  const runId = newRunId(results.at ?? now, Math.random);
  const promptVersion = options.planned?.plan.promptVersion ?? '';
  return { runId, results, ...importResults(results, { ...options, runId, promptVersion, now }) };
}
