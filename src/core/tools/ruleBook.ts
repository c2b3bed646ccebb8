import type { JsonValue } from '../json.ts';
import { includesJson } from '../sameJson.ts';
import type { ToolRule } from './toolSettings.ts';

/** The rules of one cell while its calls are answered: they are tried in order, and each may be used up. */
export class RuleBook {
  readonly #rules: readonly ToolRule[];
  readonly #used = new Map<ToolRule, number>();

  constructor(rules: readonly ToolRule[]) {
    this.#rules = rules;
  }

  /** The rule that answers this call, which counts as used once more; undefined where none does. */
  take(call: { readonly name: string; readonly input: JsonValue }): ToolRule | undefined {
    const rule = this.#rules.find((each) => matches(each, call) && !this.#isUsedUp(each));
    if (rule) this.#used.set(rule, (this.#used.get(rule) ?? 0) + 1);
    return rule;
  }

  #isUsedUp(rule: ToolRule): boolean {
    return rule.times !== undefined && (this.#used.get(rule) ?? 0) >= rule.times;
  }
}

function matches({ tool, args }: ToolRule, { name, input }: { name: string; input: JsonValue }): boolean {
  return tool === name && (args === undefined || includesJson(input, args));
}
