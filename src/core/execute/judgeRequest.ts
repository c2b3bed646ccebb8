import { PolypromptError, toPolypromptError } from '../errors.ts';
import type { RequestSize } from '../plan/requestSize.ts';
import { AwaitedRequest } from './awaitedRequest.ts';
import type { Attempt, AttemptEnd, ScheduledRequest } from './scheduledRequest.ts';

/** Thrown when the run was stopped while a judge was asked: the answer stays without a verdict, and a resumed run grades it. */
export class JudgingStopped extends Error {}

/** Thrown when a judge never had its turn. */
export class JudgeLeft extends PolypromptError {
  constructor(reason: PolypromptError | undefined) {
    super('judge-failed', reason?.message ?? 'No money was left to ask it.');
  }
}

export interface JudgeAnswer<Result> {
  readonly result: Result;
  readonly tokens: number | undefined;
  /** USD that were charged; undefined when nobody can say. */
  readonly charged: number | undefined;
}

interface JudgeWork<Result> {
  readonly id: string;
  readonly size: RequestSize;
  ask(attempt: Attempt): Promise<JudgeAnswer<Result>>;
}

/** One question to a judge as the scheduler sees it. The text of a broken attempt is thrown away, since nobody was reading it. */
export class JudgeRequest<Result> extends AwaitedRequest implements ScheduledRequest {
  readonly #work: JudgeWork<Result>;
  readonly #settled = Promise.withResolvers<Result>();

  constructor(work: JudgeWork<Result>) {
    super(work);
    this.#work = work;
  }

  get result(): Promise<Result> {
    return this.#settled.promise;
  }

  async attempt(attempt: Attempt): Promise<AttemptEnd> {
    try {
      const { result, tokens, charged } = await this.#work.ask(attempt);
      this.#settled.resolve(result);
      return { type: 'answered', tokens, cost: charged };
    } catch (thrown) {
      if (!attempt.signal.aborted)
        return { type: 'failed', error: toPolypromptError(thrown), hasContent: false, cost: undefined };
      this.cancelled();
      return { type: 'stopped' };
    }
  }

  retrying(): void {}

  failed(error: PolypromptError): void {
    this.#settled.reject(error);
  }

  cancelled(): void {
    this.#settled.reject(new JudgingStopped());
  }

  left(reason: PolypromptError | undefined): void {
    this.#settled.reject(new JudgeLeft(reason));
  }
}
