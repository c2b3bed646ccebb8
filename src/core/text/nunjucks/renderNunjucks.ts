import type { JsonObject } from '../../json.ts';
import { splitPieces } from './pieces.ts';
import { Budget, type Callable, Scope } from './scope.ts';
import { BlockReader } from './statements.ts';
import { numberOf } from './values.ts';

/**
 * Renders a template as Nunjucks does without autoescape: text in, text out, values printed as JavaScript prints them, what
 * is missing as nothing. Works on JSON alone; there is no way to a function, a prototype or a file, and an end to every loop.
 * Throws `SyntaxError` or `Error` for a template that cannot be read or run, and with `refusesMissing` for one that writes what is not there.
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
