import { isJsonObject, type JsonObject } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import type { Message, ModelCall } from '../../messages.ts';
import { textOf } from '../contract/provider.ts';
import type { Option } from './classify.ts';
import { readOptions } from './readOptions.ts';
import { sentencesOf } from './words.ts';

export type TaskKind = 'json' | 'classify' | 'calculate' | 'extract' | 'reply' | 'summarise' | 'answer';

/** The task of a prompt, as far as a simulated model can tell. */
export interface Task {
  readonly kind: TaskKind;
  readonly instructions: string;
  /** The text that the instructions are about. */
  readonly material: string;
  readonly options: readonly Option[];
  readonly schema?: JsonObject;
  /** True when the settings ask for JSON, and not only the words of the prompt. */
  readonly strictJson: boolean;
  /** The thing that is asked for, in the prompt's words. */
  readonly request: string;
  /** The statements of the prompt, without its orders and questions. */
  readonly knowledge: string;
}

interface Halves {
  readonly instructions: string;
  readonly material: string;
}

const materialLabel =
  /^[ \t]*(?:#+\s*|\*\*)?(?:the\s+)?(?:customer\s+|support\s+|user\s+|input\s+)?(?:ticket|message|text|e-?mail|input|question|review|article|document|comment|feedback|transcript|content|context|problem|passage|note|body|query)\b[^:\n]{0,24}:\**[ \t]*/gim;
const answerLabel =
  /^[ \t]*(?:answer|output|category|label|response|reply|json|classification|summary|result)\s*:\s*$/gim;
const delimited = [
  /```[\w-]*\n([\s\S]+?)\n?```/,
  /"""\s*([\s\S]+?)\s*"""/,
  /<([a-z][\w-]*)>\s*([\s\S]+?)\s*<\/\1>/i,
  /^-{3,}\n([\s\S]+?)\n-{3,}$/m,
];

/** Reads the task out of a call's messages and settings. */
export function readTask(call: ModelCall): Task {
  const { instructions, material } = splitPrompt(call.messages);
  const output = call.parameters.output;
  const schema = output?.schema ?? schemaFromPrompt(instructions);
  const options = readOptions(instructions);
  const wantsJson = output?.format === 'json' || schema !== undefined || /\bjson\b/i.test(instructions);
  const kind = wantsJson ? 'json' : kindOf(instructions, material, options);
  return {
    kind,
    instructions,
    material,
    options,
    strictJson: output?.format === 'json',
    request: requestIn(instructions, material),
    knowledge: knowledgeIn(instructions, material),
    ...defined({ schema }),
  };
}

/** The kind of task that words of the instructions point to; the first match counts. */
const kindWords: readonly (readonly [TaskKind, RegExp])[] = [
  ['extract', /\b(?:extract|list (?:all|the|every)|find (?:all|the|every)|identify)\b/i],
  ['summarise', /\b(?:summari[sz]e|summary|tl;?dr|key points|in (?:one|two|three|\d+) sentences?|headline|shorten)\b/i],
  [
    'reply',
    /\b(?:reply|respond to|write (?:an? )?(?:short |polite |friendly )*(?:answer|e-?mail|response|message)|draft|support (?:assistant|agent)|customer support)\b/i,
  ],
];

function kindOf(instructions: string, material: string, options: readonly Option[]): TaskKind {
  if (options.length >= 2) return 'classify';
  const spoken = kindWords.find(([, words]) => words.test(instructions))?.[0];
  if (spoken) return spoken;
  const asksForFigure = /\b(?:how (?:many|much)|calculate|compute|what is [\d(])/i.test(`${instructions}\n${material}`);
  return asksForFigure && /\d/.test(material) ? 'calculate' : 'answer';
}

function splitPrompt(messages: readonly Message[]): Halves {
  const system = messages
    .filter((message) => message.role === 'system')
    .map(textOf)
    .join('\n');
  const last = messages.findLast((message) => message.role === 'user');
  const user = last ? textOf(last).trim() : '';
  const halves = delimitedHalves(user) ?? labelledHalves(user) ?? paragraphHalves(user, system.trim() !== '');
  return {
    instructions: `${system}\n${halves.instructions}`.trim(),
    material: halves.material.trim() || user || system,
  };
}

function delimitedHalves(user: string): Halves | undefined {
  for (const pattern of delimited) {
    const match = pattern.exec(user);
    const inside = match?.at(-1);
    if (!match || inside === undefined || /^\s*[{[]/.test(inside)) continue;
    return { instructions: user.replace(match[0], '\n'), material: inside };
  }
  return undefined;
}

function labelledHalves(user: string): Halves | undefined {
  const label = [...user.matchAll(materialLabel)].find(
    (match) => user.slice(match.index + match[0].length).trim() !== '',
  );
  if (!label) return undefined;
  const start = label.index + label[0].length;
  const end = [...user.matchAll(answerLabel)].find((match) => match.index > start)?.index ?? user.length;
  return { instructions: `${user.slice(0, label.index)}\n${user.slice(end)}`, material: user.slice(start, end) };
}

/** Splits a prompt without any marks: the longest paragraph that gives no order is the material. */
function paragraphHalves(user: string, hasSystem: boolean): Halves {
  if (hasSystem) return { instructions: '', material: user };
  const paragraphs = user.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '');
  const candidates = paragraphs.filter((paragraph) => !isOrder(paragraph));
  const material = candidates.sort((left, right) => right.length - left.length)[0];
  if (paragraphs.length < 2 || material === undefined) return { instructions: user, material: afterFirstColon(user) };
  return { instructions: paragraphs.filter((paragraph) => paragraph !== material).join('\n'), material };
}

function isOrder(paragraph: string): boolean {
  return /^\s*(?:please\s+)?(?:you are|classify|summari[sz]e|extract|answer|return|respond|write|translate|list|explain|decide|label|choose|give|reply|output|rewrite|identify|tag|tell|create|generate|compose|make|the categories|categories|options|rules?)\b/i.test(
    paragraph,
  );
}

function afterFirstColon(user: string): string {
  const colon = /:\s+(?=\S)/.exec(user);
  return colon && user.length - colon.index > 20 ? user.slice(colon.index + colon[0].length) : user;
}

/** The question in the text, else the last order or question of the instructions. */
function requestIn(instructions: string, material: string): string {
  const question = sentencesOf(material).findLast((sentence) => sentence.endsWith('?'));
  const orders = sentencesOf(instructions).filter((sentence) => isOrder(sentence) || sentence.endsWith('?'));
  return question ?? orders.at(-1) ?? firstOf(instructions) ?? firstOf(material) ?? '';
}

/** The statements that an answer may be quoted from: sentences that neither ask nor order, wherever they stand. */
function knowledgeIn(instructions: string, material: string): string {
  const statements = sentencesOf(`${material}\n${instructions}`).filter(
    (sentence) => !sentence.endsWith('?') && !isOrder(sentence),
  );
  return statements.join('\n');
}

function firstOf(text: string): string | undefined {
  return sentencesOf(text)[0];
}

/** A schema from an example object in the prompt, or from a list of keys that it names. */
function schemaFromPrompt(instructions: string): JsonObject | undefined {
  return schemaFromExample(instructions) ?? schemaFromKeys(instructions);
}

function schemaFromExample(instructions: string): JsonObject | undefined {
  const example = /\{[\s\S]*\}/.exec(instructions)?.[0];
  if (example === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(example);
    return isJsonObject(parsed) ? (parsed['type'] === 'object' ? parsed : schemaLike(parsed)) : undefined;
  } catch {
    const keys = [...example.matchAll(/"([\w-]+)"\s*:/g)].map((match) => match[1] ?? '');
    return keys.length > 0 ? schemaOfKeys(keys) : undefined;
  }
}

/** A schema from an example: a value such as `"low|medium|high"` lists the choices, and any other stands for its type. */
function schemaLike(example: JsonObject): JsonObject {
  const properties = Object.entries(example).map(([key, value]): [string, JsonObject] => {
    if (typeof value === 'string' && /^[\w -]+(?:\s*\|\s*[\w -]+)+$/.test(value)) {
      return [key, { type: 'string', enum: value.split('|').map((choice) => choice.trim()) }];
    }
    if (Array.isArray(value)) return [key, { type: 'array', items: { type: 'string' } }];
    if (isJsonObject(value)) return [key, schemaLike(value)];
    return [key, { type: typeof value === 'object' ? 'string' : typeof value }];
  });
  return { type: 'object', properties: Object.fromEntries(properties), required: Object.keys(example) };
}

function schemaFromKeys(instructions: string): JsonObject | undefined {
  const match =
    /\bjson\b[^.\n]{0,40}?\b(?:(?:with|containing|has)\s+(?:(?:the|these|following|only)\s+)*(?:keys?|fields?|properties)?|keys?|fields?|properties)\s*:?\s+([^.\n]+)/i.exec(
      instructions,
    );
  const words = (match?.[1] ?? '')
    .replace(/\s+(?:for|from|of|about|describing|based)\b.*$/i, '')
    .split(/,\s*(?:and\s+)?|\s+and\s+/)
    .map((word) => word.replace(/^["'`]+|["'`:]+$/g, '').trim());
  const keys = words
    .map((word) => word.replace(/^(?:the|an?)\s+/, '').replaceAll(' ', '_'))
    .filter((word) => /^[\w-]{2,30}$/.test(word));
  return keys.length > 0 ? schemaOfKeys(keys) : undefined;
}

function schemaOfKeys(keys: readonly string[]): JsonObject {
  const properties = Object.fromEntries(keys.map((key): [string, JsonObject] => [key, schemaByName(key)]));
  return { type: 'object', properties, required: [...keys] };
}

/** A schema from the name of a key, which has to tell the type. */
function schemaByName(key: string): JsonObject {
  if (/^(?:is|has|needs|requires|should)_|_(?:requested|required|needed)$|^urgent$/i.test(key))
    return { type: 'boolean' };
  if (/^(?:confidence|score|rating|quantity|count)$/i.test(key)) return { type: 'number' };
  if (/^(?:tags|keywords|topics)$/i.test(key)) return { type: 'array', items: { type: 'string' } };
  if (/^(?:priority|urgency|severity)$/i.test(key)) return { type: 'string', enum: ['low', 'medium', 'high'] };
  if (/^sentiment$/i.test(key)) return { type: 'string', enum: ['positive', 'neutral', 'negative'] };
  return { type: 'string' };
}
