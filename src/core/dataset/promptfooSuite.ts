import { isJsonObject } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { assembleSuite } from './assembleSuite.ts';
import { type CaseDraft, readCase, type SuiteCases, withDefaults } from './caseDraft.ts';
import { readDerivedMetrics } from './derivedMetrics.ts';
import { reportUnknownKeys } from './knownKeys.ts';
import { modelAt } from './modelAt.ts';
import { numberAt } from './numberAt.ts';
import { readPrompts } from './readPrompts.ts';
import { readTargets } from './readTargets.ts';
import { readTrust } from './readTrust.ts';
import { has, itemsOf, type SourceNode, textOf } from './sourceNode.ts';
import type { Suite } from './suite.ts';
import { baseName, folderOf } from './suitePath.ts';
import type { SuiteReading } from './suiteReading.ts';
import { joinedTools, readSuiteTools } from './suiteTools.ts';
import { readItems, readTests } from './testFiles.ts';

/** Top-level parts of a promptfoo configuration that we do not carry out. */
const foreignKeys: Readonly<Record<string, string>> = {
  redteam: 'Red teaming',
  nunjucksFilters: 'A template filter in JavaScript',
  extensions: 'An extension hook',
  tracing: 'Tracing',
};

/** Reads a `promptfooconfig`. */
export async function readPromptfooSuite(reading: SuiteReading, root: SourceNode): Promise<Suite> {
  nameForeignParts(reading, root);
  reportUnknownKeys(reading, root, 'promptfoo');
  const environment = root.child('env').value;
  if (isJsonObject(environment)) reading.environment = { ...reading.environment, ...environment };
  const prompts = await readPrompts(reading, root.child('prompts'));
  if (prompts.length === 0)
    reading.report(root.place, 'no-prompts', 'There is no prompt to run: add "prompts" with a text or a file.');
  const providers = root.child('providers');
  const targets = await readTargets(reading, providers.value === null ? root.child('targets') : providers);
  const options = root.child('evaluateOptions');
  // These options would be given on promptfoo's own command line.
  const given = root.child('commandLineOptions');
  const repeat = numberAt(reading, options, 'repeat') ?? numberAt(reading, given, 'repeat');
  const concurrency = numberAt(reading, options, 'maxConcurrency', 1) ?? numberAt(reading, given, 'maxConcurrency', 1);
  const judge = modelAt(reading, given.child('grader'));
  const trust = readTrust(reading, root.child('trust'));
  const tools = await readSuiteTools(reading, root);
  const cases = await readCases(reading, root);
  return assembleSuite(reading, {
    name: textOf(root.child('description')) ?? nameOf(reading.file),
    prompts,
    targets,
    ...cases,
    derivedMetrics: readDerivedMetrics(reading, root.child('derivedMetrics'), cases),
    ...defined({ judge, trust, repeat, concurrency, tools }),
  });
}

/** The file's name without folder and extensions, or its folder's for `promptfooconfig.yaml`. */
export function nameOf(file: string): string {
  const stem = baseName(file).replace(/\..*$/, '');
  const folder = baseName(folderOf(file).slice(0, -1));
  return stem === 'promptfooconfig' && folder !== '' ? folder : stem;
}

function nameForeignParts(reading: SuiteReading, root: SourceNode) {
  for (const [key, what] of Object.entries(foreignKeys))
    if (root.child(key).value !== null) reading.passOver(root.keyPlace(key), what);
}

const caseKeys = ['cases', 'tests', 'scenarios'] as const;

/** Reads plain cases first, then scenarios. A suite without any runs its prompts once, as they are. */
export async function readCases(reading: SuiteReading, root: SourceNode): Promise<SuiteCases> {
  const written = root.child('defaultTest');
  const isWritten = isJsonObject(root.value) && Object.hasOwn(root.value, 'defaultTest');
  const defaults = isWritten ? await readCase(reading, written) : undefined;
  const drafts = [
    ...(await readItems(reading, root.child('cases'))),
    ...(await readTests(reading, root.child('tests'))),
    ...(await readScenarios(reading, root.child('scenarios'))),
  ];
  const isWithout = caseKeys.every((key) => root.child(key).value === null);
  const once: CaseDraft = { vars: {}, checks: [], metadata: {}, options: {}, place: root.place };
  return { drafts: isWithout ? [once] : drafts, ...(defaults ? { defaults } : {}) };
}

async function readScenarios(reading: SuiteReading, written: SourceNode): Promise<readonly CaseDraft[]> {
  if (written.value === null) return [];
  const drafts: CaseDraft[] = [];
  for (const scenario of await scenariosOf(reading, written)) {
    reportUnknownKeys(reading, scenario, 'scenario');
    const rows = await readTests(reading, scenario.child('config'));
    if (rows.length === 0)
      reading.report(scenario.place, 'no-cases', 'This scenario asks nothing: write its data below "config".');
    const tests = has(scenario, 'tests') ? await readTests(reading, scenario.child('tests')) : undefined;
    // A scenario without tests of its own asks each of its rows of data once.
    const asked = rows.flatMap((row) => (tests ? tests.map((test) => withDefaults(test, row)) : [row]));
    const tools = await readSuiteTools(reading, scenario);
    for (const draft of asked) drafts.push({ ...draft, ...defined({ tools: joinedTools(draft.tools, tools) }) });
  }
  return drafts;
}

async function scenariosOf(reading: SuiteReading, written: SourceNode): Promise<readonly SourceNode[]> {
  const items = Array.isArray(written.value) ? itemsOf(written) : [written];
  const found: SourceNode[] = [];
  for (const item of items) {
    const reference = textOf(item);
    if (reference === undefined) found.push(await reading.follow(item));
    else {
      for (const path of await reading.pathsOf(reference, item.place)) {
        const node = await reading.loadPath(path, item.place);
        if (node) found.push(...(Array.isArray(node.value) ? itemsOf(node) : [node]));
      }
    }
  }
  return found;
}
