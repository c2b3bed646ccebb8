import type { AnswerCache } from '../../core/execute/executeContext.ts';

/** A cache that answers nothing and keeps what is asked anew. */
export function writeOnly(cache: AnswerCache): AnswerCache {
  return { get: () => undefined, set: (key, result) => cache.set(key, result) };
}
