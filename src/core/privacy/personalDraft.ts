import { PolypromptError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import { anonymized, kindsIn, leftIn, type PersonalSurvey } from './anonymize.ts';
import { choiceOf, type PersonalChoices } from './personalChoices.ts';
import type { PersonalKind } from './personalKinds.ts';
import type { StandIns } from './standIns.ts';

/** Rows without what was found in them, as far as somebody has decided what becomes of it. */
export interface PersonalDraft {
  readonly survey: PersonalSurvey;
  /** Kinds of which a value waits for a decision. */
  readonly undecided: readonly PersonalKind[];
  /** The rows with stand-ins; undefined while something is undecided. */
  readonly clean: readonly JsonValue[] | undefined;
}

/** Replaces personal data in rows as a person has chosen. Throws `internal` when any of it would be left. */
export function draftPersonal(
  rows: readonly JsonValue[],
  survey: PersonalSurvey,
  { choices, standIns }: { readonly choices: PersonalChoices; readonly standIns: StandIns },
): PersonalDraft {
  const undecided = undecidedKinds(survey, choices);
  if (undecided.length > 0) return { survey, undecided, clean: undefined };
  const replaced = replacedValues(survey, choices);
  const clean = anonymized(rows, replaced, standIns);
  const left = leftIn(clean, replaced);
  if (left > 0)
    throw new PolypromptError(
      'internal',
      `${left} pieces of personal data would be left, so that nothing was written.`,
    );
  return { survey, undecided: [], clean };
}

/** Kinds of which a value waits for a decision. */
export function undecidedKinds({ counts, values }: PersonalSurvey, choices: PersonalChoices): readonly PersonalKind[] {
  const open = new Set(
    [...values].flatMap(([value, finding]) => (choiceOf(choices, value, finding) ? [] : [finding.kind])),
  );
  return kindsIn(counts).filter((kind) => open.has(kind));
}

/** The values that get a stand-in. */
export function replacedValues({ values }: PersonalSurvey, choices: PersonalChoices): PersonalSurvey['values'] {
  return new Map([...values].filter(([value, finding]) => choiceOf(choices, value, finding) === 'replace'));
}
