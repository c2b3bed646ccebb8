import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { toolSettingKeys } from '../tools/readToolSettings.ts';
import type { ToolSettings } from '../tools/toolSettings.ts';
import { isKnownKey, meantBy, reportUnknown, reportUnknownKeys } from './knownKeys.ts';
import { numberAt } from './numberAt.ts';
import { readChecks, readEmbedder, readJudge, readRubricPrompt } from './readChecks.ts';
import { readConversation } from './readConversation.ts';
import { readParameters } from './readParameters.ts';
import { playsUser, readPromptfooUser } from './readPromptfooUser.ts';
import { readScript } from './readScript.ts';
import { type NamedTarget, readOneTarget } from './readTargets.ts';
import { has, rowNode, type SourceNode, textOf, textsOf } from './sourceNode.ts';
import type { CaseOptions, EvalCase } from './suite.ts';
import type { SuiteReading } from './suiteReading.ts';
import { joinedTools, readSuiteTools, readToolMocks } from './suiteTools.ts';

/** A test case as written, before defaults and matrices: what it says, and nothing else. */
export type CaseDraft = Omit<EvalCase, 'id'> & {
  /** The model that answers this case, in place of the suite's models. */
  readonly ownTarget?: NamedTarget;
  /** True for a row of a data file: people count the rows of a file. */
  readonly isRow?: true;
  /** The names of variables whose lists are values, not choices to be multiplied out. */
  readonly wholeLists?: readonly string[];
};

/** The cases of a suite as they are written, with the defaults that all of them share. */
export interface SuiteCases {
  readonly drafts: readonly CaseDraft[];
  readonly defaults?: CaseDraft;
}

/** The one empty map of all cases without metadata or options, of which a suite may have a hundred thousand. */
const nothing: Readonly<Record<string, never>> = {};

/** Keys that only a test case has. A row of data may well have a `description`, so that is not one of them. */
const tellingKeys = ['vars', 'assert', 'options', 'providerOutput'] as const;

/**
 * Reads one item of `tests:`. A map without any key of a test case is taken for the variables of one. A map with a misspelt key is not: a
 * row whose checks were lost must never pass.
 */
export async function readCase(reading: SuiteReading, written: SourceNode): Promise<CaseDraft | undefined> {
  const node = reading.isReference(written) ? await reading.follow(written) : written;
  if (!isJsonObject(node.value)) {
    // A missing file is reported already.
    if (node === written || node.value !== null)
      reading.report(written.place, 'wrong-type', 'A case is a map with "vars" and "assert".');
    return undefined;
  }
  const place = node.place;
  if (!isTestCase(node.value)) {
    nameMisplacedChecks(reading, node);
    nameChangedNumbers(reading, node);
    return { vars: node.value, checks: [], metadata: nothing, options: nothing, place };
  }
  const hasVars = has(node, 'vars');
  reportUnknownKeys(reading, node, 'case');
  if (!hasVars) nameLostColumns(reading, node);
  nameMisplacedChecks(reading, node.child('vars'));
  nameChangedNumbers(reading, node.child('vars'));
  if (node.value['assert'] === null)
    reading.report(node.keyPlace('assert'), 'no-checks', '"assert" holds no check: write one, or take it away.');
  if (node.value['assertScoringFunction'] !== undefined)
    reading.leaveOut(node.keyPlace('assertScoringFunction'), "A scoring function of one's own");
  const { description, id, metadata, vars, providerOutput: output } = node.value;
  const threshold = numberAt(reading, node, 'threshold', 0);
  nameWrongMaps(reading, node);
  const targets = await readCaseTargets(reading, node);
  // Most rows say nothing of either, and there may be a million: then nothing has to be waited for.
  const tools = mayNameTools(node) ? await readCaseTools(reading, node) : undefined;
  const conversation = mayHoldTalk(node) ? await readCaseTalk(reading, node) : {};
  return {
    ...(typeof id === 'string' || typeof id === 'number' ? { key: String(id) } : {}),
    ...(typeof description === 'string' || typeof description === 'number' ? { description: String(description) } : {}),
    vars: isJsonObject(vars) ? vars : await readVars(reading, node.child('vars')),
    checks: has(node, 'assert') ? await readChecks(reading, node.child('assert')) : [],
    ...defined({ threshold, tools }),
    ...conversation,
    metadata: isJsonObject(metadata) ? metadata : nothing,
    options: has(node, 'options') ? await readCaseOptions(reading, node.child('options')) : nothing,
    ...(has(node, 'prompts') ? { prompts: textsOf(node.child('prompts')) } : {}),
    ...targets,
    ...(output === undefined || output === null || output === '' ? {} : { providedOutput: output }),
    place,
  };
}

/** True when every key belongs to a test case, one of them can stand nowhere else, or a slip of the pen made one into another word. */
function isTestCase(value: JsonObject): boolean {
  const keys = Object.keys(value);
  if (tellingKeys.some((key) => Object.hasOwn(value, key))) return true;
  if (keys.length > 0 && keys.every((key) => caseKeys.has(key))) return true;
  if (isListOfRules(value['toolResults']) || isConversation(value)) return true;
  return keys.some((key) => {
    const meant = caseKeys.has(key) ? undefined : meantBy('case', key);
    const held = value[key];
    return (meant === 'vars' && isJsonObject(held)) || (meant === 'assert' && isListOfChecks(held));
  });
}

const caseKeys: ReadonlySet<string> = new Set([
  ...tellingKeys,
  ...['assertScoringFunction', 'description', 'id', 'metadata', 'prompts', 'provider', 'providers', 'threshold'],
  ...toolSettingKeys,
]);

function isListOfChecks(value: JsonValue | undefined): boolean {
  const items = Array.isArray(value) ? value : [value];
  return items.some((item) => isJsonObject(item) && (item['type'] !== undefined || item['kind'] !== undefined));
}

function isListOfRules(value: JsonValue | undefined): boolean {
  return Array.isArray(value) && value.some((item) => isJsonObject(item) && item['tool'] !== undefined);
}

/** True for what can be no data: turns with checks of their own, or a user with a task. */
function isConversation({ turns, user }: JsonObject): boolean {
  const hasTurns = Array.isArray(turns) && turns.some((turn) => isJsonObject(turn) && turn['user'] !== undefined);
  return hasTurns || (isJsonObject(user) && (user['instructions'] !== undefined || user['goal'] !== undefined));
}

/**
 * Reports checks among the variables, or spelt as in a CSV file: they would be sent to the model or be ignored, and nothing would be
 * checked.
 */
function nameMisplacedChecks(reading: SuiteReading, node: SourceNode): void {
  if (!isJsonObject(node.value)) return;
  for (const [key, value] of Object.entries(node.value)) {
    if (/^__(?:expected|metric|threshold|config)/i.test(key))
      reading.report(
        node.keyPlace(key),
        'csv-column',
        `"${key}" is a column of a CSV file; here its check is lost. Write "assert".`,
      );
    else if (isListOfChecks(value) && meantBy('case', key) === 'assert')
      reading.report(
        node.keyPlace(key),
        'misplaced-checks',
        `"${key}" stands among the variables, so nothing is checked by it. Move "assert" beside "vars".`,
      );
  }
}

/** Reports a number that YAML changes: `1.10` is the number 1.1, so that a version or a price would reach the prompt as another one. */
function nameChangedNumbers(reading: SuiteReading, vars: SourceNode): void {
  if (!isJsonObject(vars.value)) return;
  for (const [key, value] of Object.entries(vars.value)) {
    if (typeof value !== 'number') continue;
    const { written, place } = vars.child(key);
    if (written === undefined || written === String(value)) continue;
    const message = `${written} is sent as ${value}: put it in quotes to send it as it is written.`;
    reading.report(place, 'changed-number', message, 'warning');
  }
}

/** Reports data columns that stand beside a description or metadata: there they are neither variables nor keys of a test case. */
function nameLostColumns(reading: SuiteReading, node: SourceNode): void {
  if (!isJsonObject(node.value) || has(node, 'assert') || has(node, 'options')) return;
  const isRead = (key: string) => caseKeys.has(key) || key === 'turns' || key === 'user';
  const lost = Object.keys(node.value).filter((key) => !isRead(key) && meantBy('case', key) === undefined);
  if (lost[0] !== undefined)
    reading.report(
      node.keyPlace(lost[0]),
      'lost-variables',
      `"${lost[0]}" is no variable here: write it below "vars".`,
    );
}

/** Reports the parts that have to be maps and are not. */
function nameWrongMaps(reading: SuiteReading, node: SourceNode): void {
  for (const key of ['metadata', 'options'] as const) {
    const part = node.child(key);
    if (has(node, key) && !isJsonObject(part.value) && !reading.isReference(part))
      reading.report(part.place, 'wrong-type', `"${key}" is a map.`);
  }
}

/**
 * Reads both keys: `providers` chooses among the suite's models, and `provider` is the model that answers, whether or not the suite has it.
 */
async function readCaseTargets(
  reading: SuiteReading,
  node: SourceNode,
): Promise<Pick<CaseDraft, 'targets' | 'ownTarget'>> {
  if (has(node, 'providers')) return { targets: textsOf(node.child('providers')) };
  if (!has(node, 'provider')) return {};
  const provider = node.child('provider');
  if (playsUser(provider)) return {};
  const name = textOf(provider);
  // A name that is no model may be the label of one.
  if (name !== undefined && reading.modelOf(name) === undefined) return { targets: [name] };
  const ownTarget = await readOneTarget(reading, provider);
  return ownTarget ? { ownTarget } : { targets: [] };
}

function mayHoldTalk(node: SourceNode): boolean {
  return has(node, 'turns') || has(node, 'user') || playsUser(node.child('provider'));
}

async function readCaseTalk(
  reading: SuiteReading,
  node: SourceNode,
): Promise<Pick<CaseDraft, 'turns' | 'simulatedUser'>> {
  if (has(node, 'turns') || has(node, 'user')) return readConversation(reading, node);
  return { simulatedUser: readPromptfooUser(reading, node.child('provider')) };
}

function mayNameTools(node: SourceNode): boolean {
  return has(node, 'options') || toolSettingKeys.some((key) => has(node, key));
}

/** Reads the rules beside `vars`, then those in `options`, where promptfoo lets them stand, then the mocks of tools in `options`. */
async function readCaseTools(reading: SuiteReading, node: SourceNode): Promise<ToolSettings | undefined> {
  const own = await readSuiteTools(reading, node);
  if (!has(node, 'options')) return own;
  const options = await reading.follow(node.child('options'));
  const inOptions = joinedTools(await readSuiteTools(reading, options), await readToolMocks(reading, options));
  return joinedTools(own, inOptions);
}

/** Reads a map of variables, or the files that hold them. */
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
  const rubricPrompt = await readRubricPrompt(reading, node.child('rubricPrompt'));
  const factuality = node.child('factuality').value;
  // A setting such as max_tokens resembles maxTurns, and is none of its slips.
  const unknown = Object.keys(node.value).filter((key) => !isKnownKey('options', key) && key !== 'maxTurns');
  const slips = unknown.filter((key) => meantBy('options', key) !== undefined);
  reportUnknown(reading, { keys: slips, kind: 'options', at: (key) => node.keyPlace(key) });
  // A key that resembles none of the known names is a parameter of the model.
  const overrides = Object.entries(node.value).filter(([key]) => unknown.includes(key) && !slips.includes(key));
  const parameters =
    overrides.length > 0
      ? await readParameters(reading, rowNode(Object.fromEntries(overrides), node.place))
      : undefined;
  return {
    ...Object.fromEntries<string | boolean>([...texts, ...flags]),
    ...defined({ transform, transformVars, judge, embedder, rubricPrompt }),
    ...(isJsonObject(factuality) ? { factuality } : {}),
    ...defined({ parameters }),
  };
}

/** Lays a case over its defaults: maps are merged key by key, and the checks of the defaults go first. */
export function withDefaults(draft: CaseDraft, defaults: CaseDraft | undefined): CaseDraft {
  if (!defaults) return draft;
  const checks = draft.options.disableDefaultAsserts ? draft.checks : [...defaults.checks, ...draft.checks];
  const { description: _description, key: _key, turns, simulatedUser, ...rest } = defaults;
  const isOwn = draft.turns !== undefined || draft.simulatedUser !== undefined;
  const tools = joinedTools(draft.tools, defaults.tools);
  return {
    ...rest,
    ...(isOwn ? {} : defined({ turns, simulatedUser })),
    ...draft,
    vars: Object.fromEntries([...Object.entries(defaults.vars), ...Object.entries(draft.vars)]),
    checks,
    metadata: Object.fromEntries([...Object.entries(defaults.metadata), ...Object.entries(draft.metadata)]),
    options: { ...defaults.options, ...draft.options },
    ...defined({ tools }),
  };
}
