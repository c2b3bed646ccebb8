import { PolypromptError } from '../errors.ts';
import type { ScriptPorts } from '../grading/grader.ts';
import { runScript } from '../grading/script.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { textAt } from '../jsonRead.ts';

/** The end of a tool's script: what it returned, or the words with which it said that the tool fails. */
export type ToolScriptEnd =
  | { readonly type: 'result'; readonly value: JsonValue }
  | { readonly type: 'error'; readonly message: string };

/**
 * Runs the script of a tool. An `Error` or a text that it throws is the tool's failure, which the model is told. Rejects for every other
 * end: a name that is not defined, a script that takes too long or must not run says nothing about the tool.
 */
export async function runToolScript(code: string, values: JsonObject, ports: ScriptPorts): Promise<ToolScriptEnd> {
  try {
    return { type: 'result', value: await runScript(code, values, ports) };
  } catch (error) {
    const message = failureIn(error);
    if (message === undefined) throw error;
    return { type: 'error', message };
  }
}

function failureIn(error: unknown): string | undefined {
  if (!(error instanceof PolypromptError) || error.code !== 'script-threw') return undefined;
  const name = textAt(error.cause, 'name');
  return name === 'Error' || name === '' ? textAt(error.cause, 'message') : undefined;
}
