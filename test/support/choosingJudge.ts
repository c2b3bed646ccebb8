import type { Message } from '../../src/core/messages.ts';
import { textOfMessage } from './messageText.ts';

/** A judge of pairs: gives its answer to a question. */
export type ChoosingJudge = (messages: readonly Message[], model: string) => string;

/** The two answers that a question shows, in their order. */
export function shownAnswers(messages: readonly Message[]): readonly [first: string, second: string] {
  const text = messages.map(textOfMessage).join('\n');
  const shown = (place: string) =>
    new RegExp(`<${place}-answer-([0-9a-f]{12})>\\n([\\s\\S]*?)\\n</${place}-answer-\\1>`).exec(text)?.[2] ?? '';
  return [shown('first'), shown('second')];
}

/** A judge that chooses the first answer for a positive number, the second for a negative one, and neither for 0. */
export function chooses(liking: (first: string, second: string) => number): ChoosingJudge {
  return (messages) => {
    const found = liking(...shownAnswers(messages));
    const choice = found === 0 ? 'tie' : found > 0 ? 'first' : 'second';
    return JSON.stringify({ reason: 'Because.', choice });
  };
}
