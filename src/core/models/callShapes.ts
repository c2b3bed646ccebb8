import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { OutputFormat, ToolChoice, ToolDefinition } from '../messages.ts';

// Reads tools, tool choice and answer formats in the forms of the vendors' own requests, since files of other tools copy those.

/** Reads a tool in OpenAI's, Anthropic's or Google's form; undefined for anything else. */
export function toolDefinitionOf(value: JsonValue): ToolDefinition | undefined {
  if (!isJsonObject(value)) return undefined;
  const inner = value['function'];
  const map: JsonObject = isJsonObject(inner) ? inner : value;
  const { name, description, strict } = map;
  const schema = map['parameters'] ?? map['input_schema'] ?? map['inputSchema'];
  if (typeof name !== 'string') return undefined;
  return {
    name,
    ...(typeof description === 'string' ? { description } : {}),
    ...(isJsonObject(schema) ? { inputSchema: schema } : {}),
    ...(typeof strict === 'boolean' ? { strict } : {}),
  };
}

/** Reads a `tool_choice`; undefined for anything else. */
export function toolChoiceOf(value: JsonValue | undefined): ToolChoice | undefined {
  if (value === 'auto' || value === 'none' || value === 'required') return value;
  if (!isJsonObject(value)) return undefined;
  if (value['type'] === 'auto') return 'auto';
  if (value['type'] === 'any') return 'required';
  const inner = value['function'];
  const name = isJsonObject(inner) ? inner['name'] : value['name'];
  return typeof name === 'string' ? { name } : undefined;
}

/** Reads a `response_format`; undefined for an unknown kind. */
export function outputFormatOf(value: JsonValue | undefined): OutputFormat | undefined {
  if (!isJsonObject(value)) return undefined;
  if (value['type'] === 'text') return { format: 'text' };
  if (value['type'] === 'json_object') return { format: 'json' };
  if (value['type'] !== 'json_schema') return undefined;
  const wrapped = value['json_schema'];
  const { name, strict, schema }: JsonObject = isJsonObject(wrapped) ? wrapped : value;
  return {
    format: 'json',
    ...(isJsonObject(schema) ? { schema } : {}),
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof strict === 'boolean' ? { strict } : {}),
  };
}
