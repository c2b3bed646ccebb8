import { hashJson } from '../../hash.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { defined, objectAt, textAt } from '../../jsonRead.ts';
import type { ToolDefinition } from '../../messages.ts';
import type { ToolSettings } from '../toolSettings.ts';

/** The longest name of a tool that every vendor takes. */
const longestName = 64;
const between = '__';

/** The name under which a model is told of a server's tool: `orders__find`. What vendors refuse is replaced, and marked by a hash. */
export function toolNameAt(server: string, tool: string): string {
  const name = `${server}${between}${tool.replaceAll(/[^A-Za-z0-9_-]/g, '_')}`;
  if (name === `${server}${between}${tool}` && name.length <= longestName) return name;
  const mark = `_${hashJson(tool).slice(0, 8)}`;
  return `${name.slice(0, longestName - mark.length)}${mark}`;
}

/** True for the name of a tool of one of these servers, whether or not there is such a tool. */
export function isToolOf(servers: readonly string[], name: string): boolean {
  return servers.some((server) => name.startsWith(`${server}${between}`));
}

/** The names of all servers that some settings name, each once. */
export function namesOfServers(settings: readonly (ToolSettings | undefined)[]): readonly string[] {
  return [...new Set(settings.flatMap((source) => source?.mcp ?? []))];
}

/** The tools of a server as a model is told of them. */
export function toolsAt(server: string, tools: readonly ToolDefinition[]): readonly ToolDefinition[] {
  return tools.map((tool) => ({ ...tool, name: toolNameAt(server, tool.name) }));
}

/** A tool as `tools/list` describes it; undefined for anything else. */
export function listedTool(value: JsonValue): ToolDefinition | undefined {
  const name = textAt(value, 'name');
  if (name === undefined || name === '') return undefined;
  const schema = objectAt(value, 'inputSchema') ?? {};
  return { name, ...defined({ description: textAt(value, 'description') }), inputSchema: objectSchema(schema) };
}

/** OpenAI answers 400 to the schema of a tool that is no object with properties. */
function objectSchema(schema: JsonObject): JsonObject {
  return { type: 'object', properties: {}, ...cleanMap(schema) };
}

/** Words of newer drafts of JSON Schema, and names of the schema itself, which vendors refuse. Without them it allows more, never less. */
const refusedWords = new Set([
  '$schema',
  '$id',
  '$anchor',
  '$comment',
  '$vocabulary',
  '$dynamicRef',
  '$dynamicAnchor',
  'unevaluatedProperties',
  'unevaluatedItems',
  'minContains',
  'maxContains',
  'dependentRequired',
  'dependentSchemas',
  'contentEncoding',
  'contentMediaType',
  'contentSchema',
]);
/** Keys that hold names of the author's own, each with a schema. */
const nameMaps = new Set(['properties', 'patternProperties', '$defs', 'definitions']);
/** Keys that hold data and no schema. */
const data = new Set(['enum', 'const', 'default', 'examples', 'required']);

function cleanMap(schema: JsonObject): JsonObject {
  const kept = Object.entries(schema).filter(([key]) => !refusedWords.has(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, cleanField(key, value)]));
}

function cleanField(key: string, value: JsonValue): JsonValue {
  if (data.has(key)) return value;
  if (!nameMaps.has(key) || !isJsonObject(value)) return cleanValue(value);
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, cleanValue(schema)]));
}

function cleanValue(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(cleanValue);
  return isJsonObject(value) ? cleanMap(value) : value;
}
