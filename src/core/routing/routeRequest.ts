import { onceFor } from '../onceFor.ts';
import type { Classifier, ClassRule, RequestClass } from './route.ts';

/** What a route knows of a request before it asks anyone. */
export interface RouteRequest {
  /** The same for the same request, whoever asks: splits by weight hold to it. */
  readonly key: string;
  /** Estimated tokens of the prompt. */
  readonly tokens: number;
  /** The prompt, in lower case. */
  readonly text: string;
  readonly hasTools: boolean;
  readonly hasSchema: boolean;
  readonly hasMedia: boolean;
}

/** Hard is what meets any part of the rule for hard; simple what meets every part of the rule for simple; the rest is standard. */
export function classifyByRules(
  request: RouteRequest,
  { simple, hard }: Extract<Classifier, { by: 'rules' }>,
): RequestClass {
  if (partsOf(hard, request).some((met) => met)) return 'hard';
  const parts = partsOf(simple, request);
  return parts.length > 0 && parts.every((met) => met) ? 'simple' : 'standard';
}

function partsOf(rule: ClassRule, request: RouteRequest): readonly boolean[] {
  const { shorterThan, longerThan, words, tools, schema, images } = rule;
  return [
    ...(shorterThan === undefined ? [] : [request.tokens < shorterThan]),
    ...(longerThan === undefined ? [] : [request.tokens > longerThan]),
    ...(words === undefined ? [] : [words.some((word) => hasWord(request.text, word.toLowerCase()))]),
    ...(tools === undefined ? [] : [request.hasTools === tools]),
    ...(schema === undefined ? [] : [request.hasSchema === schema]),
    ...(images === undefined ? [] : [request.hasMedia === images]),
  ];
}

const letter = /[\p{L}\p{N}_]/u;

/** As a word of its own, where the word begins and ends with letters. */
export function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); word !== '' && at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text.charAt(at - 1);
    const after = text.charAt(at + word.length);
    if (!letter.test(before) && !letter.test(after)) return true;
  }
  return false;
}

/** Prompts of about the same size: the exponent of the power of two that holds the tokens, from 256 tokens on. */
export function sizeBucket(tokens: number): number {
  return Math.max(8, Math.ceil(Math.log2(Math.max(1, tokens))));
}

/** What a learnt table tells requests apart by: size, tools, schema, media, and the first of the words that it knows. */
export function featuresOf(request: RouteRequest, words: readonly string[] = []): string {
  const { tokens, hasTools, hasSchema, hasMedia, text } = request;
  const word = words.find((known) => hasWord(text, known));
  return [
    `size ${sizeBucket(tokens)}`,
    ...(hasTools ? ['tools'] : []),
    ...(hasSchema ? ['schema'] : []),
    ...(hasMedia ? ['media'] : []),
    ...(word === undefined ? [] : [`word ${word}`]),
  ].join(', ');
}

/** The words of a prompt, each once, in lower case: runs of at least four letters. */
export const wordsOf = onceFor(
  ({ text }: Pick<RouteRequest, 'text'>): ReadonlySet<string> => new Set(text.match(/\p{L}{4,}/gu)),
);
