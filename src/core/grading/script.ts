import { isScriptFile } from '../dataset/scriptFile.ts';
import { PolypromptError } from '../errors.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { foreignFinishReason } from '../providers/finishWords.ts';
import { invalidCheck, type ScriptPorts } from './grader.ts';
import type { GradedAnswer } from './verdict.ts';

/**
 * Runs JavaScript of a suite over `values`, as a rule `output` and `context`, in this order: an expression, a function of both, a body with `return`, or a
 * file. All of it travels as values. Rejects with the sandbox's error, or `invalid-check` where the code hopes to be pasted into.
 */
export async function runScript(code: string, values: JsonObject, ports: ScriptPorts) {
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

function harnessFor(values: JsonObject): string {
  const names = Object.keys(values);
  const quoted = names.map((name) => `'${name}'`).join(', ');
  return `const result = new Function(${quoted}, code)(${names.join(', ')});
return typeof result === 'function' ? result(${names.join(', ')}) : result;`;
}

function functionBody(code: string): string {
  const trimmed = code.trim();
  const isBody = trimmed.includes('\n') && !/^(async\s+)?(\(|function\b|\w+\s*=>)/.test(trimmed);
  return isBody || /^(return|const|let|var|if|for|while|throw|try|switch)\b/.test(trimmed)
    ? trimmed
    : `return ${trimmed}`;
}

/** What scripts know of an answer: the names are promptfoo's. */
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
