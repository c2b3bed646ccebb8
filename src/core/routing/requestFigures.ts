import { onceFor } from '../onceFor.ts';
import { hasWord, type RouteRequest } from './routeRequest.ts';

/** What a logistic classifier knows of a request: a list of figures, always in this order, the words it knows behind them. */
export function requestFigures(request: RouteRequest, words: readonly string[]): readonly number[] {
  return [...ownFigures(request), ...words.map((word) => Number(hasWord(request.text, word)))];
}

/** A search for routes looks at the same request many times. */
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
