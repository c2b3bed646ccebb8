import { scanTags } from './templateTags.ts';

/**
 * Comparisons such as `{{#if age >= 18}}` stand in real dotprompt files although Handlebars cannot read them. Before parsing, each operator
 * is replaced by private-use characters of the same length, so that every offset stays true; it becomes a comparison in our tree.
 */
const placeholders = new Map(
  ['===', '!==', '>=', '<=', '==', '!=', '>', '<'].map((operator, index) => [
    operator,
    String.fromCharCode(0xe000 + index).repeat(operator.length),
  ]),
);
const operators = new Map([...placeholders].map(([operator, placeholder]) => [placeholder, operator]));

/** Replaces the operators in conditions by private-use characters; the length of the text stays the same. */
export function hideComparisons(source: string): string {
  let result = '';
  let done = 0;
  for (const { kind, name, range } of scanTags(source)) {
    const canCompare = kind === 'else' || (kind === 'open' && (name === 'if' || name === 'unless'));
    if (!canCompare) continue;
    result += source.slice(done, range.start) + hideInTag(source.slice(range.start, range.end));
    done = range.end;
  }
  return result + source.slice(done);
}

function hideInTag(tag: string): string {
  const pattern = /("[^"]*"|'[^']*')|(?<=\s)([=!]==?|[<>]=?)(?=\s)/g;
  return tag.replace(pattern, (whole: string, quoted: string | undefined) =>
    quoted === undefined ? (placeholders.get(whole) ?? whole) : whole,
  );
}

/** The operator that a hidden name stands for. */
export function comparisonOperator(name: string): string | undefined {
  return operators.get(name);
}

/** Equality is strict; order compares two strings as text and everything else as numbers. */
export function compareValues(left: unknown, operator: string, right: unknown): boolean {
  if (operator === '==' || operator === '===') return left === right;
  if (operator === '!=' || operator === '!==') return left !== right;
  const order = typeof left === 'string' && typeof right === 'string' ? [left, right] : [Number(left), Number(right)];
  const [first = Number.NaN, second = Number.NaN] = order;
  if (operator === '>=') return first >= second;
  if (operator === '<=') return first <= second;
  return operator === '>' ? first > second : first < second;
}
