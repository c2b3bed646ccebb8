import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import { type PersonMark, personMarks } from '../../core/people/personMark.ts';
import type { PersonVerdict, VerdictLine } from '../../core/people/verdictLines.ts';
import type { MatrixAnswer } from '../../protocol.ts';
import { keepVerdict, withNote } from '../services/keepVerdict.ts';
import { knownName } from '../services/personHere.ts';
import { keepGradesOf } from './keepGradesOf.ts';
import type { MatrixPlace } from './matrixPlace.ts';
import { regradeByPeople } from './regradeByPeople.ts';

/** What people say of the answers of a row. */
export async function marksOfRow(place: MatrixPlace, caseId: string): Promise<readonly PersonMark[]> {
  const { suite, feed, said } = place;
  if (!feed) return [];
  const reader = await knownName(suite);
  return personMarks(feed.digests(caseId), said(), reader);
}

/** An answer, and what of it is judged: a criterion, or the answer as a whole. */
interface JudgedPart extends MatrixAnswer {
  readonly criterion?: string;
}

/**
 * Keeps what the person at this editor says of an answer; null takes it back. A note of before stays with a new verdict. `drawn` says why
 * the answer was shown.
 */
export async function judge(
  place: MatrixPlace,
  answer: JudgedPart,
  verdict: PersonVerdict | null,
  drawn: Pick<VerdictLine, 'heap' | 'chance'> = {},
): Promise<void> {
  const before = verdict === null ? undefined : await ownMark(place, answer);
  await keep(place, answer, { verdict, ...drawn, ...defined({ note: before?.note }) });
}

/** Asks for a note on an answer that the person has judged. */
export async function note(place: MatrixPlace, answer: JudgedPart): Promise<void> {
  const said = await withNote(await ownMark(place, answer));
  if (said) await keep(place, answer, said);
}

async function keep(
  place: MatrixPlace,
  answer: JudgedPart,
  said: Pick<VerdictLine, 'verdict' | 'note' | 'heap' | 'chance'>,
): Promise<void> {
  const { services, suite, feed } = place;
  const { caseId, target, repeat, criterion } = answer;
  const shown = feed?.digests(caseId).find((one) => one.target === target && one.repeat === repeat);
  if (!feed || !shown)
    throw new PolypromptError('invalid-arguments', 'Only an answer that has ended can be judged.', {
      hint: 'Wait for its end, or run the case again.',
    });
  const judged = { suite, run: feed.session.state.prompt, digest: shown.digest, caseId, target };
  await keepVerdict(services, { ...judged, ...defined({ criterion }) }, said);
  await keepGradesOf(place, answer);
  regradeByPeople(place, caseId);
}

/** What the person at this editor says of each answer as a whole. */
export async function ownVerdicts({
  suite,
  feed,
  said,
}: MatrixPlace): Promise<(answer: MatrixAnswer) => PersonVerdict | undefined> {
  const reader = await knownName(suite);
  const verdicts = said();
  return ({ caseId, target, repeat }) => {
    const shown = feed?.digests(caseId).find((one) => one.target === target && one.repeat === repeat);
    const lines = (shown && verdicts.get(shown.digest)) ?? [];
    return lines.find(({ by, criterion }) => by === reader && criterion === undefined)?.verdict ?? undefined;
  };
}

/** What the person at this editor says of an answer. */
async function ownMark(place: MatrixPlace, answer: JudgedPart): Promise<PersonMark | undefined> {
  const { caseId, target, repeat, criterion } = answer;
  const marks = await marksOfRow(place, caseId);
  return marks.find(
    (mark) => mark.isOwn && mark.target === target && mark.repeat === repeat && mark.criterion === criterion,
  );
}
