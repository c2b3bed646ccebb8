import type { JsonObject } from '../../json.ts';
import { splitPieces } from './pieces.ts';
import { Budget, type Callable, Scope } from './scope.ts';
import { BlockReader } from './statements.ts';
import { numberOf } from './values.ts';

/**
 * Renders a template as Nunjucks does without autoescape: text in, text out, values printed as JavaScript prints them, missing values as
 * nothing. It works on JSON alone; there is no way to a function, a prototype or a file, and an end to every loop. Throws `SyntaxError` or
 * `Error` for a template that cannot be read or run, and with `refusesMissing` for one that writes a missing value.
 */
export function renderNunjucks(
  template: string,
  vars: JsonObject,
  options: { readonly refusesMissing?: boolean } = {},
): string {
  if (!/\{[{%#]/.test(template)) return template;
  const { block } = new BlockReader(splitPieces(template)).read();
  const budget = new Budget(options);
  const scope = new Scope(vars, budget);
  scope.defineFunction('range', rangeWithin(budget));
  return block(scope.inner());
}

const givenFunctions = ['range', 'caller'];

/** The reason why a text is no template, known without any values; undefined for a template. */
export function nunjucksFault(template: string): string | undefined {
  if (!/\{[{%#]/.test(template)) return undefined;
  try {
    const reader = new BlockReader(splitPieces(template));
    reader.read();
    const unknown = [...reader.called].find((name) => !reader.made.has(name) && !givenFunctions.includes(name));
    return unknown === undefined ? undefined : `There is no function "${unknown}".`;
  } catch (error) {
    return error instanceof Error ? error.message : 'It is none.';
  }
}

function rangeWithin(budget: Budget): Callable {
  return (args) => {
    const [first = 0, second, third] = args;
    const [start, end] = second === undefined ? [0, Number(first)] : [Number(first), Number(second)];
    const step = numberOf(third, 1);
    const length = Math.max(0, Math.ceil((end - start) / step));
    budget.step(length);
    return Array.from({ length }, (_, index) => start + index * step);
  };
}
