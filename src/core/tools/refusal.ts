import { isJsonObject, type JsonValue } from '../json.ts';
import type { ToolDefinition } from '../messages.ts';

/** What a model is told of a call that names no tool of the prompt; undefined for one that does. */
export function unknownTool(name: string, tools: readonly ToolDefinition[]): string | undefined {
  if (tools.some((tool) => tool.name === name)) return undefined;
  const names = tools.map((tool) => tool.name).join(', ');
  return `There is no tool "${name}".${names === '' ? '' : ` There are: ${names}.`}`;
}

/** What a model is told of arguments that are no JSON object, quoting them; undefined for an object. */
export function brokenArguments({
  name,
  input,
}: {
  readonly name: string;
  readonly input: JsonValue;
}): string | undefined {
  if (isJsonObject(input)) return undefined;
  const quoted = typeof input === 'string' ? input : JSON.stringify(input);
  return `The arguments of ${name} are no JSON object, so it was not called: ${quoted}`;
}
