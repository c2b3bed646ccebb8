import { isJsonObject, type JsonObject } from '../json.ts';
import { readChecks, readEmbedder, readJudge } from './readChecks.ts';
import { readParameters } from './readParameters.ts';
import { readScript } from './readScript.ts';
import { has, rowNode, type SourceNode, textsOf } from './sourceNode.ts';
import type { CaseOptions, EvalCase } from './suite.ts';
import type { SuiteReading } from './suiteReading.ts';

/** A test case as written, before defaults and matrices: what it says, and nothing else. */
export type CaseDraft = Omit<EvalCase, 'id'>;

const knownKeys = new Set([
  'assert',
  'assertScoringFunction',
  'description',
  'metadata',
  'options',
  'prompts',
  'provider',
  'providerOutput',
  'providers',
  'threshold',
  'vars',
]);

/** Reads one item of `tests:`. A map without any of a test case's keys is taken for its variables. */
export async function readCase(reading: SuiteReading, written: SourceNode): Promise<CaseDraft | undefined> {
  const node = reading.isReference(written) ? await reading.follow(written) : written;
  if (!isJsonObject(node.value)) {
    if (node.value !== null) reading.report(written.place, 'wrong-type', 'A case is a map with "vars" and "assert".');
    return undefined;
  }
  const place = node.place;
  if (!Object.keys(node.value).some((key) => knownKeys.has(key)))
    return { vars: node.value, checks: [], metadata: {}, options: {}, place };
  if (node.value['assertScoringFunction'] !== undefined)
    reading.leaveOut(node.keyPlace('assertScoringFunction'), "A scoring function of one's own");
  const { description, threshold, metadata, vars, providerOutput: output } = node.value;
  const targets = readTargets(node);
  return {
    ...(typeof description === 'string' ? { description } : {}),
    vars: isJsonObject(vars) ? vars : await readVars(reading, node.child('vars')),
    checks: has(node, 'assert') ? await readChecks(reading, node.child('assert')) : [],
    ...(typeof threshold === 'number' ? { threshold } : {}),
    metadata: isJsonObject(metadata) ? metadata : {},
    options: has(node, 'options') ? await readCaseOptions(reading, node.child('options')) : {},
    ...(has(node, 'prompts') ? { prompts: textsOf(node.child('prompts')) } : {}),
    ...(targets ? { targets } : {}),
    ...(output === undefined || output === null || output === '' ? {} : { providedOutput: output }),
    place,
  };
}

function readTargets(node: SourceNode): readonly string[] | undefined {
  const key = ['providers', 'provider'].find((name) => has(node, name));
  return key === undefined ? undefined : textsOf(node.child(key));
}

/** A map of variables, or files of them. */
async function readVars(reading: SuiteReading, node: SourceNode): Promise<JsonObject> {
  if (node.value === null) return {};
  const maps: JsonObject[] = [];
  for (const reference of textsOf(node)) {
    for (const path of await reading.pathsOf(reference, node.place)) {
      const loaded = (await reading.loadPath(path, node.place))?.value;
      if (isJsonObject(loaded)) maps.push(loaded);
      else if (loaded !== undefined) reading.report(node.place, 'wrong-type', `"${path}" is not a map of variables.`);
    }
  }
  return Object.fromEntries(maps.flatMap((map) => Object.entries(map)));
}

const optionKeys = new Set([
  'prefix',
  'suffix',
  'transform',
  'postprocess',
  'transformVars',
  'disableVarExpansion',
  'disableDefaultAsserts',
  'disableConversationVar',
  'runSerially',
  'rubricPrompt',
  'provider',
  'factuality',
  'storeOutputAs',
  'repeat',
]);

async function readCaseOptions(reading: SuiteReading, written: SourceNode): Promise<CaseOptions> {
  const node = await reading.follow(written);
  if (!isJsonObject(node.value)) return {};
  const texts = ['prefix', 'suffix', 'storeOutputAs'].flatMap((key) => {
    const { value } = node.child(key);
    return typeof value === 'string' ? [[key, value] as const] : [];
  });
  const flags = ['disableVarExpansion', 'disableDefaultAsserts', 'disableConversationVar'].flatMap((key) => {
    const { value } = node.child(key);
    return typeof value === 'boolean' ? [[key, value] as const] : [];
  });
  const transform = await readScript(
    reading,
    node.child(node.value['transform'] === undefined ? 'postprocess' : 'transform'),
  );
  const transformVars = await readScript(reading, node.child('transformVars'));
  const judge = readJudge(reading, node.child('provider'));
  const embedding = node.child('provider').child('embedding');
  const embedder = embedding.value === null ? undefined : readEmbedder(reading, embedding);
  const rubric = await reading.follow(node.child('rubricPrompt'));
  const factuality = node.child('factuality').value;
  const overrides = Object.entries(node.value).filter(([key]) => !optionKeys.has(key));
  const parameters =
    overrides.length > 0
      ? await readParameters(reading, rowNode(Object.fromEntries(overrides), node.place))
      : undefined;
  return {
    ...Object.fromEntries<string | boolean>([...texts, ...flags]),
    ...(transform === undefined ? {} : { transform }),
    ...(transformVars === undefined ? {} : { transformVars }),
    ...(judge === undefined ? {} : { judge }),
    ...(embedder === undefined ? {} : { embedder }),
    ...(rubric.value === null ? {} : { rubricPrompt: rubric.value }),
    ...(isJsonObject(factuality) ? { factuality } : {}),
    ...(parameters ? { parameters } : {}),
  };
}

/** A case over its defaults: maps are merged key by key, the defaults' checks go first. */
export function withDefaults(draft: CaseDraft, defaults: CaseDraft | undefined): CaseDraft {
  if (!defaults) return draft;
  const checks = draft.options.disableDefaultAsserts ? draft.checks : [...defaults.checks, ...draft.checks];
  const { description: _description, ...rest } = defaults;
  return {
    ...rest,
    ...draft,
    vars: Object.fromEntries([...Object.entries(defaults.vars), ...Object.entries(draft.vars)]),
    checks,
    metadata: Object.fromEntries([...Object.entries(defaults.metadata), ...Object.entries(draft.metadata)]),
    options: { ...defaults.options, ...draft.options },
  };
}
