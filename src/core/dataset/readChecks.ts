import { isJsonObject, type JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { readAssertionCell } from './assertionCell.ts';
import { reportUnknownKeys } from './knownKeys.ts';
import { numberAt } from './numberAt.ts';
import { readEmbedderName } from './providerName.ts';
import { readPreference } from './readPreference.ts';
import { readScript, readScriptFile } from './readScript.ts';
import { has, itemsOf, rowNode, type SourceNode, textOf } from './sourceNode.ts';
import type { Assertion, AssertionSet, Check } from './suite.ts';
import { extensionOf, scriptLanguage } from './suitePath.ts';
import type { SuiteReading } from './suiteReading.ts';

/** Checks that need a runtime or a service that we do not have. */
const foreignChecks: readonly (readonly [RegExp, string])[] = [
  [/^python$/, 'A check in Python'],
  [/^ruby$/, 'A check in Ruby'],
  [/^webhook$/, 'A check over the network'],
  [/^promptfoo:redteam:/, 'A red team check'],
];

/**
 * Reads an `assert:` list. A check that cannot be used is a problem at its place and stays in the list, where it ends in `error`: a row
 * whose check was lost must never pass.
 */
export async function readChecks(reading: SuiteReading, list: SourceNode): Promise<readonly Check[]> {
  if (list.value === null) return [];
  const node = reading.isReference(list) ? await reading.follow(list) : list;
  if (!Array.isArray(node.value) && !isJsonObject(node.value)) {
    reading.report(node.place, 'wrong-type', '"assert" is a list of checks: "- type: contains".');
    return [{ type: 'no type', negated: false, place: node.place }];
  }
  const checks: Check[] = [];
  // A single check needs no list around it.
  for (const item of Array.isArray(node.value) ? itemsOf(node) : [node]) {
    checks.push(await readCheck(reading, item));
  }
  // The rows of a large suite are kept, and a list that grew one by one keeps room for many more.
  return checks.slice();
}

async function readCheck(reading: SuiteReading, item: SourceNode): Promise<Check> {
  const node = asMap(reading.isReference(item) ? await reading.follow(item) : item);
  const type = textOf(node.child('type'));
  if (!isJsonObject(node.value) || type === undefined || type.trim() === '') {
    const message = 'A check is a map with a "type": {type: contains, value: Rome}.';
    reading.report(node.place, 'missing-type', message);
    return { type: 'no type', negated: false, place: node.place };
  }
  reportUnknownKeys(reading, node, /^(?:not-)?prefer$/.test(type) ? 'preference' : 'check');
  return type === 'assert-set' ? readSet(reading, node) : readAssertion(reading, node, type);
}

/** Reads the short form of a check, one text, as a CSV cell has it. */
function asMap(node: SourceNode): SourceNode {
  return typeof node.value === 'string' ? rowNode(readAssertionCell(node.value), node.place) : node;
}

async function readSet(reading: SuiteReading, node: SourceNode): Promise<AssertionSet> {
  const members = await readChecks(reading, node.child('assert'));
  const inner = members.flatMap((check) => ('negated' in check ? [check] : check.assert));
  if (inner.length === 0) {
    reading.report(node.place, 'no-checks', 'This set holds no check: write them below "assert".');
    inner.push({ type: 'no type', negated: false, place: node.place });
  }
  return { type: 'assert-set', assert: inner, ...shared(reading, node), place: node.place };
}

async function readAssertion(reading: SuiteReading, node: SourceNode, name: string): Promise<Assertion> {
  const negated = name.startsWith('not-');
  const type = negated ? name.slice('not-'.length) : name;
  const foreign = foreignChecks.find(([pattern]) => pattern.test(type));
  if (foreign) {
    const message = `${foreign[1]} (${type}) is not supported: its rows end in an error.`;
    reading.report(node.place, 'unsupported', message, 'warning');
    return { type, negated, ...shared(reading, node), place: node.place };
  }
  const written = node.child('value');
  const hasValue = isJsonObject(node.value) && Object.hasOwn(node.value, 'value');
  const script = await readValueScript(reading, written);
  const isToLoad = reading.isReference(written) || itemsOf(written).some((item) => reading.isReference(item));
  const value = script === undefined && isToLoad ? await valueIn(reading, written) : written.value;
  if (value === unusable)
    return { type, negated, fault: 'Its value cannot be read.', ...shared(reading, node), place: node.place };
  const rubricPrompt = await readRubricPrompt(reading, node.child('rubricPrompt'));
  const graders = has(node, 'provider') ? readGraders(reading, type, node.child('provider')) : {};
  const transform = has(node, 'transform') ? await readScript(reading, node.child('transform')) : undefined;
  const contextTransform = has(node, 'contextTransform')
    ? await readScript(reading, node.child('contextTransform'))
    : undefined;
  return {
    type,
    negated,
    ...(hasValue ? valueFor(type, value, script) : {}),
    ...shared(reading, node),
    ...graders,
    ...defined({ rubricPrompt, transform, contextTransform }),
    ...(type === 'prefer' ? readPreference(reading, node, negated) : {}),
    place: node.place,
  };
}

function shared(
  reading: SuiteReading,
  node: SourceNode,
): Pick<Assertion, 'threshold' | 'weight' | 'metric' | 'config'> {
  const { value } = node;
  if (!isJsonObject(value)) return {};
  const { metric, config } = value;
  // The cosine of two texts may be below 0; nothing else that is measured is.
  const least = /^(?:not-)?similar/.test(String(value['type'])) ? -Infinity : 0;
  const threshold = numberAt(reading, node, 'threshold', least);
  const weight = numberAt(reading, node, 'weight');
  return {
    ...defined({ threshold, weight }),
    ...(typeof metric === 'string' ? { metric } : {}),
    ...(isJsonObject(config) ? { config } : {}),
  };
}

/** Stands for a value whose file cannot be used; its check then ends in an error. */
const unusable = Symbol('unusable');

async function readValueScript(reading: SuiteReading, node: SourceNode): Promise<string | undefined> {
  const reference = scriptReference(node);
  return reference === undefined ? undefined : readScriptFile(reading, reference, node.place);
}

function scriptReference(node: SourceNode): string | undefined {
  const reference = textOf(node);
  return reference?.startsWith('file://') && scriptLanguage(reference) === 'JavaScript' ? reference : undefined;
}

/** What is wrong with a script is told already. */
async function valueIn(reading: SuiteReading, node: SourceNode): Promise<JsonValue | typeof unusable> {
  return scriptReference(node) === undefined ? loadValue(reading, node) : unusable;
}

/** A judge's prompt of the suite's own, or of a file; undefined, and a problem, where it cannot be read. */
export async function readRubricPrompt(reading: SuiteReading, node: SourceNode): Promise<JsonValue | undefined> {
  if (node.value === null) return undefined;
  const prompt = await loadValue(reading, node);
  return prompt === unusable ? undefined : prompt;
}

/** Reads the value of a check. A script is the value of a `javascript` check, and makes the value of any other one. */
function valueFor(
  type: string,
  value: JsonValue,
  script: string | undefined,
): Pick<Assertion, 'value' | 'valueScript'> {
  if (script === undefined) return { value };
  return type === 'javascript' ? { value: script } : { valueScript: script };
}

/** Reads a value, or the file that `file://` names; in a list, each item by itself. */
async function loadValue(reading: SuiteReading, node: SourceNode): Promise<JsonValue | typeof unusable> {
  if (Array.isArray(node.value)) return loadValues(reading, node);
  const reference = textOf(node);
  if (reference === undefined || !reference.startsWith('file://')) return (await reading.follow(node)).value;
  const language = scriptLanguage(reference);
  if (language) {
    reading.leaveOut(
      node.place,
      language === 'JavaScript' ? 'A script in this place' : `A check in a ${language} file`,
    );
    return unusable;
  }
  if (/^(?:ya?ml|json)$/.test(extensionOf(reference)))
    return (await reading.load(reference, node.place))?.value ?? unusable;
  return (await reading.read(reference, node.place))?.trim() ?? unusable;
}

async function loadValues(reading: SuiteReading, node: SourceNode): Promise<JsonValue | typeof unusable> {
  const values: JsonValue[] = [];
  for (const item of itemsOf(node)) {
    const value = reading.isReference(item) ? await loadValue(reading, item) : item.value;
    if (value === unusable) return unusable;
    values.push(value);
  }
  return values;
}

/** Reads the graders of a check: one judge, several judges that vote, or a model for embeddings. */
function readGraders(
  reading: SuiteReading,
  type: string,
  node: SourceNode,
): Pick<Assertion, 'judge' | 'judges' | 'embedder'> {
  if (/^similar(?::|$)/.test(type)) {
    const embedder = readEmbedder(
      reading,
      isJsonObject(node.value) && has(node, 'embedding') ? node.child('embedding') : node,
    );
    return embedder === undefined ? {} : { embedder };
  }
  if (Array.isArray(node.value)) {
    const judges = itemsOf(node).flatMap((item) => readJudge(reading, item) ?? []);
    return judges.length === 1 && judges[0] !== undefined ? { judge: judges[0] } : { judges };
  }
  const judge = readJudge(reading, node);
  const embedder = has(node, 'embedding') ? readEmbedder(reading, node.child('embedding')) : undefined;
  return { ...defined({ judge, embedder }) };
}

/** Reads a model for embeddings from a text or from a map with an id; undefined where there is none. */
export function readEmbedder(reading: SuiteReading, node: SourceNode): string | undefined {
  const { value } = node;
  const name = isJsonObject(value) ? value['id'] : value;
  const model = typeof name === 'string' ? (readEmbedderName(name) ?? reading.modelOf(name)) : undefined;
  if (model === undefined && value !== null)
    reading.leaveOut(node.place, 'This model for embeddings', 'Name one as provider/model.');
  return model;
}

/**
 * Reads the judge that a `provider:` names: a text, a map with an id, or a map of kinds of which `text` is the judge. Undefined where there
 * is none.
 */
export function readJudge(reading: SuiteReading, node: SourceNode): string | undefined {
  const { value } = node;
  if (value === null) return undefined;
  if (isJsonObject(value) && value['text'] !== undefined) return readJudge(reading, node.child('text'));
  if (isJsonObject(value) && value['id'] === undefined && value['embedding'] !== undefined) return undefined;
  const name = isJsonObject(value) ? value['id'] : value;
  const model = typeof name === 'string' ? reading.modelOf(name) : undefined;
  if (model === undefined) reading.leaveOut(node.place, 'This judge', 'Name one as provider/model.');
  return model;
}
