import type { MatrixContext } from './matrixContext.ts';

/** What a verdict on an answer of the open row is about. */
export interface PersonSubject {
  /** Undefined for the answer as a whole. */
  readonly criterion: string | undefined;
  readonly index: number;
  /** All that it may be about, by name. */
  readonly names: readonly string[];
  /** The index of what is asked next about the same answer; undefined where the next answer comes. */
  readonly next: number | undefined;
}

/** What the reader's next verdict is about. What checks ask comes first; the answer as a whole can always be judged. */
export function personSubject({ state, preferences }: Pick<MatrixContext, 'state' | 'preferences'>): PersonSubject {
  const asked = state.row?.subjects ?? [''];
  const all = asked.includes('') ? asked : [...asked, ''];
  const index = preferences.subject < all.length ? preferences.subject : 0;
  const chosen = all[index] ?? '';
  return {
    criterion: chosen === '' ? undefined : chosen,
    index,
    names: all.map((subject) => (subject === '' ? 'The whole answer' : subject)),
    next: index + 1 < asked.length ? index + 1 : undefined,
  };
}
