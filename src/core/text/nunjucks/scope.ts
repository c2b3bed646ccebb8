import type { JsonObject, JsonValue } from '../../json.ts';

/** The value of an expression: JSON, or nothing. No value in a template is a function or has a prototype to climb. */
export type Value = JsonValue | undefined;

/** A function of templates; `caller` gives the text between `{% call %}` and its end. */
export type Callable = (args: readonly Value[], named: JsonObject, caller?: Callable) => Value;

const mostSteps = 1_000_000;
const longestOutput = 16 * 1024 * 1024;

/** The work that one rendering may do in all, whatever loops within loops it holds. */
export class Budget {
  /** True when writing a missing value is an error, and not nothing. */
  readonly refusesMissing: boolean;
  #steps = 0;
  #length = 0;

  constructor({ refusesMissing = false }: { readonly refusesMissing?: boolean } = {}) {
    this.refusesMissing = refusesMissing;
  }

  step(count = 1): void {
    this.#steps += count;
    if (!(this.#steps <= mostSteps)) throw new Error(`The template takes more than ${mostSteps} steps.`);
  }

  write(text: string): string {
    this.#length += text.length;
    if (this.#length > longestOutput)
      throw new Error(`The template writes more than ${longestOutput / 1024 / 1024} MB.`);
    return text;
  }
}

/** The variables that can be seen at a place: those of loops and `set` before those of the case. */
export class Scope {
  readonly budget: Budget;
  readonly #own = new Map<string, Value>();
  readonly #functions = new Map<string, Callable>();
  readonly #parent: Scope | undefined;
  readonly #vars: JsonObject;

  constructor(vars: JsonObject, budget: Budget, parent?: Scope) {
    this.#vars = vars;
    this.budget = budget;
    this.#parent = parent;
  }

  inner(): Scope {
    return new Scope(this.#vars, this.budget, this);
  }

  get(name: string): Value {
    const holder = this.#holder(name);
    if (holder !== undefined) return holder.#own.get(name);
    return Object.hasOwn(this.#vars, name) ? this.#vars[name] : undefined;
  }

  /** Makes a variable of this scope. */
  define(name: string, value: Value): void {
    this.#own.set(name, value);
  }

  /** Carries out `{% set %}`: changes the variable where it was set before, else makes one here. */
  assign(name: string, value: Value): void {
    (this.#holder(name) ?? this).#own.set(name, value);
  }

  defineFunction(name: string, call: Callable): void {
    this.#functions.set(name, call);
  }

  findFunction(name: string): Callable | undefined {
    return this.#functions.get(name) ?? this.#parent?.findFunction(name);
  }

  #holder(name: string): Scope | undefined {
    if (this.#own.has(name)) return this;
    return this.#parent === undefined ? undefined : this.#parent.#holder(name);
  }
}
