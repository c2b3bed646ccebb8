/** A piece of a template: text, `{{ output }}` or `{% tag %}`; comments are gone, and the contents of `{% raw %}` are text. */
export type Piece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'output' | 'tag'; readonly code: string };

/** Strings are matched first, so that their content never ends a tag. */
const opening = /\{\{-?|\{%-?|\{#/g;
const quoted = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/y;

/** Cuts a template into pieces. Throws `SyntaxError` for a tag that does not end. */
export function splitPieces(template: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let trimNext = false;
  const addText = (raw: string, trimEnd: boolean) => {
    const start = trimNext ? raw.trimStart() : raw;
    const text = trimEnd ? start.trimEnd() : start;
    if (text !== '') pieces.push({ type: 'text', text });
  };
  for (;;) {
    opening.lastIndex = at;
    const found = opening.exec(template);
    if (found === null) break;
    const mark = found[0];
    addText(template.slice(at, found.index), mark.endsWith('-') || template.startsWith('{#-', found.index));
    const start = found.index + mark.length;
    const closing = mark.startsWith('{{') ? '}}' : mark === '{#' ? '#}' : '%}';
    const end = mark === '{#' ? template.indexOf('#}', start) : endOfTag(template, start, closing);
    if (end < 0) throw new SyntaxError(`${mark} is not closed by ${closing}.`);
    trimNext = template[end - 1] === '-' && end > start;
    const code = template.slice(start, trimNext ? end - 1 : end).trim();
    at = end + 2;
    if (mark === '{#') continue;
    const raw = mark.startsWith('{%') ? rawBlock(template, at, code) : undefined;
    if (raw === undefined) pieces.push({ type: mark.startsWith('{{') ? 'output' : 'tag', code });
    else {
      addText(raw.text, raw.trimEnd);
      trimNext = raw.trimNext;
      at = raw.at;
    }
  }
  addText(template.slice(at), false);
  return pieces;
}

function endOfTag(template: string, start: number, closing: string): number {
  for (let at = start; at < template.length; at++) {
    if (template.startsWith(closing, at)) return at;
    quoted.lastIndex = at;
    const [string] = quoted.exec(template) ?? [];
    if (string !== undefined) at += string.length - 1;
  }
  return -1;
}

function rawBlock(template: string, at: number, name: string) {
  if (name !== 'raw' && name !== 'verbatim') return undefined;
  const end = new RegExp(`\\{%(-?)\\s*end${name}\\s*(-?)%\\}`, 'g');
  end.lastIndex = at;
  const found = end.exec(template);
  if (found === null) throw new SyntaxError(`{% ${name} %} is not closed.`);
  return {
    text: template.slice(at, found.index),
    trimEnd: found[1] === '-',
    trimNext: found[2] === '-',
    at: found.index + found[0].length,
  };
}
