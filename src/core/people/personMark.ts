import { defined } from '../jsonRead.ts';
import { currentVerdicts } from './jointVerdict.ts';
import type { PersonVerdict, VerdictLine } from './verdictLines.ts';

/** What one person says of one answer of a row. `repeat` counts from 0. */
export interface PersonMark {
  readonly target: string;
  readonly repeat: number;
  readonly by: string;
  readonly verdict: PersonVerdict;
  /** The criterion that it is about; absent for the answer as a whole. */
  readonly criterion?: string;
  readonly note?: string;
  /** True for a verdict of the person who looks at it. */
  readonly isOwn?: true;
  /** Why the answer was shown, and the chance with which it was drawn, as in its line. */
  readonly heap?: string;
  readonly chance?: number;
}

/** The verdicts in force by the digest of their answer. */
export type VerdictsByAnswer = ReadonlyMap<string, readonly VerdictLine[]>;

export function verdictsByAnswer(lines: readonly VerdictLine[]): VerdictsByAnswer {
  return Map.groupBy(currentVerdicts(lines), ({ answer }) => answer);
}

/** The verdicts in force on answers of a row, by their digests. An answer that has changed since has none. */
export function personMarks(
  answers: readonly (Pick<PersonMark, 'target' | 'repeat'> & { readonly digest: string })[],
  said: VerdictsByAnswer,
  reader: string | undefined,
): readonly PersonMark[] {
  return answers.flatMap(({ target, repeat, digest }) =>
    (said.get(digest) ?? []).flatMap(({ by, verdict, criterion, note, heap, chance }) =>
      verdict === null
        ? []
        : [
            {
              target,
              repeat,
              by,
              verdict,
              ...defined({ criterion, note, heap, chance, isOwn: by === reader ? (true as const) : undefined }),
            },
          ],
    ),
  );
}
