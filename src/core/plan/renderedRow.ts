import type { EvalCase, SuitePrompt } from '../dataset/suite.ts';
import type { MessageSource } from '../lateMessages.ts';
import type { Message } from '../messages.ts';
import { openingOf } from './conversationOf.ts';

/** A case under a prompt, which is rendered whenever its messages are asked for. */
export class RenderedRow implements MessageSource {
  readonly #testCase: EvalCase;
  readonly #prompt: SuitePrompt;

  constructor(testCase: EvalCase, prompt: SuitePrompt) {
    this.#testCase = testCase;
    this.#prompt = prompt;
  }

  /** Throws `PolypromptError` where the prompt cannot be rendered. */
  messages(): readonly Message[] {
    const { vars, options } = this.#testCase;
    return openingOf(this.#prompt.render(vars, options).messages, this.#testCase);
  }
}
