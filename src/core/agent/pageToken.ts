import { PolypromptError } from '../errors.ts';

/** The token for the page that begins with this item of a list. `of` names the list, so that no token is taken for another one's. */
export function pageToken(of: string, item: number): string {
  return `${of}:${item}`;
}

/** The item with which a page begins; 0 without a token. Throws `invalid-arguments` for the token of another list. */
export function placeOfPage(token: string | undefined, of: string): number {
  if (token === undefined) return 0;
  const item = token.startsWith(`${of}:`) ? token.slice(of.length + 1) : '';
  if (/^\d{1,9}$/.test(item)) return Number(item);
  throw new PolypromptError('invalid-arguments', 'There is no such page.', {
    hint: 'Give the token under `more` of an answer with the same arguments, or none for the first page.',
  });
}
