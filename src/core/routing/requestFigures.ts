import { onceFor } from '../onceFor.ts';
import { hasWord, type RouteRequest } from './routeRequest.ts';

/** The figures of a request for a logistic classifier, always in this order; those of the words that it uses come last. */
export function requestFigures(request: RouteRequest, words: readonly string[]): readonly number[] {
  return [...ownFigures(request), ...words.map((word) => Number(hasWord(request.text, word)))];
}

/** The figures are kept, since a search for routes looks at the same request many times. */
const ownFigures = onceFor((request: RouteRequest): readonly number[] => {
  const { text, tokens, hasTools, hasSchema, hasMedia } = request;
  const letters = text.match(/\p{L}+/gu) ?? [];
  return [
    Math.log2(1 + tokens),
    Number(hasTools),
    Number(hasSchema),
    Number(hasMedia),
    Math.log2(1 + countOf(text, /\d+/g)),
    Math.log2(1 + countOf(text, /\?/g)),
    Math.log2(1 + countOf(text, /\n/g)),
    letters.reduce((sum, word) => sum + word.length, 0) / Math.max(1, letters.length),
  ];
});

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
