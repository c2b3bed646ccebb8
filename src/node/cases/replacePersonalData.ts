import { randomBytes } from 'node:crypto';
import { PolypromptError } from '../../core/errors.ts';
import type { JsonValue } from '../../core/json.ts';
import {
  anonymized,
  leftIn,
  type PersonalSurvey,
  surveyPersonal,
  suspectedKinds,
} from '../../core/privacy/anonymize.ts';
import type { PersonalKind } from '../../core/privacy/personalKinds.ts';
import { StandIns } from '../../core/privacy/standIns.ts';

export interface ReplaceOptions {
  readonly words: readonly string[];
  readonly keep: readonly PersonalKind[];
  /** What becomes of suspected kinds that are not kept by name. */
  readonly suspected?: 'replace' | 'keep';
}

export interface ReplacedRows {
  readonly survey: PersonalSurvey;
  /** Kinds about which a person has to decide first. */
  readonly undecided: readonly PersonalKind[];
  /** The rows with stand-ins; undefined while something is undecided. */
  readonly clean: readonly JsonValue[] | undefined;
}

/** Replaces personal data under a key that is made for this call and kept nowhere. Throws `internal` when any of it would be left. */
export function replacePersonalData(
  rows: readonly JsonValue[],
  { words, keep, suspected }: ReplaceOptions,
): ReplacedRows {
  const survey = surveyPersonal(rows, words);
  const open = suspectedKinds(survey).filter((kind) => !keep.includes(kind));
  if (open.length > 0 && suspected === undefined) return { survey, undecided: open, clean: undefined };
  const kept = new Set(suspected === 'keep' ? [...keep, ...open] : keep);
  const clean = anonymized(rows, survey, { standIns: new StandIns(randomBytes(32)), keep: kept });
  const left = leftIn(clean, survey, kept);
  if (left > 0)
    throw new PolypromptError(
      'internal',
      `${left} pieces of personal data would be left, so that nothing was written.`,
    );
  return { survey, undecided: [], clean };
}
