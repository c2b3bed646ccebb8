import { assertionsIn } from '../dataset/assertionsIn.ts';
import type { Check } from '../dataset/suite.ts';
import { guessTokens } from '../pricing/promptTokens.ts';
import type { Range } from '../pricing/range.ts';

/** Checks whose value is the whole answer or resembles it, each with the shares by which a good answer may be shorter or longer. */
const wholeAnswers: Readonly<Record<string, { readonly less: number; readonly more: number }>> = {
  equals: { less: 1, more: 1 },
  levenshtein: { less: 0.8, more: 1.2 },
  similar: { less: 0.3, more: 4 },
  bleu: { less: 0.6, more: 2 },
  'rouge-n': { less: 0.6, more: 2 },
};

/** The tokens of the answer that a case's checks expect; undefined where they do not tell. */
export function expectedAnswerTokens(checks: readonly Check[]): Range | undefined {
  for (const { type, negated, value } of checks.flatMap(assertionsIn)) {
    const like = Object.hasOwn(wholeAnswers, type) ? wholeAnswers[type] : undefined;
    if (!like || negated || value === undefined) continue;
    const tokens = guessTokens(typeof value === 'string' ? value : JSON.stringify(value));
    return { low: tokens * like.less, expected: tokens, high: tokens * like.more };
  }
  return undefined;
}
