import type { JsonObject, JsonValue } from '../json.ts';
import { plainValues } from '../text/plainLines.ts';
import type { CaseDraft } from './caseDraft.ts';
import { CaseIds } from './caseId.ts';
import { isChoice, MultipliedCases } from './multipliedCases.ts';
import { readScriptFile } from './readScript.ts';
import type { Check, EvalCase } from './suite.ts';
import { extensionOf, scriptLanguage } from './suitePath.ts';
import type { SuiteReading } from './suiteReading.ts';

/** Reads the files behind variables, multiplies out the lists of texts, and gives every case its id. */
export async function expandCases(reading: SuiteReading, drafts: readonly CaseDraft[]): Promise<readonly EvalCase[]> {
  const ids = new CaseIds();
  const cases: EvalCase[] = [];
  const multiplied = new MultipliedCases();
  for (const { isRow = false, wholeLists, ...draft } of drafts) {
    const { vars, varScripts } = hasReference(draft.vars) ? await readReferences(reading, draft) : { vars: draft.vars };
    const combinations = draft.options.disableVarExpansion ? [vars] : combinationsOf(vars, new Set(wholeLists));
    if (!combinations) {
      const message = `The lists of these variables make more than ${maxCombinations} cases: shorten them.`;
      reading.report(draft.place, 'too-many-cases', message);
      continue;
    }
    multiplied.add({ vars, wholeLists, isRow, place: draft.place, count: combinations.length });
    for (const combination of combinations.map(plainValues))
      cases.push({
        id: ids.next(contentOf({ ...draft, ...varScripts }, combination)),
        ...draft,
        checks: [...draft.checks, ...checksOfTurns(draft)],
        ...varScripts,
        vars: combination,
      });
    const rest = reading.rest();
    if (rest !== undefined) await rest;
  }
  multiplied.report(reading);
  return cases;
}

/** The checks of each turn, with the turn whose answer they look at. */
function checksOfTurns({ turns = [] }: CaseDraft): Check[] {
  return turns.flatMap(({ checks }, turn) => checks.map((check) => ({ ...check, turn })));
}

/** The content that makes a case this case: everything except its place and its name. */
function contentOf(
  { place: _place, key: _key, checks, vars: _vars, turns, ...rest }: CaseDraft,
  vars: JsonObject,
): readonly unknown[] {
  const said = turns?.map(({ user, checks: own }) => ({ user, checks: own.map(withoutPlace) }));
  return [vars, checks.map(withoutPlace), rest, ...(said ? [said] : [])];
}

function withoutPlace({ place: _place, ...check }: Check): object {
  return 'assert' in check ? { ...check, assert: check.assert.map(withoutPlace) } : check;
}

const maxCombinations = 100_000;

/**
 * Every choice of one text from each list of texts that is not in `whole`; the first variable changes slowest. Undefined when there are too
 * many.
 */
function combinationsOf(vars: JsonObject, whole: ReadonlySet<string>): readonly JsonObject[] | undefined {
  const choices = Object.entries(vars).map(
    ([name, value]) => [name, isChoice(value) && !whole.has(name) ? value : [value]] as const,
  );
  const count = choices.reduce((product, [, values]) => product * values.length, 1);
  if (count > maxCombinations) return undefined;
  if (count === 1 && Object.values(vars).every((value) => !isChoice(value))) return [vars];
  let rows: readonly (readonly [string, JsonValue])[][] = [[]];
  for (const [name, values] of choices)
    rows = rows.flatMap((row) => values.map((value) => [...row, [name, value] as const]));
  return rows.map((row) => Object.fromEntries(row));
}

function hasReference(vars: JsonObject): boolean {
  return Object.values(vars).some((value) => isReference(value) || isListOfReferences(value));
}

/** True for a list of texts of which some name files. */
function isListOfReferences(value: JsonValue): value is JsonValue[] {
  return Array.isArray(value) && value.some(isReference);
}

function isReference(value: JsonValue): value is string {
  return typeof value === 'string' && value.startsWith('file://');
}

interface ReadVars {
  readonly vars: JsonObject;
  readonly varScripts?: Pick<CaseDraft, 'varScripts'>;
}

async function readReferences(reading: SuiteReading, draft: CaseDraft): Promise<ReadVars> {
  const entries: [string, JsonValue][] = [];
  const scripts: [string, string][] = [];
  for (const [name, value] of Object.entries(draft.vars)) {
    if (isListOfReferences(value)) entries.push([name, await readList(reading, value, draft)]);
    else if (!isReference(value)) entries.push([name, value]);
    else if (scriptLanguage(value) === 'JavaScript') {
      // This reference is relative to the suite, as all files of variables are.
      const place = { file: reading.file, range: draft.place.range };
      const script = await readScriptFile(reading, value, place);
      if (script !== undefined) scripts.push([name, script]);
    } else {
      const found = await readReference(reading, value, draft);
      if (found !== undefined) entries.push([name, found]);
    }
  }
  const varScripts = scripts.length === 0 ? {} : { varScripts: { varScripts: Object.fromEntries(scripts) } };
  return { vars: Object.fromEntries(entries), ...varScripts };
}

/** Replaces each item that names files by the texts of those files. */
async function readList(reading: SuiteReading, items: readonly JsonValue[], draft: CaseDraft): Promise<JsonValue[]> {
  const read: JsonValue[] = [];
  for (const item of items) {
    const found = isReference(item) ? await readReference(reading, item, draft) : item;
    if (found !== undefined) read.push(...(isReference(item) && Array.isArray(found) ? found : [found]));
  }
  return read;
}

const mediaTypes = /^(?:png|jpe?g|gif|webp|bmp|svg|pdf|mp3|wav|ogg|flac|mp4|webm|mov)$/;

/** Reads a file's text as a variable: YAML becomes JSON text, and several files become a list, which is then multiplied out. */
async function readReference(
  reading: SuiteReading,
  reference: string,
  { place }: CaseDraft,
): Promise<JsonValue | undefined> {
  const language = scriptLanguage(reference);
  if (language || mediaTypes.test(extensionOf(reference))) {
    reading.leaveOut(place, language ? `A variable from a ${language} file` : 'A variable from an image, sound or PDF');
    return undefined;
  }
  // A reference is relative to the suite, also in a case from a file in another folder.
  const paths = await reading.pathsOf(reference, place, reading.file);
  const texts: string[] = [];
  for (const path of paths) {
    const text = await readVariable(reading, path, place);
    if (text !== undefined) texts.push(text);
  }
  return texts.length > 1 ? texts : texts[0];
}

async function readVariable(
  reading: SuiteReading,
  path: string,
  from: CaseDraft['place'],
): Promise<string | undefined> {
  if (!/^ya?ml$/.test(extensionOf(path))) return (await reading.readPath(path, from))?.trim();
  const node = await reading.loadPath(path, from);
  return node && JSON.stringify(node.value);
}
