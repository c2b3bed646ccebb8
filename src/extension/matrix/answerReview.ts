import { PolypromptError } from '../../core/errors.ts';
import { defined } from '../../core/jsonRead.ts';
import { reviewCandidates } from '../../core/judges/reviewCandidates.ts';
import { type ReviewItem, reviewQueue } from '../../core/people/reviewQueue.ts';
import type { PersonVerdict } from '../../core/people/verdictLines.ts';
import { cellTranscript } from '../../core/results/cellTranscript.ts';
import { outcomeOf, reasonOf } from '../../core/results/outcome.ts';
import { outputText } from '../../core/run/answerOutput.ts';
import type { ReviewAnswer, ReviewedAnswer, ReviewView } from '../../protocol.ts';
import type { MatrixPlace } from './matrixPlace.ts';
import { judge, note, ownVerdicts } from './rowVerdicts.ts';
import { Sitting } from './sitting.ts';

/** How many answers one review has at most: about five minutes by keyboard. */
const reviewSize = 60;

/** A person's way through the answers of a run that are worth a look, without knowing who gave them. */
export class AnswerReview {
  readonly #place: MatrixPlace;
  readonly #sitting: Sitting<ReviewItem, PersonVerdict>;
  #last: ReviewedAnswer | undefined;

  private constructor(place: MatrixPlace, queue: readonly ReviewItem[]) {
    this.#place = place;
    this.#sitting = new Sitting(queue);
  }

  /** Begins at the first answer that this person has not judged yet. Throws `invalid-arguments` where no answer has ended. */
  static async start(place: MatrixPlace): Promise<AnswerReview> {
    const { feed } = place;
    const candidates = feed ? reviewCandidates(feed.reviewed) : [];
    if (!feed || candidates.length === 0)
      throw new PolypromptError('invalid-arguments', 'There is no answer to review yet.', {
        hint: 'Run the suite, and review its answers when they are there.',
      });
    const own = await ownVerdicts(place);
    // Who has judged all of a review gets a longer one, of which the first is the beginning.
    for (let size = reviewSize; ; size += reviewSize) {
      // The suite, not the run: the same answer stands at the same place in the next run.
      const queue = reviewQueue(candidates, { seed: feed.session.state.prompt, size });
      const review = new AnswerReview(place, queue);
      for (const [index, item] of queue.entries()) {
        const verdict = own(item);
        if (verdict) review.#sitting.remember(index, verdict);
      }
      review.#sitting.goOn();
      if (review.#sitting.thing || queue.length >= candidates.length) return review;
    }
  }

  get runId(): string | undefined {
    return this.#place.feed?.session.runId;
  }

  get view(): ReviewView {
    return { answer: this.#answer(), ...this.#sitting.progress, ...defined({ last: this.#last }) };
  }

  /** Keeps a verdict on the answer that was shown, and goes on to the next open one. */
  async judge(item: string, verdict: PersonVerdict): Promise<void> {
    const shown = this.#sitting.shown(item);
    if (!shown) return;
    await judge(this.#place, shown, verdict, defined({ heap: shown.heap, chance: shown.chance }));
    this.#last = this.#reveal(shown, verdict);
    this.#sitting.judge(verdict);
  }

  /** Takes the last verdict of this review back and shows its answer again. */
  async undo(): Promise<void> {
    const item = this.#sitting.undo();
    if (item) await judge(this.#place, item, null);
    this.#last = undefined;
  }

  async note(item: string): Promise<void> {
    const shown = this.#sitting.shown(item);
    if (shown) await note(this.#place, shown);
  }

  /** Goes to another answer without a verdict. */
  move(step: 1 | -1): void {
    this.#sitting.move(step);
    this.#last = undefined;
  }

  #answer(): ReviewAnswer | null {
    const { feed } = this.#place;
    const { thing, item, said } = this.#sitting;
    const cell = thing && feed?.answer(thing);
    const row = thing && feed?.row(thing.caseId);
    if (!cell || !row) return null;
    const talk = cellTranscript(cell);
    return {
      item,
      vars: row.vars,
      checks: row.checks,
      text: talk ?? outputText(cell),
      ...defined({
        description: feed?.cases.get(thing.caseId)?.testCase.description,
        isConversation: talk === undefined ? undefined : (true as const),
        own: said,
      }),
    };
  }

  #reveal(item: ReviewItem, verdict: PersonVerdict): ReviewedAnswer | undefined {
    const cell = this.#place.feed?.answer(item);
    if (!cell) return undefined;
    const outcome = outcomeOf(cell);
    const reason = outcome === 'pass' ? undefined : reasonOf(cell);
    return { verdict, target: item.target, outcome, ...defined({ reason }) };
  }
}
