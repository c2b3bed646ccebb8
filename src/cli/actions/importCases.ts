import { existsSync } from 'node:fs';
import { caseAsJson } from '../../core/cases/caseOfCall.ts';
import { type ColumnMapping, keptMapping, keptRegions, readMapping } from '../../core/cases/columnMapping.ts';
import { importReport, writtenSentence } from '../../core/cases/importReport.ts';
import { PromptMatcher } from '../../core/cases/matching/matchPrompt.ts';
import { aboutCases, chosenCases } from '../../core/cases/sampling/chosenCases.ts';
import { sampleReport } from '../../core/cases/sampling/sampleReport.ts';
import { aboutFile } from '../../core/dataset/aboutFile.ts';
import { PolypromptError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { defined, jsonObjectIn } from '../../core/jsonRead.ts';
import { surveyPersonal } from '../../core/privacy/anonymize.ts';
import { noChoices, type PersonalChoices } from '../../core/privacy/personalChoices.ts';
import { draftPersonal } from '../../core/privacy/personalDraft.ts';
import { isPersonalKind, type PersonalKind, personalKinds } from '../../core/privacy/personalKinds.ts';
import { personalReport } from '../../core/privacy/personalReport.ts';
import { isPhoneRegion, type PhoneRegion, phoneRegions } from '../../core/privacy/phonePlans.ts';
import { rememberedFindings } from '../../core/privacy/rememberedFindings.ts';
import { inputFields } from '../../core/prompt/inputs.ts';
import { freshStandIns } from '../../node/cases/freshStandIns.ts';
import { type ImportedLog, importCases, importSeed } from '../../node/cases/importCases.ts';
import { readTextIfThere } from '../../node/files/readTextIfThere.ts';
import { replaceFile } from '../../node/files/replaceFile.ts';
import { loadPrompt, reportProblems } from '../inputs/loadPrompt.ts';
import { partialsOf } from '../inputs/partialsOf.ts';
import { clearReading, showReading } from '../reporters/readingProgress.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print, printJson, tell } from '../terminal/terminal.ts';

export interface ImportCasesOptions {
  readonly prompt: string;
  readonly out?: string;
  readonly replace?: true;
  readonly map: readonly string[];
  readonly limit?: number;
  readonly sample?: number;
  readonly keep: readonly string[];
  readonly word: readonly string[];
  readonly region: readonly string[];
  readonly suspected?: 'replace' | 'keep';
  readonly yesPersonalDataChecked?: true;
  readonly json?: true;
}

/** Reads logs for a prompt and writes what was found as cases; the result is the exit code. */
export async function importCasesOfLogs(files: readonly string[], options: ImportCasesOptions): Promise<number> {
  if (options.out !== undefined) checkOutput(options.out, options);
  const prompt = await loadPrompt(options.prompt, { input: [], namesForMissing: true });
  reportProblems(prompt, tell);
  const partials = await partialsOf(prompt);
  const fields = inputFields(prompt.document, partials);
  const beside = fileBeside(options.out);
  const mapping = { ...keptMapping(beside), ...readMapping(options.map, fields) };
  const regions = options.region.length > 0 ? options.region.map(regionOf) : keptRegions(beside);
  const maker = { fields, matcher: new PromptMatcher(prompt.document, partials), mapping };
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const log = await importCases(files, {
    maker,
    signal: stop.signal,
    onProgress: showReading,
    ...defined({ limit: options.limit }),
  });
  clearReading();
  const figures = { ...log.state, ...log, files: files.length };
  if (options.json) printJson({ ...figures, cases: log.cases.length }, 2);
  else print(`${importReport(figures, 'with --map COLUMN=VARIABLE').join('\n')}\n`);
  if (log.isStopped) {
    tell('Stopped before the end of the files: nothing was written.\n');
    return exitCodes.interrupted;
  }
  return options.out === undefined ? exitCodes.done : write(options.out, log, { mapping, regions }, options);
}

function checkOutput(file: string, { replace }: ImportCasesOptions) {
  if (!file.endsWith('.jsonl'))
    throw new PolypromptError('invalid-arguments', `${file} is no file of cases.`, {
      hint: 'Name a file that ends in .jsonl.',
    });
  if (existsSync(file) && !replace)
    throw new PolypromptError(
      'invalid-arguments',
      `${file} is there already, and what somebody changed in it would be lost.`,
      {
        hint: 'Name another file, or write it anew with --replace.',
      },
    );
}

/** What was kept beside the cases the last time. */
function fileBeside(out: string | undefined): JsonObject | undefined {
  const text = out === undefined ? undefined : readTextIfThere(aboutFile(out));
  return text === undefined ? undefined : jsonObjectIn(text);
}

/** What is known of a log besides its lines, and is kept beside the cases. */
interface Known {
  readonly mapping: ColumnMapping;
  readonly regions: readonly PhoneRegion[];
}

function write(out: string, log: ImportedLog, { mapping, regions }: Known, options: ImportCasesOptions): number {
  if (log.cases.length === 0) {
    tell(`No case was found, so that ${out} was not written.\n`);
    return exitCodes.modelFailed;
  }
  const chosen = chosenCases(log.cases, options.sample, importSeed);
  if (chosen.sample) tellFigures(sampleReport(chosen.sample.chosen, importSeed), options);
  const rows = withoutPersonalData(chosen.cases, regions, options);
  if (rows === undefined) return exitCodes.badUsage;
  replaceFile(out, rows.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const about = aboutCases(chosen, { mapping, keep: keptKinds(options), regions });
  if (about !== undefined) replaceFile(aboutFile(out), about);
  tellFigures(
    [
      writtenSentence(
        rows.length,
        { found: log.found, kept: log.cases.length },
        { out, isSample: chosen.sample !== undefined },
      ),
    ],
    options,
  );
  return exitCodes.done;
}

/** The cases as they may be written; undefined, with the reason told, while a person has to decide about something. */
function withoutPersonalData(
  cases: ImportedLog['cases'],
  regions: readonly PhoneRegion[],
  options: ImportCasesOptions,
) {
  const rows = cases.map((one) => caseAsJson(one));
  if (options.yesPersonalDataChecked) return rows;
  const choices = personalChoices(options);
  const survey = surveyPersonal(rows, choices.words, rememberedFindings(regions));
  const { undecided, clean } = draftPersonal(rows, survey, { choices, standIns: freshStandIns() });
  tellFigures(personalReport(survey, undecided, options), options);
  if (clean === undefined)
    tell(
      `Nothing was written: say what becomes of ${undecided.map((kind) => personalKinds[kind].name).join(', ')} with --suspected replace, --suspected keep or --keep ${undecided[0] ?? 'KIND'}.\n`,
    );
  return clean;
}

function personalChoices({ word, keep, suspected }: ImportCasesOptions): PersonalChoices {
  const decided = Object.keys(personalKinds)
    .filter(isPersonalKind)
    .flatMap((kind) => (personalKinds[kind].isSure || suspected === undefined ? [] : [[kind, suspected] as const]));
  const kept = keep.map((kind) => [kindOf(kind), 'keep'] as const);
  return { ...noChoices, words: word, kinds: Object.fromEntries([...decided, ...kept]) };
}

/** The kinds that a person has chosen to keep, which are kept beside the cases so that nobody is warned of them. */
function keptKinds(options: ImportCasesOptions): readonly string[] {
  return Object.entries(personalChoices(options).kinds).flatMap(([kind, choice]) => (choice === 'keep' ? [kind] : []));
}

/** Lines for people, which do not stand between the lines of JSON. */
function tellFigures(lines: readonly string[], { json }: ImportCasesOptions) {
  const write = json ? tell : print;
  write(`${lines.join('\n')}\n`);
}

function regionOf(code: string): PhoneRegion {
  const region = code.toUpperCase();
  if (isPhoneRegion(region)) return region;
  throw new PolypromptError('invalid-arguments', `The phone numbers of "${code}" are not known.`, {
    hint: `Regions are ${phoneRegions.join(', ')}.`,
  });
}

function kindOf(word: string): PersonalKind {
  if (isPersonalKind(word)) return word;
  const hint = `Kinds are ${Object.keys(personalKinds).join(', ')}.`;
  throw new PolypromptError('invalid-arguments', `There is no kind of personal data "${word}".`, { hint });
}
