import { onceFor } from '../onceFor.ts';
import type { Classifier, ClassRule, RequestClass } from './route.ts';

/** The facts about a request that a route knows before it asks anyone. */
export interface RouteRequest {
  /** A key that is the same for the same request, whoever asks; splits by weight use it. */
  readonly key: string;
  /** Estimated tokens of the prompt. */
  readonly tokens: number;
  /** The prompt in lower case. */
  readonly text: string;
  readonly hasTools: boolean;
  readonly hasSchema: boolean;
  readonly hasMedia: boolean;
}

/**
 * The class by rules: hard when it meets any part of the rule for hard, simple when it meets every part of the rule for simple, and
 * standard otherwise.
 */
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

/** True when a text has a word by itself: no letter, digit or underscore stands right before or behind it. */
export function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); word !== '' && at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text.charAt(at - 1);
    const after = text.charAt(at + word.length);
    if (!letter.test(before) && !letter.test(after)) return true;
  }
  return false;
}

/** The group of prompts of about the same size: the exponent of the power of two that holds the tokens, from 256 tokens on. */
export function sizeBucket(tokens: number): number {
  return Math.max(8, Math.ceil(Math.log2(Math.max(1, tokens))));
}

/** The features by which a learnt table tells requests apart: size, tools, schema, media, and the first of the words that it uses. */
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
