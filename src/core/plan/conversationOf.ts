import type { EvalCase, SimulatedUser, Suite } from '../dataset/suite.ts';
import { PolypromptError } from '../errors.ts';
import { renderValue } from '../grading/gradeCheck.ts';
import type { JsonObject } from '../json.ts';
import type { Message } from '../messages.ts';
import type { Conversation } from '../run/conversation.ts';

/** The word by which a simulated user ends a conversation, unless the case names another. */
const usualStop = '###STOP###';
/** The messages of a simulated user, unless the case sets another limit; promptfoo's number. */
const usualTurns = 10;

type Talking = Pick<EvalCase, 'turns' | 'simulatedUser' | 'vars' | 'options' | 'providedOutput'>;

/**
 * What the user says after the first answer of a case; undefined where there is one answer only. Throws `invalid-check` for a text that
 * cannot be rendered, and `simulated-user` where no model is named that could play the user.
 */
export function conversationOf(testCase: Talking, suite: Pick<Suite, 'judge'>): Conversation | undefined {
  const { turns, simulatedUser, vars, providedOutput } = testCase;
  if (providedOutput !== undefined) return undefined;
  if (turns) {
    const texts = turns.map(({ user }) => user);
    // The answers are not there yet, but a wrong template is wrong now.
    for (const text of texts) turnText(text, vars, Array(texts.length).fill(''));
    return { type: 'turns', turns: texts };
  }
  return simulatedUser && userOf(simulatedUser, testCase, suite);
}

/** What a turn says: its text over the variables of the case, the `answers` so far, and the last `answer`. */
export function turnText(text: string, vars: JsonObject, answers: readonly string[]): string {
  return String(renderValue(text, { ...vars, answers: [...answers], answer: answers.at(-1) ?? '' }));
}

function userOf(user: SimulatedUser, { vars, options }: Talking, { judge }: Pick<Suite, 'judge'>): Conversation {
  const { persona, goal, instructions, maxTurns = usualTurns, stop = usualStop } = user;
  const model = user.model ?? options.judge ?? judge;
  if (model === undefined)
    throw new PolypromptError(
      'simulated-user',
      'No model plays the user: name one as "model" of the user, or name a judge.',
    );
  const said = [persona, goal === undefined ? undefined : `What you want: ${goal}`, instructions];
  const text = said.filter((part) => part !== undefined).join('\n\n');
  return { type: 'user', instructions: String(renderValue(text, vars)), model, maxTurns, stop };
}

/**
 * The messages that open a conversation. With `first` the user opens with that: a prompt that is one message says then how the tested model
 * is to behave, and the last message of a longer one is replaced.
 */
export function openingOf(
  messages: readonly Message[],
  { simulatedUser, vars }: Pick<EvalCase, 'simulatedUser' | 'vars'>,
): readonly Message[] {
  const first = simulatedUser?.first;
  if (first === undefined) return messages;
  const opening: Message = { role: 'user', parts: [{ type: 'text', text: String(renderValue(first, vars)) }] };
  const [only] = messages;
  if (messages.length === 1 && only?.role === 'user') return [{ ...only, role: 'system' }, opening];
  return messages.at(-1)?.role === 'user' ? [...messages.slice(0, -1), opening] : [...messages, opening];
}
