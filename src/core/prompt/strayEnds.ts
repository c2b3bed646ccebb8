import type { Problem } from '../text/problem.ts';

/** A tag as Handlebars sees it, a comment, or braces of the text. */
const piece = /\\\{\{|\{\{!--[\s\S]*?--~?\}\}|\{\{\{[\s\S]*?\}\}\}|\{\{[\s\S]*?\}\}|\{|\}\}|\}/g;

/** Reports each `}}` in the text that ends neither a tag nor braces of the text, such as JSON has them. */
export function strayEnds(source: string, offset: number): readonly Problem[] {
  const problems: Problem[] = [];
  let open = 0;
  for (const { 0: found, index } of source.matchAll(piece)) {
    if (found === '{') open++;
    else if (found === '\\{{') open += 2;
    else if (found === '}' || found === '}}') {
      if (found === '}}' && open === 0)
        problems.push({
          severity: 'warning',
          code: 'stray-end',
          message: 'This "}}" ends no tag and is sent as it is: take it away, or write the "{{" that is missing.',
          range: { start: index + offset, end: index + offset + 2 },
        });
      open = Math.max(0, open - found.length);
    }
  }
  return problems;
}
