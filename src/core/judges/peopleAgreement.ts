import { currentVerdicts } from '../people/jointVerdict.ts';
import type { VerdictLine } from '../people/verdictLines.ts';
import { krippendorffAlpha } from '../stats/krippendorff.ts';

/** How far people agree with each other: no judge can be asked for more. */
export interface PeopleAgreement {
  readonly people: readonly string[];
  /** The answers on which at least two of them decided. */
  readonly answers: number;
  /** Those on which all who decided say the same. */
  readonly agreed: number;
  /** Krippendorff's alpha; undefined where only one verdict occurs. */
  readonly alpha: number | undefined;
}

/** Undefined while no two people have judged the same answer. Who is unsure has not decided. */
export function peopleAgreement(lines: readonly VerdictLine[]): PeopleAgreement | undefined {
  const decided = currentVerdicts(lines).filter(
    ({ criterion, verdict }) => criterion === undefined && (verdict === 'pass' || verdict === 'fail'),
  );
  const shared = [...Map.groupBy(decided, ({ answer }) => answer).values()].filter(({ length }) => length > 1);
  if (shared.length === 0) return undefined;
  const people = [...new Set(shared.flat().map(({ by }) => by))].toSorted();
  const ratings = people.map((name) =>
    shared.map((verdicts) => {
      const own = verdicts.find(({ by }) => by === name)?.verdict;
      return own === undefined ? null : Number(own === 'pass');
    }),
  );
  return {
    people,
    answers: shared.length,
    agreed: shared.filter((verdicts) => new Set(verdicts.map(({ verdict }) => verdict)).size === 1).length,
    alpha: krippendorffAlpha(ratings, 'nominal'),
  };
}
