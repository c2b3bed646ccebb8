import { parseChatText } from '../dataset/chatText.ts';
import type { EvalCase, SuitePrompt } from '../dataset/suite.ts';
import { PolypromptError } from '../errors.ts';
import type { ScriptPorts } from '../grading/grader.ts';
import { runScript, scriptContext } from '../grading/script.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { textAt } from '../jsonRead.ts';
import type { Message } from '../messages.ts';
import { openingOf } from '../plan/conversationOf.ts';
import type { SuitePlan } from '../plan/planSuite.ts';
import { outputOf, outputText } from '../run/answerOutput.ts';
import type { StateOf } from '../run/cellGrading.ts';
import type { CellState } from '../run/cellState.ts';
import type { PlannedCell } from '../run/events.ts';

/** The messages that are sent for a cell, and the variables that they were made of. */
export interface CellPrompt {
  readonly vars: JsonObject;
  readonly text: string;
  readonly messages: readonly Message[];
}

/**
 * The prompts of a planned suite's cells. Some of them are known only when earlier answers are there, or after a script has changed the
 * variables.
 */
export class CellPrompts {
  readonly #planned: SuitePlan;
  readonly #scripts: ScriptPorts;
  /** By id; undefined until a prompt needs an earlier answer, which few suites have. */
  #cells: ReadonlyMap<string, PlannedCell> | undefined;

  constructor(planned: SuitePlan, scripts: ScriptPorts) {
    this.#planned = planned;
    this.#scripts = scripts;
  }

  #cellOf(id: string): PlannedCell | undefined {
    this.#cells ??= new Map(this.#planned.plan.cells.map((cell) => [cell.id, cell]));
    return this.#cells.get(id);
  }

  async of(cell: PlannedCell, state: StateOf): Promise<CellPrompt> {
    const testCase = this.#planned.caseOf.get(cell.id);
    const prompt = this.#planned.promptOf.get(cell.id);
    if (!testCase || !prompt) throw new Error('every planned cell has its case and its prompt');
    if (!cell.after)
      return opened({ vars: testCase.vars, ...prompt.render(testCase.vars, testCase.options) }, testCase);
    const vars = await this.#varsOf(cell, testCase, { prompt, state });
    const made =
      prompt.script === undefined ? prompt.render(vars, testCase.options) : await this.#made(prompt.script, vars, cell);
    return opened({ vars, ...made }, testCase);
  }

  async #varsOf(
    cell: PlannedCell,
    testCase: EvalCase,
    { prompt, state }: { prompt: SuitePrompt; state: StateOf },
  ): Promise<JsonObject> {
    const sources = this.#planned.sourcesOf.get(cell.id);
    const stored: [string, JsonValue][] = [];
    for (const { name, cell: source } of sources?.stored ?? [])
      stored.push([name, await this.#storedOf(source, state)]);
    const conversation = sources?.conversation && (await this.#conversationOf(sources.conversation, state));
    const vars = {
      ...testCase.vars,
      ...Object.fromEntries(stored),
      ...(conversation ? { _conversation: conversation } : {}),
    };
    const all = { ...vars, ...(await this.#scripted(testCase, vars, { prompt, target: cell.target })) };
    const { transformVars } = testCase.options;
    return transformVars === undefined ? all : this.#transformed(transformVars, all, prompt);
  }

  /** An earlier answer as its checks saw it: after the transforms. */
  async #storedOf(id: string, state: StateOf): Promise<JsonValue> {
    const cell = this.#cellOf(id);
    const transforms = this.#planned.transformsOf.get(id) ?? [];
    if (!cell || transforms.length === 0) return outputText(answerOf(id, state));
    let output = outputOf(answerOf(id, state));
    for (const code of transforms) {
      const { vars, text } = await this.of(cell, state);
      const metadata = this.#planned.caseOf.get(id)?.metadata ?? {};
      output = await runScript(
        code,
        { output, context: scriptContext({ output, vars, prompt: text, metadata }) },
        this.#scripts,
      );
    }
    return output;
  }

  /** The prompt that a function makes: it returns a text, messages, or either of them as `prompt`. */
  async #made(script: string, vars: JsonObject, cell: PlannedCell): Promise<Omit<CellPrompt, 'vars'>> {
    const provider = { id: cell.target, label: cell.target };
    const result = await runScript(script, { context: { vars, provider, config: {} } }, this.#scripts);
    const given = isJsonObject(result) ? result['prompt'] : result;
    if (given === undefined || given === null || given === '')
      throw new PolypromptError('script-result', 'The prompt function returned no prompt.');
    const text = typeof given === 'string' ? given : JSON.stringify(given);
    return { text, messages: parseChatText(text) };
  }

  /** Calls each script as promptfoo does; it returns `{output}` or `{error}`. */
  async #scripted(
    { varScripts = {} }: EvalCase,
    vars: JsonObject,
    { prompt, target }: { prompt: SuitePrompt; target: string },
  ): Promise<JsonObject> {
    const made: [string, JsonValue][] = [];
    for (const [varName, code] of Object.entries(varScripts)) {
      const result = await runScript(
        code,
        { varName, prompt: prompt.raw, vars, provider: { id: target } },
        this.#scripts,
      );
      const output = isJsonObject(result) ? result['output'] : undefined;
      if (output === undefined) {
        const reason = textAt(result, 'error') ?? 'it has to return {output: …}';
        throw new PolypromptError('script-result', `The script of the variable "${varName}" gave none: ${reason}.`);
      }
      made.push([varName, output]);
    }
    return Object.fromEntries(made);
  }

  /** Earlier turns, in promptfoo's words. */
  async #conversationOf(sources: readonly string[], state: StateOf): Promise<JsonObject[]> {
    const turns: JsonObject[] = [];
    for (const id of sources) {
      const cell = this.#cellOf(id);
      if (!cell) continue;
      const { text, messages } = await this.of(cell, state);
      turns.push({ prompt: text, input: lastText(messages), output: outputText(answerOf(id, state)) });
    }
    return turns;
  }

  async #transformed(code: string, vars: JsonObject, prompt: SuitePrompt): Promise<JsonObject> {
    const context = { vars, prompt: { raw: prompt.raw, label: prompt.label } };
    const changed = await runScript(code, { vars, context }, this.#scripts);
    if (isJsonObject(changed)) return changed;
    throw new PolypromptError('script-result', '"transformVars" has to return an object of variables.');
  }
}

/** The prompt of a cell whose user opens with words of their own. */
function opened(made: CellPrompt, testCase: EvalCase): CellPrompt {
  return { ...made, messages: openingOf(made.messages, testCase) };
}

/** The last message of the user. */
function lastText(messages: readonly Message[]): string {
  const { parts = [] } = messages.at(-1) ?? {};
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

function answerOf(id: string, state: StateOf): CellState {
  const source = state(id);
  if (source?.status === 'done') return source;
  throw new PolypromptError('missing-input', 'The answer of an earlier case that this prompt needs is not there.');
}
