import type { QuickJSHandle, QuickJSWASMModule } from 'quickjs-emscripten-core';
import type { PatternQuestion } from '../../core/grading/verdict.ts';
import { Guest } from './guest.ts';
import type { PatternReply } from './threadMessages.ts';
import { threadWork } from './workTime.ts';

const program = '(pattern, flags, text) => new RegExp(pattern, flags).test(text)';
/** Limit of work after which a request ends early, so that the host's own limit is always for one question. */
const enoughMs = 50;

/**
 * Matches patterns in a world that is kept between requests. No code of a suite runs in it, so there is nothing to clean up, and a new
 * world would cost more than the match. It is replaced when a pattern has reached one of its limits.
 */
export class PatternGuest {
  readonly #engine: QuickJSWASMModule;
  #guest: Guest | undefined;
  #match: QuickJSHandle | undefined;

  constructor(engine: QuickJSWASMModule) {
    this.#engine = engine;
  }

  /** The replies to the first of the questions, and to at least one of them. */
  answer(questions: readonly PatternQuestion[]): readonly PatternReply[] {
    const replies: PatternReply[] = [];
    const start = threadWork();
    for (const question of questions) {
      replies.push(this.#answerOne(question));
      if (threadWork() - start > enoughMs) break;
    }
    return replies;
  }

  #answerOne({ pattern, flags, text }: PatternQuestion): PatternReply {
    this.#guest ??= new Guest(this.#engine);
    const guest = this.#guest;
    this.#match ??= guest.context.unwrapResult(guest.context.evalCode(program, 'pattern'));
    guest.startTime();
    const reply = guest.call(this.#match, [pattern, flags, text], (value) => guest.context.dump(value) === true);
    if (typeof reply !== 'boolean') this.#discard();
    return reply;
  }

  #discard(): void {
    this.#match?.dispose();
    this.#guest?.dispose();
    this.#match = undefined;
    this.#guest = undefined;
  }
}
