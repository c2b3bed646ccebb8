import { isJsonObject, type JsonValue } from '../json.ts';
import type { ToolDefinition } from '../messages.ts';
import { type CheckInput, excerpt, type Finding, figure, invalidCheck, isText } from './grader.ts';
import { schemaErrors } from './jsonSchema.ts';
import { type CalledTool, structured, toolCallsOf } from './toolCallsOf.ts';

/** Holds when every function that is called is declared, and its arguments fit its schema. */
export async function gradeValidFunctionCall(input: CheckInput): Promise<Finding> {
  const calls = toolCallsOf(input.answer);
  const claim = 'be a valid function call';
  if (calls.length === 0) return { holds: false, claim, detail: 'It calls no function.' };
  return callsFinding(input, calls, claim);
}

/** Does the same for tools, with the list of calls in OpenAI's form; a result of an MCP tool in the text counts as a successful call. */
export async function gradeValidToolsCall(input: CheckInput): Promise<Finding> {
  const claim = 'be valid tool calls';
  const mcp = mcpOutcome(input);
  if (mcp) return { ...mcp, claim };
  const reported = (input.answer.toolCalls ?? []).length > 0;
  if (!reported && !looksLikeToolCalls(structured(input.answer.output))) {
    return { holds: false, claim, detail: 'It is no list of tool calls.' };
  }
  return callsFinding(input, toolCallsOf(input.answer), claim);
}

/**
 * The outcome of MCP tools that the text reports: one error makes it a failure, whatever results stand before it. Undefined without any.
 */
function mcpOutcome({ answer, text }: CheckInput): Pick<Finding, 'holds' | 'detail'> | undefined {
  const written = isText(answer.output) ? text : JSON.stringify(answer.output);
  for (const outcome of ['Error', 'Result'] as const) {
    const [found, tool = 'that it names'] =
      new RegExp(`MCP Tool ${outcome}(?: \\(([^)]{1,200})\\))?`).exec(written) ?? [];
    if (found === undefined) continue;
    const holds = outcome === 'Result';
    return { holds, detail: `The MCP tool ${tool} gave ${holds ? 'a result' : 'an error'}.` };
  }
  return undefined;
}

function looksLikeToolCalls(output: JsonValue): boolean {
  const list = isJsonObject(output) ? output['tool_calls'] : output;
  return (
    Array.isArray(list) && list.length > 0 && list.every((call) => isJsonObject(call) && isJsonObject(call['function']))
  );
}

async function callsFinding(input: CheckInput, calls: readonly CalledTool[], claim: string): Promise<Finding> {
  for (const call of calls) {
    const problem = await callProblem(input, call);
    if (problem !== undefined) return { holds: false, claim, detail: problem };
  }
  return { holds: true, claim };
}

async function callProblem({ answer, ports }: CheckInput, call: CalledTool): Promise<string | undefined> {
  const tool = (answer.tools ?? []).find(({ name }) => name === call.name);
  if (tool === undefined) return `It calls ${excerpt(call.name)}, which is not among the tools of the prompt.`;
  if (typeof call.input === 'string') return `The arguments of ${call.name} are no JSON: ${excerpt(call.input)}.`;
  const errors = await schemaErrors(schemaOfTool(tool), call.input, ports.sandbox);
  return errors.length > 0 ? `The arguments of ${call.name} are not by its schema: ${errors.join('; ')}.` : undefined;
}

/** The schema of a tool's arguments. A function without parameters takes none. Google writes its types in capitals. */
export function schemaOfTool({ inputSchema }: ToolDefinition) {
  const schema = inputSchema ?? { type: 'object', additionalProperties: false };
  const lowered = withLowerCaseTypes(schema);
  return isJsonObject(lowered) ? lowered : schema;
}

function withLowerCaseTypes(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withLowerCaseTypes);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      key === 'type' && isText(field) ? field.toLowerCase() : withLowerCaseTypes(field),
    ]),
  );
}

/** Grades by the F1 (0 to 1) of the set of called tools against the set of expected ones. */
export function gradeToolCallF1(input: CheckInput): Finding {
  const expected = new Set(expectedTools(input));
  const called = new Set(toolCallsOf(input.answer).map(({ name }) => name));
  const shared = [...called].filter((name) => expected.has(name)).length;
  const score = (2 * shared) / (called.size + expected.size);
  const threshold = input.assertion.threshold ?? 1;
  return {
    holds: score >= threshold,
    score,
    keepsScore: true,
    claim: `call ${[...expected].join(', ')} with an F1 of at least ${threshold}`,
    detail: `It called ${[...called].join(', ') || 'none'}: F1 ${figure(score)}.`,
  };
}

function expectedTools({ assertion, value }: CheckInput): readonly string[] {
  const list = isText(value) ? value.split(',') : Array.isArray(value) ? value.filter(isText) : [];
  const names = list.map((name) => name.trim()).filter((name) => name !== '');
  if (names.length === 0) throw invalidCheck(`"${assertion.type}" needs at least one tool name as its value.`);
  return names;
}
