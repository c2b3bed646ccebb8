import { isJsonObject, type JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { type OutputFormat, type Parameters, type ToolDefinition, verbosities } from '../messages.ts';
import { outputFormatOf, toolChoiceOf, toolDefinitionOf } from '../models/callShapes.ts';
import { itemsOf, type SourceNode, textOf } from './sourceNode.ts';
import { withoutScheme } from './suitePath.ts';
import type { SuiteReading } from './suiteReading.ts';

/** Keys that have a meaning of their own, beside the plain settings. */
const otherKeys = [
  'tools',
  'functions',
  'tool_choice',
  'toolChoice',
  'response_format',
  'responseFormat',
  'functionToolCallbacks',
  'generationConfig',
  'instructions',
  'text',
] as const;

/** Reads a `config:` map in a vendor's words as our parameters. An unknown key is reported and not sent. */
export async function readParameters(reading: SuiteReading, written: SourceNode): Promise<Parameters> {
  const node = await reading.follow(written);
  const { value } = node;
  if (!isJsonObject(value)) return {};
  const settings = node.settings();
  const handled = otherKeys.map((key) => node.keyPlace(key).range.start);
  for (const problem of settings.problems) {
    const isHandled = problem.code === 'unknown-setting' && handled.includes(problem.range.start);
    if (!isHandled) reading.problems.push({ ...problem, file: node.file });
  }
  const nested = value['generationConfig'] === undefined ? {} : node.child('generationConfig').settings().parameters;
  const tools = [
    ...(await readTools(reading, node.child('tools'))),
    ...(await readTools(reading, node.child('functions'))),
  ];
  const toolChoice = toolChoiceOf(value['tool_choice'] ?? value['toolChoice']);
  const format = await reading.follow(
    node.child(value['response_format'] === undefined ? 'responseFormat' : 'response_format'),
  );
  const text = await reading.follow(node.child('text'));
  const verbosity = readVerbosity(reading, text);
  const output =
    (await readOutput(reading, format)) ?? (await readOutput(reading, await reading.follow(text.child('format'))));
  const instructions = await readInstructions(reading, node.child('instructions'));
  return {
    ...nested,
    ...settings.parameters,
    ...(tools.length > 0 ? { tools } : {}),
    ...(toolChoice ? { toolChoice } : {}),
    ...defined({ output }),
    ...verbosity,
    ...(instructions === undefined || instructions === '' ? {} : { instructions }),
  };
}

/** Reads a text, or the file that it names. */
async function readInstructions(reading: SuiteReading, node: SourceNode): Promise<string | undefined> {
  const text = textOf(node);
  if (!text?.startsWith('file://')) return text;
  const [path] = await reading.pathsOf(withoutScheme(text), node.place);
  return path === undefined ? undefined : reading.readPath(path, node.place);
}

/** The Responses API writes the verbosity beside the format, in `text`. */
function readVerbosity(reading: SuiteReading, text: SourceNode): Pick<Parameters, 'verbosity'> {
  if (!isJsonObject(text.value)) return {};
  for (const key of Object.keys(text.value).filter((name) => name !== 'format' && name !== 'verbosity')) {
    const message = `Polyprompt does not know the setting "text.${key}" and does not send it.`;
    reading.report(text.keyPlace(key), 'unknown-setting', message, 'information');
  }
  const { value, place } = text.child('verbosity');
  const verbosity = verbosities.find((known) => known === value);
  if (value !== null && verbosity === undefined)
    reading.report(place, 'wrong-type', `Verbosity is one of ${verbosities.join(', ')}.`);
  return defined({ verbosity });
}

async function readTools(reading: SuiteReading, written: SourceNode): Promise<readonly ToolDefinition[]> {
  if (written.value === null) return [];
  const node = await reading.follow(written);
  const items = await Promise.all(itemsOf(node).map((item) => reading.follow(item)));
  return items.flatMap((item): readonly ToolDefinition[] => {
    const { value } = item;
    if (!isJsonObject(value)) return Array.isArray(value) ? value.flatMap(toolsIn) : [];
    const declarations = value['functionDeclarations'] ?? value['function_declarations'];
    const found = Array.isArray(declarations) ? declarations.flatMap(toolsIn) : toolsIn(value);
    if (found.length === 0) reading.leaveOut(item.place, 'This kind of tool');
    return found;
  });
}

function toolsIn(value: JsonValue): readonly ToolDefinition[] {
  const tool = toolDefinitionOf(value);
  return tool ? [tool] : [];
}

async function readOutput(reading: SuiteReading, node: SourceNode): Promise<OutputFormat | undefined> {
  const { value } = node;
  if (!isJsonObject(value)) return undefined;
  const wrapped = await reading.follow(node.child('json_schema'));
  const format = outputFormatOf(isJsonObject(wrapped.value) ? { ...value, json_schema: wrapped.value } : value);
  if (!format) reading.leaveOut(node.place, 'This answer format', 'Write text, json_object or json_schema.');
  return format;
}
