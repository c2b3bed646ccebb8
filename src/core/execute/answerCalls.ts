import type { Clock } from '../environment.ts';
import { PolypromptError } from '../errors.ts';
import type { ScriptPorts } from '../grading/grader.ts';
import { schemaErrors } from '../grading/jsonSchema.ts';
import { schemaOfTool } from '../grading/toolGraders.ts';
import type { JsonObject } from '../json.ts';
import type { ToolCall, ToolDefinition } from '../messages.ts';
import type { Round, ToolResult } from '../run/round.ts';
import { brokenArguments, unknownTool } from '../tools/refusal.ts';
import { RuleBook } from '../tools/ruleBook.ts';
import type { ToolAnswer, ToolLoop } from '../tools/toolSettings.ts';
import { errorOf, fixedResult, resultOf } from './fixedResult.ts';
import { runToolScript } from './toolScript.ts';

/** The calls of a cell, all of which but those of the last round have their results. */
export interface OpenCalls {
  readonly loop: ToolLoop;
  readonly rounds: readonly Round[];
  readonly tools: readonly ToolDefinition[];
  readonly vars: JsonObject;
}

/** The means to answer calls. */
export interface ToolWorld {
  readonly clock: Clock;
  readonly ports: ScriptPorts;
  /** Asks somebody else for a call that no rule answers; undefined where there is nobody, or nobody answers. */
  ask?(call: ToolCall): Promise<ToolResult | undefined>;
  /** Called with each new result, in the order of the calls. */
  told(result: ToolResult): void;
}

/**
 * Answers the calls of the last round that have no result yet, one after the other in the model's order, and gives all rounds whole.
 * Rejects with `no-tool-result` for a call that nothing answers, and with the error of a script that could not be run.
 */
export async function answerCalls(open: OpenCalls, world: ToolWorld): Promise<readonly Round[]> {
  const last = open.rounds.at(-1);
  if (!last) return open.rounds;
  const earlier = open.rounds.slice(0, -1);
  const desk = new CallDesk(open, world);
  for (const round of open.rounds) desk.remember(round);
  const results = [...last.results];
  for (const call of last.toolCalls.slice(results.length)) {
    const result = await desk.answer(call);
    results.push(result);
    world.told(result);
  }
  return [...earlier, { ...last, results }];
}

interface AnsweredCall {
  readonly call: ToolCall;
  readonly result: ToolResult;
}

class CallDesk {
  readonly #open: OpenCalls;
  readonly #world: ToolWorld;
  readonly #rules: RuleBook;
  readonly #answered: AnsweredCall[] = [];

  constructor(open: OpenCalls, world: ToolWorld) {
    this.#open = open;
    this.#world = world;
    this.#rules = new RuleBook(open.loop.rules);
  }

  /** Counts the rules that were used for calls that have their results. */
  remember({ toolCalls, results }: Round): void {
    for (const [index, result] of results.entries()) {
      const call = toolCalls[index];
      if (!call) continue;
      if (result.by === 'rule' || result.by === 'script') this.#rules.take(call);
      this.#answered.push({ call, result });
    }
  }

  async answer(call: ToolCall): Promise<ToolResult> {
    const result = (await this.#refuse(call)) ?? (await this.#byRule(call)) ?? (await this.#world.ask?.(call));
    if (!result) throw withoutResult(call, this.#open.rounds.length);
    this.#answered.push({ call, result });
    return result;
  }

  /** The result for a call that is itself wrong, which the model is told so that it can do better. */
  async #refuse(call: ToolCall): Promise<ToolResult | undefined> {
    const { tools } = this.#open;
    const message = unknownTool(call.name, tools) ?? brokenArguments(call) ?? (await this.#misfit(call));
    return message === undefined ? undefined : errorOf(call, message, 'refused');
  }

  async #misfit({ name, input }: ToolCall): Promise<string | undefined> {
    const tool = this.#open.tools.find((each) => each.name === name);
    if (!tool?.inputSchema) return undefined;
    const errors = await schemaErrors(schemaOfTool(tool), input, this.#world.ports.sandbox);
    return errors.length > 0 ? `The arguments of ${name} are not by its schema: ${errors.join('; ')}.` : undefined;
  }

  async #byRule(call: ToolCall): Promise<ToolResult | undefined> {
    const rule = this.#rules.take(call);
    return rule && this.#resultOf(call, rule.answer);
  }

  async #resultOf(call: ToolCall, answer: ToolAnswer): Promise<ToolResult> {
    switch (answer.type) {
      case 'javascript':
        return this.#run(call, answer.code, { args: call.input, context: this.#contextOf(call) });
      case 'callback':
        return this.#run(call, answer.code, { args: call.argumentText ?? JSON.stringify(call.input) });
      default:
        return fixedResult(call, answer, 'rule');
    }
  }

  async #run(call: ToolCall, code: string, values: JsonObject): Promise<ToolResult> {
    const { clock, ports } = this.#world;
    const startedAt = clock.now();
    const end = await runToolScript(code, values, ports);
    const ms = Math.round((clock.now() - startedAt) * 10) / 10;
    const result = end.type === 'result' ? resultOf(call, end.value, 'script') : errorOf(call, end.message, 'script');
    return { ...result, ms };
  }

  #contextOf({ name }: ToolCall): JsonObject {
    const calls = this.#answered.map(({ call, result }) => ({
      tool: call.name,
      args: call.input,
      result: result.output,
    }));
    return { tool: name, call: calls.filter(({ tool }) => tool === name).length, calls, vars: this.#open.vars };
  }
}

const longestQuote = 300;

function withoutResult({ name, input }: ToolCall, round: number): PolypromptError {
  const quoted = JSON.stringify(input).slice(0, longestQuote);
  const message = `In round ${round} the model called ${name} with ${quoted}, for which no result is declared.`;
  return new PolypromptError('no-tool-result', message);
}
