import { reasoningEfforts, verbosities } from '../messages.ts';
import type { ModelKnowledge } from '../models/modelKnowledge.ts';
import { type KeySpecification, settingKeys } from '../models/settingKeys.ts';
import type { TextRange } from '../text/textRange.ts';
import type { YamlCursor } from '../text/yamlCursor.ts';
import type { PromptDocument, PromptFormat } from './document.ts';
import {
  frontmatterKeys,
  githubKeys,
  promptyInputKeys,
  promptyKeys,
  promptyModelKeys,
  schemaKeys,
  toolKeys,
  toolRuleKeys,
} from './frontmatterKeys.ts';
import { propertyOf } from './inputSchema.ts';
import { inputFields } from './inputs.ts';
import { type PromptPlace, promptCursorAt } from './promptCursor.ts';
import { readPrompt } from './readPrompt.ts';
import { type HelperSpecification, templateHelpers, templateRoles } from './templateHelpers.ts';
import { scanTags } from './templateTags.ts';

export interface Completion {
  readonly kind: 'key' | 'value' | 'model' | 'role' | 'helper' | 'partial' | 'variable';
  readonly label: string;
  /** One short line beside the label. */
  readonly detail: string;
  /** The text that is written. */
  readonly insert: string;
  /** The span that it replaces. */
  readonly range: TextRange;
}

/** The names that completion and hover know beyond the file. */
export interface LanguageKnowledge {
  readonly models: ModelKnowledge;
  /** Names of the partials that the file could include. */
  readonly partialNames: readonly string[];
  /** The names of the MCP servers that there are. */
  readonly servers?: readonly string[];
}

type Offer = Omit<Completion, 'range'>;

/** Everything that can be written at a place, unfiltered: the editor matches it with the text that is already there. */
export function completionsAt(place: PromptPlace, knowledge: LanguageKnowledge): readonly Completion[] {
  const cursor = promptCursorAt(place);
  const { offset } = place;
  if (cursor.tag !== undefined) {
    const { offers, typed } = offersInTag(cursor.tag, place, knowledge);
    return offers.map((offer) => ({ ...offer, range: { start: offset - typed.length, end: offset } }));
  }
  const { offers, typed } =
    cursor.type === 'template' ? offersOfRoleLines(place) : offersInYaml(cursor.yaml, place, knowledge);
  return offers.map((offer) => ({ ...offer, range: { start: offset - typed.length, end: offset } }));
}

/** Completions and the word before the cursor (`typed`) that they replace. */
interface Offers {
  readonly offers: readonly Offer[];
  readonly typed: string;
}

const nothing: Offers = { offers: [], typed: '' };

/** Offers the roles that start a message, at the start of a line in formats where a line starts one. */
function offersOfRoleLines({ format, text, offset }: PromptPlace): Offers {
  const typed = /(?:^|[\r\n])([A-Za-z]*)$/.exec(text.slice(Math.max(0, offset - 40), offset))?.[1];
  if (typed === undefined || (format !== 'prompty' && format !== 'litellm')) return nothing;
  const roles = format === 'prompty' ? ['system', 'user', 'assistant'] : ['System', 'User', 'Assistant'];
  const offers = roles.map((role): Offer => ({ kind: 'role', label: role, detail: 'role', insert: `${role}:` }));
  return { offers, typed };
}

function offersInTag(tag: string, place: PromptPlace, knowledge: LanguageKnowledge): Offers {
  const variables = () => variableOffers(place);
  if (place.format !== 'dotprompt') return { offers: variables(), typed: lastWord(tag).trimStart() };
  const typed = lastWord(tag);
  const before = tag.slice(0, tag.length - typed.length);
  if (/^~?#?>\s*$/.test(before)) return { offers: partialOffers(knowledge), typed };
  if (/^~?\/$/.test(before)) return { offers: closingOffers(place), typed };
  if (/^~?#$/.test(before)) return { offers: helperOffers('block'), typed };
  if (/\brole\s+$/.test(before)) return { offers: roleOffers('"'), typed };
  if (/\brole\s+["']$/.test(before)) return { offers: roleOffers(''), typed };
  if (/^~?\s*$/.test(before))
    return { offers: [...helperOffers('marker'), ...helperOffers('value'), ...variables()], typed };
  return /["']$/.test(before) ? nothing : { offers: variables(), typed };
}

function lastWord(tag: string): string {
  return /[\w@./-]*$/.exec(tag)?.[0].replace(/^\/(?=\w*$)/, '') ?? '';
}

function partialOffers({ partialNames }: LanguageKnowledge): readonly Offer[] {
  return partialNames.map((name) => ({ kind: 'partial', label: name, detail: 'partial', insert: name }));
}

function roleOffers(quote: string): readonly Offer[] {
  return templateRoles
    .filter((role) => role !== 'assistant')
    .map((role) => ({ kind: 'role', label: role, detail: 'role', insert: `${quote}${role}${quote}` }));
}

function helperOffers(kind: HelperSpecification['kind']): readonly Offer[] {
  return Object.entries(templateHelpers)
    .filter(([, helper]) => helper.kind === kind)
    .map(([label, { summary }]) => ({ kind: 'helper', label, detail: summary, insert: label }));
}

/** Offers to close the innermost open block, the only one that can be closed. */
function closingOffers({ text, offset }: PromptPlace): readonly Offer[] {
  const open: string[] = [];
  for (const { kind, name, range } of scanTags(text.slice(0, offset))) {
    if (kind === 'open') open.push(name);
    if (kind === 'close' && range.end < offset) open.pop();
  }
  const last = open.at(-1);
  return last === undefined ? [] : [{ kind: 'helper', label: last, detail: 'closes this block', insert: last }];
}

function variableOffers(place: PromptPlace): readonly Offer[] {
  const document = readPrompt({ path: '', text: place.text }, place.format);
  const rows = document.testData.flatMap(({ value }) => Object.keys(value));
  const fields = inputFields(document).map(({ name }) => name);
  const written = lastWord(place.text.slice(0, place.offset));
  return [...new Set([...fields, ...rows])]
    .filter((name) => name !== written)
    .map((name) => ({ kind: 'variable', label: name, detail: variableDetail(document, name), insert: name }));
}

function variableDetail(document: PromptDocument, name: string): string {
  const description = propertyOf(document.input.schema, name)?.['description'];
  return typeof description === 'string' ? description : 'variable';
}

function offersInYaml(cursor: YamlCursor, place: PromptPlace, knowledge: LanguageKnowledge): Offers {
  const { before, parents } = cursor;
  const key = /^["']?([\w.?]*)$/.exec(before);
  const value = /^["']?([\w.?]+)["']?:\s+(.*)$/.exec(before);
  const name = value?.[1] ?? parents.at(-1) ?? '';
  const typed = /[^\s,[\]"']*$/.exec(before)?.[0] ?? '';
  if (value || isListOfNames(parents)) {
    const path = value ? [...parents, name] : parents;
    return { offers: valueOffers(path, place, knowledge), typed };
  }
  return key ? { offers: keyOffers(parents, place), typed } : nothing;
}

/** True inside a list of models or of MCP servers. */
function isListOfNames(parents: readonly string[]): boolean {
  return parents.length === 1 && (parents[0] === 'polyprompt.models' || parents[0] === 'mcp');
}

function keyOffers(parents: readonly string[], place: PromptPlace): readonly Offer[] {
  const present = parents.length === 0 ? topLevelNames(place) : [];
  return keysUnder(parents, place)
    .filter(({ key }) => !present.includes(key))
    .map(({ key, summary }) => ({ kind: 'key', label: key, detail: summary, insert: `${key}: ` }));
}

function topLevelNames({ text, offset, format }: PromptPlace): readonly string[] {
  return Object.keys(readPrompt({ path: '', text: withoutLineAt(text, offset) }, format).raw);
}

function withoutLineAt(text: string, offset: number): string {
  return text.slice(0, offset).replace(/.*$/, '') + text.slice(offset).replace(/^.*/, '');
}

/** The keys that may stand under a path of keys. */
export function keysUnder(
  parents: readonly string[],
  { format }: Pick<PromptPlace, 'format'>,
): readonly KeySpecification[] {
  if (parents.length === 0) return topLevelKeys[format];
  if (format === 'prompty') return promptyKeysUnder(parents);
  const [parent] = parents;
  if (parents.length === 2 && parent === 'toolDefs' && parents[1] === 'mock') return mockKeys;
  if (parents.length > 1) return [];
  if (format === 'dotprompt' && parent === 'toolDefs') return toolKeys;
  if (format === 'dotprompt' && parent === 'toolResults') return toolRuleKeys;
  if (parent === 'config' || parent === 'modelParameters') return settingKeys;
  if (parent === 'input') return schemaKeys.filter(({ key }) => key !== 'format');
  if (parent === 'output') return schemaKeys.filter(({ key }) => key !== 'default');
  return format === 'github' && parent === 'messages' ? messageKeys : [];
}

const ownKeys = frontmatterKeys.filter(({ key }) => key.startsWith('polyprompt.'));
/** LiteLLM writes settings flat beside the rest. */
const litellmKeys = frontmatterKeys.filter(({ key }) => ['model', 'input', 'output'].includes(key));
const topLevelKeys: Readonly<Record<PromptFormat, readonly KeySpecification[]>> = {
  dotprompt: frontmatterKeys,
  text: frontmatterKeys,
  github: [...githubKeys, ...ownKeys],
  prompty: [...promptyKeys, ...ownKeys],
  litellm: [...litellmKeys, ...settingKeys, ...ownKeys],
};

/** A mock answers its own tool. */
const mockKeys = toolRuleKeys.filter(({ key }) => key !== 'tool');

function promptyKeysUnder(parents: readonly string[]): readonly KeySpecification[] {
  const [parent, child] = parents;
  if (parent === 'toolResults' && parents.length === 1) return toolRuleKeys;
  if (parents.length === 1) return parent === 'model' ? promptyModelKeys : [];
  if (parents.length > 2) return [];
  if (parent === 'model') return child === 'options' || child === 'parameters' ? settingKeys : [];
  return parent === 'inputs' || parent === 'outputs' ? promptyInputKeys : [];
}

const messageKeys: readonly KeySpecification[] = [
  { key: 'role', summary: 'Who speaks: system, user or assistant.', sample: 'user' },
  { key: 'content', summary: 'What is said, with {{variable}} places.', sample: '|' },
];

function valueOffers(path: readonly string[], place: PromptPlace, knowledge: LanguageKnowledge): readonly Offer[] {
  const { format } = place;
  const name = path.join(' ');
  if (name === 'toolResults tool') return toolOffers(place);
  if (name === 'mcp') return (knowledge.servers ?? []).map((server) => offerOf(server, 'MCP server'));
  if (name === 'model' || name === 'model id' || name === 'polyprompt.models')
    return knowledge.models.models.map(({ id, detail }) => ({ kind: 'model', label: id, detail, insert: id }));
  const values = Object.hasOwn(knownValues, name) ? (knownValues[name] ?? []) : [];
  if (name === 'messages role' && format !== 'github') return [];
  return values.map((value) => offerOf(value, ''));
}

function offerOf(label: string, detail: string): Offer {
  return { kind: 'value', label, detail, insert: label };
}

/** Offers the tools that the prompt declares, of which the half-written line is none. */
function toolOffers({ text, offset, format }: PromptPlace): readonly Offer[] {
  const { tools } = readPrompt({ path: '', text: withoutLineAt(text, offset) }, format);
  return tools.map(({ name, description = 'tool' }) => offerOf(name, description));
}

const knownValues: Readonly<Record<string, readonly string[]>> = {
  toolChoice: ['auto', 'required', 'none'],
  returnToolRequests: ['true', 'false'],
  'output format': ['text', 'json'],
  responseFormat: ['text', 'json_object', 'json_schema'],
  'messages role': ['system', 'user', 'assistant'],
  'config reasoningEffort': reasoningEfforts,
  'model options reasoningEffort': reasoningEfforts,
  'model provider': ['openai', 'azure', 'foundry', 'anthropic'],
  'model apiType': ['chat', 'responses'],
  template: ['jinja2', 'mustache'],
  'modelParameters reasoningEffort': reasoningEfforts,
  'config verbosity': verbosities,
  'model options verbosity': verbosities,
  'modelParameters verbosity': verbosities,
};
