import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { Message, ModelCall, Part, ToolCall, ToolDefinition } from '../../messages.ts';
import { fillSchema, sourceOf } from './fillSchema.ts';
import type { Task } from './task.ts';
import { stemsOf } from './words.ts';

type ResultPart = Extract<Part, { type: 'tool-result' }>;

/** The call that a simulated model makes now: of a tool that has to be called, or of the next one that the text speaks of. */
export function nextCall(call: ModelCall, task: Task): ToolCall | undefined {
  const results = latestResults(call.messages);
  const tool = toolToCall(call, task, results);
  if (!tool) return undefined;
  const schema = tool.inputSchema ?? {};
  const filled = fillSchema({ type: 'object', ...schema }, tool.name, sourceOf(task, schema, 'plain'));
  const input = isJsonObject(filled) ? { ...filled, ...knownValues(filled, results) } : {};
  const before = callCount(results, tool);
  return { id: before === 0 ? `call_${tool.name}` : `call_${tool.name}_${before + 1}`, name: tool.name, input };
}

/** The results since the user spoke last, in their order. */
export function latestResults(messages: readonly Message[]): readonly ResultPart[] {
  const spoken = messages.findLastIndex(({ role }) => role === 'user');
  const parts = messages.slice(spoken + 1).flatMap((message) => message.parts);
  return parts.filter((part) => part.type === 'tool-result');
}

/** The results in words, one a line. */
export function wordsOf(results: readonly ResultPart[]): string {
  return results
    .map(({ name, output, isError }) => (isError ? `${name} failed: ${output}` : `${name} says: ${spelledOut(output)}`))
    .join('\n');
}

function toolToCall({ parameters }: ModelCall, task: Task, results: readonly ResultPart[]): ToolDefinition | undefined {
  const { tools = [], toolChoice = 'auto' } = parameters;
  if (toolChoice === 'none') return undefined;
  const spoken = new Set(stemsOf(`${task.instructions} ${task.material}`));
  if (results.length > 0) return toolChoice === 'auto' ? furtherTool(tools, spoken, results) : undefined;
  if (typeof toolChoice === 'object') return tools.find((tool) => tool.name === toolChoice.name);
  const named = tools.find((tool) => nameStems(tool).some((word) => spoken.has(word)));
  return named ?? (toolChoice === 'required' ? tools[0] : undefined);
}

/** A tool that asked to be tried again, once; else the first one that was not called and that the text names apart from the others. */
function furtherTool(
  tools: readonly ToolDefinition[],
  spoken: ReadonlySet<string>,
  results: readonly ResultPart[],
): ToolDefinition | undefined {
  const last = results.at(-1);
  const isPassing = last?.isError === true && /again|retry|time(?:d )?out|\b(?:429|503)\b/i.test(last.output);
  const failed = isPassing ? tools.find(({ name }) => name === last.name) : undefined;
  if (failed && callCount(results, failed) === 1) return failed;
  return tools.find((tool) => callCount(results, tool) === 0 && ownStems(tool, tools).some((word) => spoken.has(word)));
}

function callCount(results: readonly ResultPart[], tool: ToolDefinition): number {
  return results.filter(({ name }) => name === tool.name).length;
}

function nameStems({ name }: ToolDefinition): string[] {
  return stemsOf(name.replace(/([a-z])([A-Z])/g, '$1 $2'));
}

/** The words of a tool's name that no other tool has. */
function ownStems(tool: ToolDefinition, tools: readonly ToolDefinition[]): string[] {
  const others = new Set(tools.filter((other) => other !== tool).flatMap(nameStems));
  return nameStems(tool).filter((word) => !others.has(word));
}

/** The values that results hold under the very names of the arguments; the latest counts. */
function knownValues(input: JsonObject, results: readonly ResultPart[]): JsonObject {
  const told = results.filter(({ isError }) => isError !== true).flatMap(({ output }) => fieldsIn(parsed(output)));
  return Object.fromEntries(told.filter(([name, value]) => name in input && typeof value === typeof input[name]));
}

/** Every named value at any depth, the outermost last. */
function fieldsIn(value: JsonValue): (readonly [string, JsonValue])[] {
  if (Array.isArray(value)) return value.flatMap(fieldsIn);
  if (!isJsonObject(value)) return [];
  return [...Object.values(value).flatMap(fieldsIn), ...Object.entries(value)];
}

function spelledOut(output: string): string {
  const value = parsed(output);
  if (!isJsonObject(value)) return output;
  return Object.entries(value)
    .map(([name, field]) => `${name}: ${typeof field === 'string' ? field : JSON.stringify(field)}`)
    .join(', ');
}

function parsed(output: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(output);
    return value;
  } catch {
    return output;
  }
}
