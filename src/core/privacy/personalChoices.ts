import { type Finding, type PersonalKind, personalKinds } from './personalKinds.ts';

/** What becomes of personal data: a stand-in takes its place, or it stays as it is. */
export type PersonalChoice = 'replace' | 'keep';

/** What a person has decided about what was found. */
export interface PersonalChoices {
  /** Words that are replaced wherever they stand. */
  readonly words: readonly string[];
  readonly kinds: Readonly<Partial<Record<PersonalKind, PersonalChoice>>>;
  /** Single values as they are written; these go before their kind. */
  readonly values: ReadonlyMap<string, PersonalChoice>;
}

/** Before anybody has decided: what is sure is replaced, and about the rest a person has to decide. */
export const noChoices: PersonalChoices = { words: [], kinds: {}, values: new Map() };

/** The decision about a value; undefined while a person has to make one. */
export function choiceOf(
  { kinds, values }: PersonalChoices,
  value: string,
  { kind }: Pick<Finding, 'kind'>,
): PersonalChoice | undefined {
  return values.get(value) ?? kinds[kind] ?? (personalKinds[kind].isSure ? 'replace' : undefined);
}
