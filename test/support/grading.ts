import type { Assertion } from '../../src/core/dataset/suite.ts';
import type { GradedAnswer, Judge } from '../../src/core/grading/verdict.ts';
import type { JsonObject, JsonValue } from '../../src/core/json.ts';
import { textOfMessage } from './messageText.ts';

/** A check in the words of a suite: `check('not-contains', 'x', {weight: 2})`. */
export function check(type: string, value?: JsonValue, rest: Partial<Assertion> = {}): Assertion {
  const negated = type.startsWith('not-');
  return { type: negated ? type.slice(4) : type, negated, ...(value === undefined ? {} : { value }), ...rest };
}

export function answered(output: JsonValue, rest: Partial<GradedAnswer> = {}): GradedAnswer {
  return { output, vars: {}, prompt: 'The question', ...rest };
}

export interface ScriptedJudge extends Judge {
  /** The texts of the questions, one per call. */
  readonly asked: readonly string[];
}

/** An answer of a judge: text, JSON, or an error in which its call ends. */
export type JudgeAnswer = string | JsonObject | Error;

/** A judge that gives these answers in turn; an error is thrown. Its embeddings count letters. */
export function judgeThatSays(...answers: JudgeAnswer[]): ScriptedJudge {
  const asked: string[] = [];
  const left = answers.slice();
  return {
    asked,
    async ask({ messages }) {
      asked.push(messages.map(textOfMessage).join('\n---\n'));
      const answer = left.shift() ?? 'nothing left to say';
      if (answer instanceof Error) throw answer;
      return typeof answer === 'string' ? answer : JSON.stringify(answer);
    },
    async embed({ texts }) {
      return texts.map((text) => ['a', 'b', 'c'].map((letter) => text.split(letter).length - 1));
    },
  };
}
