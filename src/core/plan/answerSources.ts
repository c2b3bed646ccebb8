import type { EvalCase, SuitePrompt } from '../dataset/suite.ts';
import type { PlannedCell } from '../run/events.ts';

/** The earlier answers that the prompt of a cell is made of. */
export interface PromptSources {
  /** Variables that hold the answer of a cell. */
  readonly stored: readonly { readonly name: string; readonly cell: string }[];
  /** The cells of the conversation so far; undefined when the prompt does not use it. */
  readonly conversation?: readonly string[];
}

/** The cells that have to end before the prompt of this one can be rendered. */
export function afterOf({ stored, conversation = [] }: PromptSources): readonly string[] {
  return [...new Set([...stored.map(({ cell }) => cell), ...conversation])];
}

interface Column {
  readonly target: string;
  readonly repeat: number;
}

/**
 * Follows the cases in their order and knows the answers that each one needs: those that `storeOutputAs` made into a variable which it
 * names, on the same target in the same repeat (of several prompts the last one's), and the conversation before it.
 */
export class AnswerSources {
  readonly all = new Map<string, PromptSources>();
  readonly #stored = new Map<string, ReadonlyMap<string, string>>();
  readonly #conversations = new Map<string, readonly string[]>();
  /** The latest cell of the present case for each column. */
  #latest = new Map<string, string>();

  /** True when the prompt or the case names an answer that an earlier case stores. */
  areIn(testCase: EvalCase, prompt: SuitePrompt): boolean {
    return [...this.#stored.keys()].some((name) => mentions(testCase, prompt, name));
  }

  /** The earlier answers that a cell needs; undefined for a prompt that can be rendered before anything has run. */
  of(testCase: EvalCase, prompt: SuitePrompt, column: Column): PromptSources | undefined {
    const stored = [...this.#stored].flatMap(([name, cells]) => {
      const cell = cells.get(keyOf(column));
      return cell !== undefined && mentions(testCase, prompt, name) ? [{ name, cell }] : [];
    });
    const isConversation = asksForConversation(testCase, prompt);
    if (stored.length === 0 && !isConversation && !isMadeByScript(testCase, prompt)) return undefined;
    const conversation = this.#conversations.get(conversationOf(testCase, prompt, column)) ?? [];
    return { stored, ...(isConversation ? { conversation } : {}) };
  }

  add(cell: PlannedCell, work: { testCase: EvalCase; prompt: SuitePrompt; late: PromptSources | undefined }): void {
    this.#latest.set(keyOf(cell), cell.id);
    if (work.late) this.all.set(cell.id, work.late);
    if (!asksForConversation(work.testCase, work.prompt)) return;
    const key = conversationOf(work.testCase, work.prompt, cell);
    this.#conversations.set(key, [...(this.#conversations.get(key) ?? []), cell.id]);
  }

  /** Ends a case: the answer that it stores is there for the cases that follow. */
  store({ options }: EvalCase): void {
    if (options.storeOutputAs !== undefined) this.#stored.set(options.storeOutputAs, this.#latest);
    this.#latest = new Map();
  }
}

/** True when the prompt or its variables are known only to a script. */
export function isMadeByScript({ options, varScripts }: EvalCase, { script }: SuitePrompt): boolean {
  return options.transformVars !== undefined || varScripts !== undefined || script !== undefined;
}

function keyOf({ target, repeat }: Column): string {
  return `${repeat} ${target}`;
}

/** True when the name stands anywhere in the case or the prompt; a chance match costs a little waiting and nothing more. */
function mentions({ vars, checks, options }: EvalCase, prompt: SuitePrompt, name: string): boolean {
  return JSON.stringify([prompt.raw, vars, options, checks]).includes(name);
}

function asksForConversation({ options }: EvalCase, { raw }: SuitePrompt): boolean {
  return raw.includes('_conversation') && !options.disableConversationVar;
}

function conversationOf({ metadata }: EvalCase, { label }: SuitePrompt, column: Column): string {
  return JSON.stringify([keyOf(column), label, metadata['conversationId'] ?? '']);
}
