import path from 'node:path';
import { type ColumnMapping, keptMapping, readMapping } from '../../core/cases/columnMapping.ts';
import { importReport } from '../../core/cases/importReport.ts';
import { PromptMatcher } from '../../core/cases/matching/matchPrompt.ts';
import { PolypromptError } from '../../core/errors.ts';
import { defined, jsonObjectIn } from '../../core/jsonRead.ts';
import { inputFields } from '../../core/prompt/inputs.ts';
import { collectPartials } from '../../core/prompt/partials.ts';
import { counted, formatCount } from '../../core/text/formatCount.ts';
import { type ImportedLog, importCases, mostKept } from '../../node/cases/importCases.ts';
import type { ReadingState } from '../../node/cases/readCalls.ts';
import { diskFiles } from '../../node/files/diskFiles.ts';
import { readTextIfThere } from '../../node/files/readTextIfThere.ts';
import { replaceFile } from '../../node/files/replaceFile.ts';
import { partialLoader } from '../../node/files/workspaceFiles.ts';
import { loadPrompt, reportProblems } from '../inputs/loadPrompt.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print, printJson, tell } from '../terminal/terminal.ts';

export interface ImportCasesOptions {
  readonly prompt: string;
  readonly out?: string;
  readonly map: readonly string[];
  readonly limit?: number;
  readonly yesPersonalDataChecked?: true;
  readonly json?: true;
}

/** Reads logs for a prompt and writes what was found as cases; the result is the exit code. */
export async function importCasesOfLogs(files: readonly string[], options: ImportCasesOptions): Promise<number> {
  if (options.out !== undefined) checkOutput(options.out, options);
  const prompt = await loadPrompt(options.prompt, { input: [], namesForMissing: true });
  reportProblems(prompt, tell);
  const given = path.resolve(options.prompt);
  const loader = partialLoader(given, prompt.workspaceFolder, diskFiles(prompt.workspaceFolder, { given }));
  const { partials } = await collectPartials(prompt.document, loader);
  const fields = inputFields(prompt.document, partials);
  const mapping = { ...mappingBeside(options.out), ...readMapping(options.map, fields) };
  const maker = { fields, matcher: new PromptMatcher(prompt.document, partials), mapping };
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const log = await importCases(files, {
    maker,
    signal: stop.signal,
    onProgress: showProgress,
    ...defined({ limit: options.limit }),
  });
  clearProgress();
  const figures = { ...log.state, ...log, files: files.length };
  if (options.json) printJson({ ...figures, cases: log.cases.length }, 2);
  else print(`${importReport(figures).join('\n')}\n`);
  if (log.isStopped) {
    tell('Stopped before the end of the files: nothing was written.\n');
    return exitCodes.interrupted;
  }
  return options.out === undefined ? exitCodes.done : write(options.out, log, mapping);
}

function checkOutput(file: string, { yesPersonalDataChecked }: ImportCasesOptions) {
  if (!file.endsWith('.jsonl'))
    throw new PolypromptError('invalid-arguments', `${file} is no file of cases.`, {
      hint: 'Name a file that ends in .jsonl.',
    });
  if (yesPersonalDataChecked) return;
  throw new PolypromptError('invalid-arguments', 'Logs hold personal data, and nobody has looked for it in these.', {
    hint: 'Look at what would be written, then give --yes-personal-data-checked.',
  });
}

/** The file that keeps the mapping of columns beside the cases that were made by it. */
function mappingFile(out: string): string {
  return out.replace(/\.jsonl$/, '.import.json');
}

function mappingBeside(out: string | undefined): ColumnMapping {
  const text = out === undefined ? undefined : readTextIfThere(mappingFile(out));
  return keptMapping(text === undefined ? undefined : jsonObjectIn(text));
}

function write(out: string, log: ImportedLog, mapping: ColumnMapping): number {
  if (log.cases.length === 0) {
    tell(`No case was found, so that ${out} was not written.\n`);
    return exitCodes.modelFailed;
  }
  replaceFile(out, log.cases.map((one) => `${JSON.stringify(one)}\n`).join(''));
  if (Object.keys(mapping).length > 0) replaceFile(mappingFile(out), `${JSON.stringify({ map: mapping }, null, 2)}\n`);
  const all = log.found.exactly + log.found.closely + log.found.given;
  const part = all > mostKept ? `, drawn at random from ${formatCount(all)}` : '';
  print(
    `Wrote ${counted(log.cases.length, 'case')}${part} to ${out}. What was answered stands there as "observed" and is no expectation.\n`,
  );
  return exitCodes.done;
}

/** One line that is written over and holds no foreign text. */
function showProgress({ records, bytes, totalBytes }: ReadingState) {
  if (!process.stderr.isTTY) return;
  const share = totalBytes === 0 ? 100 : Math.min(100, Math.floor((bytes / totalBytes) * 100));
  process.stderr.write(`\r\u001b[2K${formatCount(records)} records, ${share}%`);
}

function clearProgress() {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
}
