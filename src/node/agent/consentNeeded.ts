/**
 * Thrown by a tool that would spend more than the user lets pass without a question. The door asks, and calls the tool again with the
 * answer. It is no error: nothing has been sent.
 */
export class ConsentNeeded extends Error {
  override readonly name = 'ConsentNeeded';
  /** USD at most. */
  readonly amount: number;

  /** `message` is the question, in one sentence. */
  constructor(message: string, amount: number) {
    super(message);
    this.amount = amount;
  }
}
