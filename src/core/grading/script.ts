import { isScriptFile } from '../dataset/scriptFile.ts';
import { PolypromptError } from '../errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { foreignFinishReason } from '../providers/wire/finishWords.ts';
import { invalidCheck, type ScriptPorts } from './grader.ts';
import { scriptCalls, scriptMessages } from './transcript.ts';
import type { GradedAnswer } from './verdict.ts';

/**
 * Runs JavaScript of a suite over `values`, as a rule `output` and `context`, in this order: an expression, a function of both, a body with
 * `return`, or a file. Everything in it travels as values. Rejects with the sandbox's error, or with `invalid-check` for code that expects
 * templates to be filled in.
 */
export async function runScript(code: string, values: JsonObject, ports: ScriptPorts): Promise<JsonValue> {
  return (await runHeard(code, values, ports)).result;
}

/** Runs a script as `runScript` does, and also gives the lines that it wrote to its console: the first 20, each cut at 300 characters. */
export async function runHeard(code: string, values: JsonObject, ports: ScriptPorts): Promise<HeardResult> {
  const heard = await runInSandbox(code, values, ports);
  if (!isJsonObject(heard) || !Array.isArray(heard[heardKey])) return { result: heard, lines: [] };
  return { result: heard['result'] ?? null, lines: heard[heardKey].filter((line) => typeof line === 'string') };
}

export interface HeardResult {
  readonly result: JsonValue;
  readonly lines: readonly string[];
}

async function runInSandbox(code: string, values: JsonObject, ports: ScriptPorts): Promise<JsonValue> {
  if (ports.refusesScripts)
    throw new PolypromptError('untrusted-workspace', 'JavaScript of a suite runs in trusted workspaces only.');
  if (ports.sandbox === undefined) throw invalidCheck('JavaScript needs the sandbox, which is not there.');
  if (isScriptFile(code)) return ports.sandbox.run(harnessFor(values), { code, ...values });
  const [placeholder, name = ''] = /\{\{\s*([\w.]+)\s*\}\}/.exec(code) ?? [];
  if (placeholder !== undefined) {
    throw invalidCheck(`Values are not pasted into JavaScript: write context.vars.${name} in place of ${placeholder}.`);
  }
  return ports.sandbox.run(harnessFor(values), { code: functionBody(code), ...values });
}

/** A key that no result of a script has. */
const heardKey = ' console lines';

/** The code around a script. A result that JSON cannot hold goes back as it is, since the sandbox says best what is wrong with it. */
function harnessFor(values: JsonObject): string {
  const names = Object.keys(values);
  const quoted = names.map((name) => `'${name}'`).join(', ');
  return `const lines = [];
const written = (value) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value));
const write = (...parts) => {
  if (lines.length < 20) lines.push(parts.map(written).join(' ').slice(0, 300));
};
for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace']) console[name] = write;
const made = new Function(${quoted}, code)(${names.join(', ')});
const result = typeof made === 'function' ? made(${names.join(', ')}) : made;
const isPlain = ['boolean', 'string'].includes(typeof result) || Number.isFinite(result) || result === null
  || (typeof result === 'object' && typeof result.then !== 'function');
return lines.length > 0 && isPlain ? { result, '${heardKey}': lines } : result;`;
}

/** The body of a function that gives the value of a script. */
export function functionBody(code: string): string {
  const trimmed = code.trim();
  const isBody = trimmed.includes('\n') && !/^(async\s+)?(\(|function\b|\w+\s*=>)/.test(trimmed);
  return isBody || /^(return|const|let|var|if|for|while|throw|try|switch)\b/.test(trimmed)
    ? trimmed
    : `return ${trimmed}`;
}

/** The facts about an answer that scripts can use, under promptfoo's names. */
export function scriptContext(answer: GradedAnswer, config?: JsonObject): JsonObject {
  const { prompt, vars, metadata, output, test, provider } = answer;
  const logProbs = answer.logProbs && [...answer.logProbs];
  const providerResponse = {
    output,
    cost: answer.cost,
    latencyMs: answer.latencyMs,
    finishReason: answer.finishReason && foreignFinishReason(answer.finishReason, answer.rawFinishReason),
    logProbs,
    metadata,
  };
  const context = {
    prompt,
    vars,
    test: { ...test, vars },
    provider,
    config: config ?? {},
    logProbs,
    metadata,
    messages: answer.said && scriptMessages(answer),
    toolCalls: scriptCalls(answer),
    providerResponse: defined(providerResponse),
  };
  return withoutAbsent(context);
}

function withoutAbsent(fields: Record<string, JsonValue | undefined>): JsonObject {
  const entries = Object.entries(fields).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return Object.fromEntries(entries);
}
