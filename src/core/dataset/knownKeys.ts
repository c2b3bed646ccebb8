import { isJsonObject } from '../json.ts';
import { isKnown, type KnownKeys, meantKey, unknownKey } from '../text/keyNames.ts';
import { toolSettingKeys } from '../tools/readToolSettings.ts';
import type { SourceNode } from './sourceNode.ts';
import type { SourcePlace } from './suite.ts';
import type { SuiteReading } from './suiteReading.ts';

const cases = { datasets: 'cases', dataset: 'cases', data: 'cases', rows: 'cases', examples: 'cases', test: 'tests' };
const tools = {
  mocks: 'toolResults',
  mock: 'toolResults',
  toolMocks: 'toolResults',
  maxSteps: 'maxTurns',
  mcpServers: 'mcp',
  mcp_servers: 'mcp',
};
const dataKeys = { tests: 'testData', cases: 'testData', data: 'testData', examples: 'testData', rows: 'testData' };
const checks = {
  asserts: 'assert',
  assertion: 'assert',
  assertions: 'assert',
  check: 'assert',
  checks: 'assert',
  expect: 'assert',
  expected: 'assert',
};

const suite: KnownKeys = {
  what: 'a suite',
  read: [
    ...['name', 'description', 'prompt', 'prompts', 'models', 'providers', 'targets', 'judge', 'repeat', 'concurrency'],
    ...[
      'cases',
      'tests',
      'scenarios',
      'defaultTest',
      'derivedMetrics',
      'require',
      'trust',
      'assertionTemplates',
      'env',
      'evaluateOptions',
    ],
    ...['commandLineOptions', 'embedder', ...toolSettingKeys],
  ],
  ignored: ['$schema', 'metadata', 'tags', 'sharing', 'outputPath', 'writeLatestResults', 'tracing'],
  meant: {
    ...cases,
    defaults: 'defaultTest',
    default: 'defaultTest',
    defaultTests: 'defaultTest',
    model: 'models',
    provider: 'providers',
    grader: 'judge',
    repeats: 'repeat',
    ...tools,
  },
};

const keysOf = {
  suite,
  promptfoo: {
    ...suite,
    what: 'a promptfoo configuration',
    ignored: [
      ...(suite.ignored ?? []),
      ...['redteam', 'nunjucksFilters', 'extensions', 'version', 'author', 'evalId', 'cache', 'maxConcurrency'],
    ],
  },
  case: {
    what: 'a case',
    read: [
      ...['assert', 'description', 'id', 'metadata', 'options', 'prompts', 'provider', 'providerOutput', 'providers'],
      ...['threshold', 'vars', 'assertScoringFunction', ...toolSettingKeys, 'turns', 'user'],
    ],
    // What was answered in production is kept beside a case and expected by nobody.
    ignored: ['tags', 'notes', 'comment', 'strategyId', 'pluginId', 'observed'],
    meant: { ...checks, ...tools, variables: 'vars', inputs: 'vars', input: 'vars', values: 'vars', params: 'vars' },
  },
  check: {
    what: 'a check',
    read: [
      ...['type', 'value', 'threshold', 'weight', 'metric', 'config', 'provider', 'rubricPrompt', 'transform'],
      ...['contextTransform', 'assert', '$ref'],
    ],
    ignored: ['description', 'label', 'name', 'comment', 'notes'],
    meant: {
      kind: 'type',
      values: 'value',
      expected: 'value',
      criterion: 'value',
      criteria: 'value',
      rubric: 'value',
      judge: 'provider',
      min: 'threshold',
      minScore: 'threshold',
    },
  },
  preference: {
    what: 'a check of preference',
    read: ['type', 'value', 'against', 'threshold', 'weight', 'metric', 'provider', 'rubricPrompt', '$ref'],
    ignored: ['description', 'label', 'name', 'comment', 'notes'],
    meant: {
      kind: 'type',
      criterion: 'value',
      criteria: 'value',
      base: 'against',
      than: 'against',
      model: 'against',
      judge: 'provider',
      judges: 'provider',
      min: 'threshold',
    },
  },
  turn: {
    what: 'a turn',
    read: ['user', 'assert'],
    ignored: ['description', 'comment', 'notes'],
    meant: { ...checks, text: 'user', content: 'user', message: 'user', says: 'user' },
  },
  user: {
    what: 'a simulated user',
    read: ['instructions', 'persona', 'goal', 'stop', 'maxTurns', 'model', 'first'],
    ignored: ['description', 'comment', 'notes'],
    meant: { provider: 'model', prompt: 'instructions', role: 'persona', task: 'goal', opening: 'first' },
  },
  options: {
    what: '"options"',
    read: [
      ...['prefix', 'suffix', 'transform', 'postprocess', 'transformVars', 'disableVarExpansion', 'rubricPrompt'],
      ...['disableDefaultAsserts', 'disableConversationVar', 'provider', 'factuality', 'storeOutputAs'],
      ...['toolResults', 'returnToolRequests', 'mcp'],
    ],
    // A choice among models stands in the case itself; promptfoo ignores one in the case's options.
    ignored: ['runSerially', 'repeat', 'providers'],
  },
  scenario: {
    what: 'a scenario',
    read: ['config', 'tests', 'description', '$ref', ...toolSettingKeys],
    meant: { ...cases, ...tools, cases: 'tests' },
  },
  model: {
    what: 'a model',
    read: ['id', 'label', 'config', 'parameters', 'prompts', 'transform', 'delay', '$ref'],
    ignored: ['env', 'inputs', 'description', 'tags', 'metadata', 'icon'],
    meant: { model: 'id', name: 'label', options: 'config', settings: 'config', prompt: 'prompts' },
  },
  prompt: {
    what: 'a prompt',
    read: ['raw', 'id', 'label', 'config', 'prefix', 'suffix', '$ref'],
    ignored: ['display', 'function', 'description', 'template', 'metadata'],
    meant: { text: 'raw', content: 'raw', file: 'id', name: 'label' },
  },
  metric: { what: 'a derived metric', read: ['name', 'value'], ignored: ['description'], meant: { formula: 'value' } },
  github: {
    what: 'a GitHub prompt',
    read: [
      ...['name', 'description', 'model', 'modelParameters', 'messages', 'responseFormat', 'jsonSchema', 'testData'],
      ...['evaluators', 'polyprompt.models', 'polyprompt.evals', 'polyprompt'],
    ],
    ignored: ['tags', 'version', 'metadata', 'kind'],
    meant: {
      ...dataKeys,
      assert: 'evaluators',
      checks: 'evaluators',
      evaluator: 'evaluators',
      evals: 'evaluators',
      prompts: 'messages',
    },
  },
  evaluator: {
    what: 'an evaluator',
    read: ['name', 'string', 'llm', 'uses'],
    ignored: ['description'],
    meant: { type: 'string' },
  },
  'string evaluator': {
    what: '"string" of an evaluator',
    read: ['equals', 'contains', 'startsWith', 'endsWith'],
    meant: { value: 'equals', prefix: 'startsWith', suffix: 'endsWith' },
  },
} as const satisfies Readonly<Record<string, KnownKeys>>;

export type KeyedMap = keyof typeof keysOf;

/**
 * Reports the unknown keys of a map: as an error where a known key was most likely meant, since what it asks for would be lost, and
 * otherwise as a warning.
 */
export function reportUnknownKeys(reading: SuiteReading, node: SourceNode, kind: KeyedMap): void {
  if (isJsonObject(node.value))
    reportUnknown(reading, { keys: Object.keys(node.value), kind, at: (key) => node.keyPlace(key) });
}

interface FoundKeys {
  readonly keys: readonly string[];
  readonly kind: KeyedMap;
  at(key: string): SourcePlace;
}

/** Reports unknown keys as `reportUnknownKeys` does, for keys of which only names and places are known. */
export function reportUnknown(reading: SuiteReading, { keys, kind, at }: FoundKeys): void {
  for (const key of keys) {
    if (isKnownKey(kind, key)) continue;
    const { severity, message } = unknownKey(keysOf[kind], key);
    reading.report(at(key), 'unknown-key', message, severity);
  }
}

/** True for a key that is read in such a map, or that is known and has no meaning here. */
export function isKnownKey(kind: KeyedMap, key: string): boolean {
  return isKnown(keysOf[kind], key);
}

/** The known key that somebody most likely meant; undefined for a word that resembles none. */
export function meantBy(kind: KeyedMap, key: string): string | undefined {
  return meantKey(keysOf[kind], key);
}
