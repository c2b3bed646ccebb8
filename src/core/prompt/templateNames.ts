import type { TextRange } from '../text/textRange.ts';
import type { TemplateUse } from './templateUses.ts';

// The pattern allows no braces inside, so that a text of nothing but opening braces is read in one pass.
const tag = /\{\{\{?[#^/&!>]?-?\s*([^{}]*?)-?\}?\}\}|\{%-?\s*(\w+)\s+([^{}%]*?)-?%\}/g;
const words = new Set([
  'and',
  'or',
  'not',
  'in',
  'is',
  'if',
  'else',
  'true',
  'false',
  'none',
  'loop',
  'defined',
  'this',
]);

/** The variables that a Jinja or Mustache template uses; names that it defines itself (loops, `set`) are left out. */
export function templateNames(source: string, offset: number): readonly TemplateUse[] {
  const own = new Set(
    [...source.matchAll(/\{%-?\s*(?:for|set)\s+([\w, \t]{1,200}?)\s{0,20}(?:\bin\b|=|-?%\})/g)].flatMap(
      ([, names = '']) => names.split(',').map((name) => name.trim()),
    ),
  );
  return [...source.matchAll(tag)].flatMap((match) => {
    const [whole, output, statement, rest = ''] = match;
    if (/^\{\{[#^/!>]/.test(whole) && !/^\{\{[#^]/.test(whole)) return [];
    const isCondition = statement !== undefined || /\|\s*default\b/.test(output ?? '') || /^\{\{[#^]/.test(whole);
    const expression = statement === 'for' ? rest.replace(/^[\s\S]*?\bin\b/, '') : (output ?? rest);
    const range: TextRange = { start: match.index + offset, end: match.index + whole.length + offset };
    return namesIn(expression)
      .filter((name) => !own.has(name) && !words.has(name))
      .map((name): TemplateUse => ({ type: 'variable', name, isCondition, range }));
  });
}

/** The names in an expression that stand for themselves: no attribute, filter, text or key of an argument. */
function namesIn(expression: string): readonly string[] {
  const plain = expression.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, ' ').replace(/\|\s*\w+/g, ' ');
  return [...new Set([...plain.matchAll(/(?<![.\w])[A-Za-z_]\w*(?!\s*[=(](?!=))/g)].map(([name]) => name))];
}
