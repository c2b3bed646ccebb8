import { PolypromptError } from '../errors.ts';
import { isJsonObject, type JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import type { Parameters } from '../messages.ts';
import { readYaml, valueAt } from '../text/yamlSource.ts';
import type { ToolSettings } from '../tools/toolSettings.ts';
import { readCsv } from './csvTable.ts';
import { filePrompt } from './filePrompt.ts';
import { readJsonLines } from './jsonLines.ts';
import { reportUnknownKeys } from './knownKeys.ts';
import { readParameters } from './readParameters.ts';
import { readScriptFile } from './readScript.ts';
import { itemsOf, type SourceNode, textOf } from './sourceNode.ts';
import type { SourcePlace, SuitePrompt, TextFile } from './suite.ts';
import { baseName, extensionOf, resolvePath, scriptLanguage, withoutScheme } from './suitePath.ts';
import type { SuiteReading } from './suiteReading.ts';
import { readToolMocks } from './suiteTools.ts';
import { templateFault, templatePrompt } from './templatePrompt.ts';

/** The additions that an entry of `prompts:` makes to the text that it names. */
interface PromptExtras {
  readonly label?: string;
  readonly id?: string;
  readonly parameters: Parameters;
  readonly tools?: ToolSettings;
  readonly prefix: string;
  readonly suffix: string;
  readonly place: SourcePlace;
  /** The place of the text itself, where that is not the entry. */
  readonly textPlace?: SourcePlace;
  /** Where the text stands in its file, and how it is read from there; absent where it is no single text. */
  readonly source?: TextSource;
}

/** A text of a file that can be read again after the file has changed. */
interface TextSource extends Pick<TextFile, 'file' | 'path'> {
  /** The text; undefined where there is none in the file any more. */
  read(text: string): string | undefined;
}

/** Reads `prompts:`: texts, files, maps of either, or a map from file to label. */
export async function readPrompts(reading: SuiteReading, written: SourceNode): Promise<readonly SuitePrompt[]> {
  const followed = await reading.follow(written);
  // A file that holds a chat is the prompt itself, not a list of prompts.
  const node = isChat(followed.value) ? written : followed;
  if (node.value === null) return [];
  const { value } = node;
  if (isJsonObject(value) && !['raw', 'id', 'label'].some((key) => Object.hasOwn(value, key)))
    return readLabelled(reading, node);
  const items = Array.isArray(value) ? itemsOf(node) : [node];
  const prompts: SuitePrompt[] = [];
  for (const item of items) prompts.push(...(await readEntry(reading, item)));
  return prompts;
}

function isChat(value: JsonValue): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => isJsonObject(item) && 'role' in item);
}

async function readLabelled(reading: SuiteReading, node: SourceNode): Promise<readonly SuitePrompt[]> {
  const prompts: SuitePrompt[] = [];
  for (const path of Object.keys(isJsonObject(node.value) ? node.value : {})) {
    const label = textOf(node.child(path));
    const extras = { ...defined({ label }), ...bare(node.keyPlace(path)) };
    prompts.push(...(await readReference(reading, path, extras)));
  }
  return prompts;
}

function bare(place: SourcePlace): PromptExtras {
  return { parameters: {}, prefix: '', suffix: '', place };
}

async function readEntry(reading: SuiteReading, node: SourceNode): Promise<readonly SuitePrompt[]> {
  const text = textOf(node);
  if (text !== undefined)
    return readReference(reading, text, { ...bare(node.place), ...defined({ source: sourceOf(node) }) });
  reportUnknownKeys(reading, node, 'prompt');
  const [raw, id, label] = ['raw', 'id', 'label'].map((key) => textOf(node.child(key)));
  const content = raw ?? id ?? label;
  if (content === undefined) {
    reading.report(node.place, 'wrong-type', 'A prompt is a text, a file, or a map with "raw" and "label".');
    return [];
  }
  const tools = await readToolMocks(reading, node.child('config'));
  const extras = {
    ...defined({ label, id, tools }),
    parameters: await readParameters(reading, node.child('config')),
    prefix: textOf(node.child('prefix')) ?? '',
    suffix: textOf(node.child('suffix')) ?? '',
    place: node.place,
  };
  return raw === undefined || raw.startsWith('file://')
    ? readReference(reading, content, extras)
    : [inline(reading, content, { ...extras, ...defined({ source: sourceOf(node.child('raw')) }) })];
}

function sourceOf({ file, path }: SourceNode): TextSource | undefined {
  if (path === undefined) return undefined;
  const read = (text: string) => {
    const value = valueAt(readYaml(text, 0, { shape: 'any', merge: true }).content, path);
    return typeof value === 'string' ? value : undefined;
  };
  return { file, path, read };
}

function inline(reading: SuiteReading, raw: string, extras: PromptExtras, label = extras.label ?? raw): SuitePrompt {
  const { id, parameters, prefix, suffix, place, tools, source } = extras;
  const text = `${prefix}${raw}${suffix}`;
  const fault = templateFault(text);
  if (fault !== undefined)
    reading.report(extras.textPlace ?? place, 'invalid-template', `This prompt template cannot be read: ${fault}`);
  const named = defined({ id, tools });
  const make = (written: string) =>
    templatePrompt({
      ...named,
      label,
      raw: `${prefix}${written}${suffix}`,
      parameters,
      place,
      environment: reading.environment,
    });
  return { ...make(raw), ...defined({ textFile: source && textFile(source, make) }) };
}

function textFile({ file, path, read }: TextSource, make: (raw: string) => SuitePrompt): TextFile {
  const reread = (text: string) => {
    const raw = read(text);
    if (raw !== undefined) return make(raw);
    throw new PolypromptError('invalid-prompt', `The text of the prompt is not where it stood in ${file}.`);
  };
  return { file, ...defined({ path }), reread };
}

const promptFile = /\.(?:prompt|prompty|prompt\.ya?ml)$/i;
const knownFile = /\.(?:cjs|cts|j2|js|json|jsonl|md|mjs|mts|py|ts|txt|ya?ml|csv|prompt|prompty)(?::[\w$.]+)?$/i;

/** Reads a text that names a file, or is the prompt itself. */
async function readReference(
  reading: SuiteReading,
  text: string,
  extras: PromptExtras,
): Promise<readonly SuitePrompt[]> {
  const isFile = text.startsWith('file://');
  if (!isFile && !(await namesFile(reading, text))) return [inline(reading, text, extras)];
  if (/^(?:portkey|langfuse|helicone):\/\//.test(text)) {
    reading.leaveOut(extras.place, 'A prompt from a service');
    return [];
  }
  const language = scriptLanguage(text);
  if (language === 'JavaScript') return readScriptPrompt(reading, text, extras);
  if (language) {
    reading.leaveOut(extras.place, `A prompt in a ${language} file`);
    return [];
  }
  const prompts: SuitePrompt[] = [];
  for (const path of await reading.pathsOf(text, extras.place))
    prompts.push(...(await readFile(reading, path, extras)));
  return prompts;
}

/** Reads a prompt that a function makes; its text is not known before a case runs. */
async function readScriptPrompt(
  reading: SuiteReading,
  reference: string,
  extras: PromptExtras,
): Promise<readonly SuitePrompt[]> {
  const script = await readScriptFile(reading, reference, extras.place);
  if (script === undefined) return [];
  const name = withoutScheme(reference);
  const { source: _none, ...rest } = extras;
  return [{ ...inline(reading, name, rest, extras.label ?? name), script }];
}

/** True when a line without `file://` means a file: it ends like one, or there is a file of that name. */
async function namesFile(reading: SuiteReading, text: string): Promise<boolean> {
  if (/[\r\n]/.test(text)) return false;
  if (/^(?:portkey|langfuse|helicone):\/\//.test(text)) return true;
  if (knownFile.test(text) && !/\s|\{\{/.test(text)) return true;
  if (!/[\\/*]|\.\w{2,4}$/.test(text)) return false;
  const path = resolvePath(reading.file, withoutScheme(text));
  if (path.includes('*')) return (await reading.files.glob(path)).length > 0;
  return (await reading.files.read(path)) !== undefined;
}

async function readFile(reading: SuiteReading, path: string, extras: PromptExtras): Promise<readonly SuitePrompt[]> {
  if (promptFile.test(path)) {
    const prompt = await openPrompt(reading, path, extras.place, extras.label);
    return prompt ? [prompt] : [];
  }
  const text = await reading.readPath(path, extras.place);
  if (text === undefined) return [];
  const parts = partsOf(path, text);
  if (parts.length === 0) reading.report(extras.place, 'empty-file', `There is no prompt in "${path}".`);
  const name = baseName(path);
  const textPlace = { file: path, range: { start: 0, end: text.length } };
  const { source: _entry, ...rest } = extras;
  const source = { file: path, read: (changed: string) => partsOf(path, changed)[0]?.raw };
  return parts.map(({ raw, label }, index) => {
    const numbered = parts.length > 1 ? `${extras.label ?? name} #${index + 1}` : (extras.label ?? name);
    const own = { ...rest, textPlace, ...(parts.length === 1 ? { source } : {}) };
    return inline(reading, raw, own, label ?? numbered);
  });
}

/** Opens a prompt file of its own format, or says why there is none. */
export async function openPrompt(
  reading: SuiteReading,
  path: string,
  place: SourcePlace,
  label?: string,
): Promise<SuitePrompt | undefined> {
  const opened = await reading.files.openPrompt(path);
  if (!opened) {
    await reading.reportMissing(place, path, `There is no prompt file "${path}": correct the path.`);
    return undefined;
  }
  if ('refused' in opened) {
    reading.reportRefused(place, `The prompt "${path}"`, opened);
    return undefined;
  }
  reading.problems.push(...opened.problems.map((problem) => ({ ...problem, file: path })));
  if (opened.source.trim() === '') reading.report(place, 'empty-file', `There is no prompt in "${path}".`);
  return filePrompt(opened, { file: path, range: { start: 0, end: opened.source.length } }, label);
}

interface PromptPart {
  readonly raw: string;
  readonly label?: string;
}

/** The prompts of a file: several in `.txt` between `---` lines, one per line in `.jsonl` and `.csv`, one in all others. */
function partsOf(path: string, text: string): readonly PromptPart[] {
  const extension = extensionOf(path);
  if (extension === 'txt')
    return texts(
      text
        .replaceAll('\r\n', '\n')
        .split(/^[ \t]*---[ \t]*$/m)
        .map((part) => part.trim()),
    );
  if (extension === 'jsonl') return texts(readJsonLines(text).rows.map(({ value }) => JSON.stringify(value)));
  if (extension === 'yaml' || extension === 'yml') return texts([yamlAsJson(text)]);
  return extension === 'csv' ? csvPrompts(text) : texts([text]);
}

function texts(parts: readonly string[]): readonly PromptPart[] {
  return parts.filter((part) => part.trim() !== '').map((raw) => ({ raw }));
}

/** Reads YAML as JSON text. With templates in the places of values it is often no YAML before it is rendered; it then stays as it is. */
function yamlAsJson(text: string): string {
  const yaml = readYaml(text, 0, { shape: 'any', merge: true });
  return yaml.problems.length > 0 || holdsTemplateAsMap(yaml.content) ? text : JSON.stringify(yaml.content);
}

/** True when YAML has read an unquoted `{{name}}` as a map, which it takes for the key of another map. */
function holdsTemplateAsMap(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some(holdsTemplateAsMap);
  if (!isJsonObject(value)) return false;
  return Object.entries(value).some(([key, field]) => key.startsWith('{ ') || holdsTemplateAsMap(field));
}

function csvPrompts(text: string): readonly PromptPart[] {
  const { columns, rows } = readCsv(text);
  const prompt = Math.max(0, columns.indexOf('prompt'));
  const label = columns.indexOf('label');
  return rows.map(({ value }) => {
    const name = value[label];
    return { raw: value[prompt] ?? '', ...(name ? { label: name } : {}) };
  });
}
