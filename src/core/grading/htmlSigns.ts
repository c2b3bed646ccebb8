/**
 * The signs of HTML in a text, with their weights. No pattern runs past the next angle bracket or quote, so that each is quick on any text.
 */
const signs: readonly { readonly pattern: RegExp; readonly weight: number }[] = [
  { pattern: /<[a-z][a-z0-9-]*(?:\s[^<>]*)?>/i, weight: 1 },
  { pattern: /<\/[a-z][a-z0-9-]*\s*>/i, weight: 1 },
  { pattern: /<[a-z][a-z0-9-]*(?:\s[^<>]*)?\/>/i, weight: 1 },
  { pattern: /&(?:[a-z]{1,31}|#\d{1,7}|#x[0-9a-f]{1,6});/i, weight: 1 },
  { pattern: /<!doctype\s+html/i, weight: 2 },
  { pattern: /\s[a-z-]{1,100}=\s{0,9}["'][^"']*["']/i, weight: 1 },
  {
    pattern:
      /<(?:html|head|body|div|span|p|a|img|h[1-6]|ul|ol|li|table|tr|td|th|form|input|button|script|style|link|meta|br|hr)\b/i,
    weight: 2,
  },
];

/** The sum of the weights of all signs of HTML in a text. */
export function htmlSigns(text: string): number {
  const comment = text.indexOf('<!--');
  const hasComment = comment >= 0 && text.includes('-->', comment + 4);
  return signs.reduce((sum, { pattern, weight }) => sum + (pattern.test(text) ? weight : 0), hasComment ? 1 : 0);
}
