/** The delimiters around a value in a prompt, as far as the text around it shows them. */
export interface Enclosure {
  readonly kind: 'fence' | 'quotes' | 'tag' | 'none';
  /** The text that a reader takes as the end of the value, such as ``` ``` ```, `"""` or `</ticket>`; empty without delimiters. */
  readonly end: string;
  readonly isClosed: boolean;
}

const none: Enclosure = { kind: 'none', end: '', isClosed: true };

/** Finds the delimiters around a place from the text before and after it in its message. */
export function enclosureAt(before: string, after: string): Enclosure {
  return (
    fenceAt(before, after) ?? longQuotesAt(before, after) ?? tagAt(before, after) ?? quotesAt(before, after) ?? none
  );
}

const fenceLine = /^[ \t]*(`{3,}|~{3,})/gm;

/** Finds an open fence: there is one after an odd number of its lines. A line of fewer marks does not close a fence of more. */
function fenceAt(before: string, after: string): Enclosure | undefined {
  let open: string | undefined;
  for (const [, mark = ''] of before.matchAll(fenceLine)) {
    if (open === undefined) open = mark;
    else if (mark.startsWith(open)) open = undefined;
  }
  if (open === undefined) return undefined;
  const fence = open;
  const isClosed = [...after.matchAll(fenceLine)].some(([, mark = '']) => mark.startsWith(fence));
  return { kind: 'fence', end: fence, isClosed };
}

function longQuotesAt(before: string, after: string): Enclosure | undefined {
  const end = ['"""', "'''"].find((quotes) => before.split(quotes).length % 2 === 0);
  return end === undefined ? undefined : { kind: 'quotes', end, isClosed: after.includes(end) };
}

const tagMark = /<(\/?)([A-Za-z][\w.-]*)(?:\s[^<>]*)?>/g;

/** Finds the innermost tag that is open here and closed later. One that is never closed counts only right before the value. */
function tagAt(before: string, after: string): Enclosure | undefined {
  const open: { readonly name: string; readonly end: number }[] = [];
  for (const match of before.matchAll(tagMark)) {
    const [whole, slash, name = ''] = match;
    if (whole.endsWith('/>')) continue;
    if (slash === '') open.push({ name, end: match.index + whole.length });
    else open.splice(lastIndex(open, name));
  }
  for (const { name, end } of open.toReversed()) {
    const closing = `</${name}>`;
    if (after.includes(closing)) return { kind: 'tag', end: closing, isClosed: true };
    if (before.slice(end).trim() === '') return { kind: 'tag', end: closing, isClosed: false };
  }
  return undefined;
}

/** The index of the tag that an end tag closes; the length of the list when no such tag is open. */
function lastIndex(open: readonly { readonly name: string }[], name: string): number {
  const index = open.findLastIndex((tag) => tag.name === name);
  return index < 0 ? open.length : index;
}

const pairs: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '‘': '’',
  '«': '»',
  '[': ']',
  '(': ')',
};

/** Finds quotes and brackets right around the value. */
function quotesAt(before: string, after: string): Enclosure | undefined {
  const end = pairs[before.at(-1) ?? ''];
  return end !== undefined && after.startsWith(end) ? { kind: 'quotes', end, isClosed: true } : undefined;
}
