import { PolypromptError } from '../../errors.ts';
import { defined } from '../../jsonRead.ts';
import type { FinishReason, ModelEvent } from '../../messages.ts';
import { meaningOfEnd } from './finishWords.ts';
import type { Ending } from './streamReader.ts';

/** Watches the content of an answer, to tell whether its end can be true. */
export class AnswerEnd {
  readonly #who: string;
  #isEmpty = true;
  #hasCalls = false;

  constructor(who: string) {
    this.#who = who;
  }

  note(event: ModelEvent): void {
    if (event.type === 'text' || event.type === 'tool-call') this.#isEmpty = false;
    if (event.type === 'tool-call') this.#hasCalls = true;
  }

  /**
   * The last event of an answer. Throws `provider-error` where its end says that the answer was thrown away or broken off: that is a fault
   * of the call, which may pass, and no empty or half answer of the model.
   */
  eventOf(ending: Ending, requestId: string | undefined): ModelEvent & { readonly type: 'done' } {
    const fault = this.#faultOf(ending);
    if (fault !== undefined) throw new PolypromptError('provider-error', fault);
    const id = ending.requestId ?? requestId;
    return { type: 'done', ...ending, finishReason: this.#reasonOf(ending), ...defined({ requestId: id }) };
  }

  /**
   * The reason, where whether calls came counts for more than a vendor's word: servers say `stop` after calls, and the other way round.
   * https://github.com/ollama/ollama/issues/7963
   */
  #reasonOf({ finishReason }: Ending): FinishReason {
    if (!this.#hasCalls) return finishReason === 'tool-calls' ? 'stop' : finishReason;
    return finishReason === 'stop' || finishReason === 'other' ? 'tool-calls' : finishReason;
  }

  #faultOf({ finishReason, rawFinishReason: word }: Ending): string | undefined {
    if (finishReason === 'other' && word !== undefined && meaningOfEnd(word) === 'broken')
      return `${this.#who} did not finish its answer: it ended with ${word}.`;
    if (!this.#isEmpty) return undefined;
    if (finishReason === 'tool-calls') return `${this.#who} says that it called a tool, but no call came.`;
    if (finishReason !== 'other') return undefined;
    return `${this.#who} answered nothing and ended ${word === undefined ? 'without a reason' : `with ${word}`}.`;
  }
}
