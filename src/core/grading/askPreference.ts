import type { JsonObject } from '../json.ts';
import { textAt } from '../jsonRead.ts';
import { askJudge, jsonAnswer } from './askJudge.ts';
import { type CheckInput, invalidCheck, textValue } from './grader.ts';

/** What stood first, what stood second, or neither. */
export type PlaceChosen = 'first' | 'second' | 'tie';

export interface PlaceChoice {
  readonly choice: PlaceChosen;
  readonly reason: string | undefined;
}

/** A judge's choices about the same two answers: as they are given, and the other way round. */
export interface ChoicesOfPair {
  readonly straight: PlaceChoice;
  readonly swapped: PlaceChoice;
}

const task =
  'You compare two answers to the same case and say which of them meets the criterion better. The place of an answer and its length count for nothing. Answer with one JSON object and nothing else: {"reason": "one sentence", "choice": "first", "second", or "tie" where neither is better}.';

/** Asks the judge of a check about two answers, in both orders. Throws as `askJudge` does. */
export async function askPreference(input: CheckInput, [own, base]: readonly [string, string]): Promise<ChoicesOfPair> {
  // Both questions are put before either answer is waited for: a batch job takes both along.
  const [straight, swapped] = await Promise.allSettled([askPlace(input, own, base), askPlace(input, base, own)]);
  if (straight.status === 'rejected') throw straight.reason;
  if (swapped.status === 'rejected') throw swapped.reason;
  return { straight: straight.value, swapped: swapped.value };
}

function askPlace(input: CheckInput, first: string, second: string): Promise<PlaceChoice> {
  const criterion = criterionOf(input);
  return askJudge(input, {
    ask: {
      task,
      material: { criterion, ...caseIn(input.answer.vars), 'first-answer': first, 'second-answer': second },
    },
    read: readPlace,
    names: { criterion, first, second },
  });
}

function criterionOf(input: CheckInput): string {
  const { rubricPrompt } = input.assertion;
  const written = rubricPrompt === undefined ? undefined : JSON.stringify(rubricPrompt);
  if (written !== undefined && !(/\bfirst\b/.test(written) && /\bsecond\b/.test(written)))
    throw invalidCheck('The rubricPrompt of "prefer" has to show both answers: {{first}} and {{second}}.');
  return input.value === undefined && written !== undefined ? '' : textValue(input);
}

function caseIn(vars: JsonObject): Readonly<Record<string, string>> {
  return Object.keys(vars).length === 0 ? {} : { case: JSON.stringify(vars, null, 1) };
}

/** Reads the place that the judge chose; a suite's own prompt may ask for the bare word. */
function readPlace(answer: string): PlaceChoice | undefined {
  const object = jsonAnswer(answer);
  const choice = (object ? textAt(object, 'choice') : answer)?.trim().toLowerCase();
  if (choice !== 'first' && choice !== 'second' && choice !== 'tie') return undefined;
  return { choice, reason: textAt(object, 'reason') };
}
