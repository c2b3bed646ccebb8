import type { AnswerCache } from '../../core/execute/executeContext.ts';

/** A cache that is written and never read, for cells that a person wants to be asked again. */
export function writeOnlyCache(cache: AnswerCache): AnswerCache {
  return { get: () => undefined, set: (key, result) => cache.set(key, result) };
}
