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
import { judge, note, ownMark } from './rowVerdicts.ts';

/** How many answers one review has at most: about five minutes by keyboard. */
const reviewSize = 60;

/** A person's way through the answers of a run that are worth a look, without knowing who gave them. */
export class AnswerReview {
  readonly #place: MatrixPlace;
  readonly #queue: readonly ReviewItem[];
  /** The verdicts of this person on the queue, by the place in it. */
  readonly #own = new Map<number, PersonVerdict>();
  /** The places that were judged in this review, the last at the end. */
  readonly #judged: number[] = [];
  #at = 0;
  #last: ReviewedAnswer | undefined;

  private constructor(place: MatrixPlace, queue: readonly ReviewItem[]) {
    this.#place = place;
    this.#queue = queue;
  }

  /** Begins at the first answer that this person has not judged yet. Throws `invalid-arguments` where no answer has ended. */
  static async start(place: MatrixPlace): Promise<AnswerReview> {
    const { feed } = place;
    const candidates = feed ? reviewCandidates(feed.reviewed) : [];
    if (!feed || candidates.length === 0)
      throw new PolypromptError('invalid-arguments', 'There is no answer to review yet.', {
        hint: 'Run the suite, and review its answers when they are there.',
      });
    // The suite, not the run: the same answer stands at the same place in the next run.
    const queue = reviewQueue(candidates, { seed: feed.session.state.prompt, size: reviewSize });
    const review = new AnswerReview(place, queue);
    await review.#readOwn();
    review.#goOn();
    return review;
  }

  get runId(): string | undefined {
    return this.#place.feed?.session.runId;
  }

  get view(): ReviewView {
    return {
      answer: this.#answer(),
      at: Math.min(this.#at + 1, this.#queue.length),
      judged: this.#own.size,
      total: this.#queue.length,
      ...defined({ last: this.#last }),
    };
  }

  /** Keeps a verdict on the answer that was shown, and goes on to the next open one. */
  async judge(item: string, verdict: PersonVerdict): Promise<void> {
    const shown = this.#shown(item);
    if (!shown) return;
    await judge(this.#place, shown, verdict, defined({ heap: shown.heap, chance: shown.chance }));
    this.#own.set(this.#at, verdict);
    this.#judged.push(this.#at);
    this.#last = this.#reveal(shown, verdict);
    this.#goOn();
  }

  /** Takes the last verdict of this review back and shows its answer again. */
  async undo(): Promise<void> {
    const at = this.#judged.pop();
    const item = at === undefined ? undefined : this.#queue[at];
    if (at === undefined || !item) return;
    await judge(this.#place, item, null);
    this.#own.delete(at);
    this.#at = at;
    this.#last = undefined;
  }

  async note(item: string): Promise<void> {
    const shown = this.#shown(item);
    if (shown) await note(this.#place, shown);
  }

  /** Goes to another answer without a verdict. */
  move(step: 1 | -1): void {
    this.#at = Math.max(0, Math.min(this.#queue.length - 1, this.#at + step));
    this.#last = undefined;
  }

  async #readOwn(): Promise<void> {
    for (const [index, item] of this.#queue.entries()) {
      const mark = await ownMark(this.#place, item);
      if (mark) this.#own.set(index, mark.verdict);
    }
  }

  /** To the next answer without a verdict, else to the first of all, else past the end. */
  #goOn(): void {
    const open = this.#queue.map((_, index) => index).filter((index) => !this.#own.has(index));
    this.#at = open.find((index) => index >= this.#at) ?? open[0] ?? this.#queue.length;
  }

  /** The answer on the page, when it is the one that is meant. */
  #shown(item: string): ReviewItem | undefined {
    return item === nameOf(this.#at) ? this.#queue[this.#at] : undefined;
  }

  #answer(): ReviewAnswer | null {
    const { feed } = this.#place;
    const item = this.#queue[this.#at];
    const cell = item && feed?.answer(item);
    const row = item && feed?.row(item.caseId);
    if (!cell || !row) return null;
    const talk = cellTranscript(cell);
    return {
      item: nameOf(this.#at),
      vars: row.vars,
      checks: row.checks,
      text: talk ?? outputText(cell),
      ...defined({
        description: feed?.cases.get(item.caseId)?.testCase.description,
        isConversation: talk === undefined ? undefined : (true as const),
        own: this.#own.get(this.#at),
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

/** A place in the queue says nothing of the answer that stands there. */
function nameOf(at: number): string {
  return `answer ${at}`;
}
