import { renderValue } from '../grading/gradeCheck.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Parameters, ToolDefinition } from '../messages.ts';

/**
 * A suite's settings rendered over a case's variables, which descriptions and schemas of tools, the schema of the answer and the
 * instructions may name. Settings without any are returned as they are. Throws `invalid-check` that quotes a template which cannot be
 * rendered.
 */
export function renderedSettings(parameters: Parameters, vars: JsonObject): Parameters {
  const { tools, output, instructions } = parameters;
  if (!/\{[{%]/.test(JSON.stringify([tools, output, instructions]))) return parameters;
  return {
    ...parameters,
    ...(tools ? { tools: tools.map((tool) => renderedTool(tool, vars)) } : {}),
    ...(output?.schema ? { output: { ...output, schema: renderedMap(output.schema, vars) } } : {}),
    ...(instructions === undefined ? {} : { instructions: renderedText(instructions, vars) }),
  };
}

function renderedTool(tool: ToolDefinition, vars: JsonObject): ToolDefinition {
  const { description, inputSchema } = tool;
  return {
    ...tool,
    name: renderedText(tool.name, vars),
    ...(description === undefined ? {} : { description: renderedText(description, vars) }),
    ...(inputSchema ? { inputSchema: renderedMap(inputSchema, vars) } : {}),
  };
}

function renderedText(text: string, vars: JsonObject): string {
  return String(renderValue(text, vars));
}

function renderedMap(map: JsonObject, vars: JsonObject): JsonObject {
  const rendered: JsonValue = renderValue(map, vars);
  return isJsonObject(rendered) ? rendered : map;
}
