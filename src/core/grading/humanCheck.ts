import type { Assertion } from '../dataset/suite.ts';
import { jointVerdict } from '../people/jointVerdict.ts';
import type { SaidOfAnswer } from '../people/saidByPeople.ts';
import type { VerdictLine } from '../people/verdictLines.ts';
import { inOneLine } from '../text/inOneLine.ts';
import { type GradingPorts, quoted } from './grader.ts';
import type { Verdict } from './verdict.ts';

/** The type of the check that takes what people say of an answer. */
export const humanType = 'human';

/** The reason why a check by people cannot be carried out as it is written; undefined where it can. */
export function humanFault({ negated, value, valueScript, transform, threshold, turn }: Assertion): string | undefined {
  if (negated) return '"not-human" says nothing: people themselves say pass or fail.';
  if (turn !== undefined) return '"human" is about the last answer of a conversation and cannot stand at a turn.';
  if (valueScript !== undefined || (value !== undefined && criterionIn(value) === undefined))
    return 'The value of "human" is the criterion that people judge by: a text.';
  if (transform !== undefined) return '"human" takes no transform: people judge the answer as they see it.';
  if (threshold !== undefined) return '"human" takes no threshold: the majority of people decides.';
  return undefined;
}

/** The criterion of a check by people; undefined where it is about the answer as a whole. */
export function criterionOf({ value }: Pick<Assertion, 'value'>): string | undefined {
  return criterionIn(value);
}

function criterionIn(value: Assertion['value']): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Takes the verdict of people's majority. Where there is none, nothing has passed and nothing has failed: it waits for a person. */
export function gradeByPeople(assertion: Assertion, { people }: GradingPorts): Verdict {
  const fault = humanFault(assertion);
  if (fault !== undefined) return { outcome: 'error', score: 0, reason: fault };
  const criterion = criterionOf(assertion);
  const said = people?.(criterion) ?? { verdicts: [], hasChanged: false };
  const joint = jointVerdict(said.verdicts);
  if (joint === 'pass' || joint === 'fail')
    return { outcome: joint, score: Number(joint === 'pass'), reason: reasonOf(said.verdicts) };
  return { outcome: 'ungraded', score: 0, reason: waitingReason(joint, said, criterion), awaitsPerson: true };
}

/** True for an answer that could pass or fail yet, and does neither for want of a person's verdict. */
export function awaitsPerson(verdict: Pick<Verdict, 'outcome'> & { readonly checks: readonly Verdict[] }): boolean {
  return verdict.outcome === 'ungraded' && verdict.checks.some(isWaiting);
}

function isWaiting({ awaitsPerson: waits, components = [] }: Verdict): boolean {
  return waits === true || components.some(isWaiting);
}

function reasonOf(verdicts: readonly VerdictLine[]): string {
  const count = (wanted: string) => verdicts.filter(({ verdict }) => verdict === wanted).length;
  const [pass, fail] = [count('pass'), count('fail')];
  const parts = [
    ...(pass > 0 ? [pass === 1 ? '1 person passes it' : `${pass} people pass it`] : []),
    ...(fail > 0 ? [fail === 1 ? '1 person fails it' : `${fail} people fail it`] : []),
  ];
  const notes = verdicts.flatMap(({ note }) => (note === undefined ? [] : [inOneLine(note)]));
  return `${parts.join(', ')}.${notes.length === 0 ? '' : ` ${quoted(...notes)}`}`;
}

function waitingReason(joint: string | undefined, { hasChanged }: SaidOfAnswer, criterion: string | undefined): string {
  const by = criterion === undefined ? '' : ` by ${quoted(criterion)}`;
  if (joint === 'split') return `It waits for a person: as many pass it as fail it${by}.`;
  if (joint === 'unsure') return `It waits for a person: whoever judged it${by} is unsure.`;
  if (hasChanged) return `It waits for a person: the answer has changed since it was judged${by}.`;
  return `It waits for a person: nobody has judged it${by} yet.`;
}
