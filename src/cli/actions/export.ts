import { existsSync } from 'node:fs';
import { PolypromptError } from '../../core/errors.ts';
import type { EvalFile } from '../../core/reports/evalFiles.ts';
import { evalReport } from '../../core/results/evalReport.ts';
import { foldAll } from '../../core/run/state.ts';
import { storedResults } from '../../node/runs/storedResults.ts';
import { readForeignResults } from '../inputs/foreignResults.ts';
import { pricedAsWished } from '../inputs/pricedAsWished.ts';
import { findRun, runNameOf, storageFor } from '../inputs/storedRuns.ts';
import { resultFiles, writeResults } from '../outputs/resultFiles.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print } from '../terminal/terminal.ts';

export interface ExportOptions {
  readonly todaysPrices?: true;
  readonly catalog?: string;
  readonly output: readonly string[];
}

/** Writes a stored run as files; the result is the exit code. */
export async function exportRun(run: string, options: ExportOptions): Promise<number> {
  const { output } = options;
  if (output.length === 0)
    throw new PolypromptError('invalid-arguments', 'Say where the results shall go.', {
      hint: `For example: polyprompt export ${run} --output results.html`,
    });
  const outputs = resultFiles(output);
  const results = existsSync(run) ? foreignFile(run) : await storedFile(run, options);
  writeResults(outputs, results);
  const { length } = results.report.rows;
  for (const { name } of outputs) print(`${name}: ${length} ${length === 1 ? 'row' : 'rows'}\n`);
  return exitCodes.done;
}

async function storedFile(run: string, options: ExportOptions): Promise<EvalFile> {
  const storage = storageFor();
  return storedResults(storage, pricedAsWished(findRun(storage, run), options));
}

/** Results that promptfoo wrote, in our formats. */
function foreignFile(file: string): EvalFile {
  const { events, caseOf } = readForeignResults(file, { name: runNameOf(file) });
  const state = foldAll(events);
  if (!state) throw new Error('an import begins a run');
  return { state, report: evalReport(state, caseOf) };
}
