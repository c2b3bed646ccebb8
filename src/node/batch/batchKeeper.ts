import { BatchDesk } from '../../core/batch/batchDesk.ts';
import { batchKey } from '../../core/batch/batchKey.ts';
import { isWholeFailure, JobResults, type MatchedAnswer } from '../../core/batch/matchAnswers.ts';
import { PolypromptError, toPolypromptError } from '../../core/errors.ts';
import type { RunHandle } from '../../core/execute/execute.ts';
import { recordArrival } from '../../core/execute/recordArrival.ts';
import type { Catalog } from '../../core/pricing/catalog.ts';
import { type BatchJob, isBatchOver } from '../../core/providers/contract/batchJob.ts';
import type { ProviderAccess } from '../../core/providers/contract/provider.ts';
import { sdkError } from '../../core/providers/wire/sdkError.ts';
import { type BatchState, countBatchTries, openBatches } from '../../core/run/batchState.ts';
import type { CellState } from '../../core/run/cellState.ts';
import type { Arrival } from '../../core/run/deferredCalls.ts';
import type { PlannedCell, RunOutcome } from '../../core/run/events.ts';
import { type CallingCell, cellOfRequest, requestIdAfter, roundCall } from '../../core/run/roundCall.ts';
import type { RunState } from '../../core/run/state.ts';
import { type BatchAccess, type BatchContext, batchAccess, readJob } from './batchAccess.ts';
import type { BatchRun, BatchWork } from './batchWork.ts';
import type { BatchProblem } from './refreshBatches.ts';
import { submitJobs } from './submitJobs.ts';

export interface KeeperContext extends BatchContext {
  readonly catalog: Catalog;
  /** When true, whatever jobs left open is asked at once instead of in further jobs. */
  readonly isLive?: boolean;
  /** The run as it stands, where there is one already. */
  readonly state?: Pick<RunState, 'batches'>;
}

const noState: Pick<RunState, 'batches'> = {};

/** The batch jobs of one run: takes what is to be asked, sends it, and brings what came back. */
export class BatchKeeper implements BatchWork {
  readonly desk: BatchDesk;
  readonly problems: BatchProblem[] = [];
  readonly #context: Omit<KeeperContext, 'state'>;
  readonly #tries: ReadonlyMap<string, number>;
  readonly #over: readonly BatchState[];
  /** Jobs of judges whose results have been read into the desk. */
  #heard: readonly BatchState[] = [];
  readonly #openQuestions = new Set<string>();
  readonly #ways = new Map<string, Promise<BatchAccess>>();
  #hasFailed = false;

  /** The state is only read here and not kept: the session has its own. */
  private constructor({ state = noState, ...context }: KeeperContext) {
    const open = openBatches(state);
    this.#context = context;
    this.#tries = countBatchTries(state);
    this.#over = open.filter(({ status }) => status !== 'prepared' && status !== 'lost' && isBatchOver(status));
    for (const batch of open) if (batch.purpose === 'judgements' && !this.#over.includes(batch)) this.#leaveOpen(batch);
    this.desk = new BatchDesk({ ...context, openQuestions: this.#openQuestions });
  }

  /** A keeper for a run of which nothing has been asked yet. */
  static forNewRun(context: KeeperContext): BatchKeeper {
    return new BatchKeeper(context);
  }

  /** A keeper for a stored run, which has read what its judges have answered. */
  static async forStoredRun(context: KeeperContext & Required<Pick<KeeperContext, 'state'>>): Promise<BatchKeeper> {
    const keeper = new BatchKeeper(context);
    await keeper.#hearJudges();
    return keeper;
  }

  get hasOpenJudges(): boolean {
    return this.#openQuestions.size > 0 && this.#heard.length === 0;
  }

  /** A cancelled cell stays cancelled, unless open cells are to be asked live. */
  mayAsk(cell: CellState | undefined): boolean {
    return this.#context.isLive === true || cell?.status !== 'cancelled';
  }

  arriving(run: BatchRun): AsyncIterable<Arrival> | undefined {
    return this.#over.length + this.problems.length > 0 ? this.#arrivals(run) : undefined;
  }

  finish(run: BatchRun): RunHandle | undefined {
    const heard = this.#heard;
    this.#heard = [];
    for (const batch of heard) this.#collected(run, batch);
    const groups = this.desk.takeGroups();
    const hasFailed = this.#hasFailed;
    if (groups.length === 0 && !hasFailed) return undefined;
    this.#hasFailed = false;
    const stop = new AbortController();
    const context = { ...this.#context, signal: AbortSignal.any([this.#context.signal, stop.signal]) };
    const submit = async (): Promise<RunOutcome> => {
      const before = this.problems.length;
      for (const group of groups) {
        try {
          await submitJobs({ context, run, group });
        } catch (thrown) {
          if (context.signal.aborted) return 'cancelled';
          this.problems.push({ about: group.model, error: toPolypromptError(thrown) });
        }
      }
      return hasFailed || this.problems.length > before ? 'stopped' : 'done';
    };
    return { ...idleHandle, ended: submit(), stop: () => stop.abort(), finishUp: () => stop.abort() };
  }

  async *#arrivals(run: BatchRun): AsyncGenerator<Arrival> {
    const { plan, targets } = run.state();
    const cells = new Map(plan.map((cell) => [cell.id, cell]));
    const targetOf = new Map(targets.map((target) => [target.id, target]));
    for (const batch of this.#over.filter(({ purpose }) => purpose === 'answers')) {
      try {
        for await (const matched of this.#resultsOf(batch, run)) {
          const cell = cells.get(cellOfRequest(matched.id));
          const target = cell && targetOf.get(cell.target);
          if (!cell || !target) continue;
          const { rounds = [], ...state } = run.cell(cell.id) ?? {};
          const isNext = requestIdAfter(cell.id, rounds.length) === matched.id;
          if (isNext && !hasEnd(state, this.#triesOf(matched.id)))
            yield await this.#arrival(matched, { cell, target, rounds });
        }
      } catch (thrown) {
        this.#problem(batch, thrown);
      }
    }
  }

  #triesOf(request: string): number {
    return this.#tries.get(request) ?? 1;
  }

  /** What changed on the way to the vendor is told in the same way as for a live request. */
  async #arrival(matched: MatchedAnswer, calling: CallingCell): Promise<Arrival> {
    const { cell, target, rounds } = calling;
    if (matched.type === 'again') return { type: 'again', cell, rounds };
    const attempt = this.#triesOf(matched.id);
    if (matched.type === 'cancelled') return { type: 'cancelled', cell, rounds, attempt };
    const { api, model } = await this.#wayTo(target.model);
    const call = { model, ...roundCall(calling), repeat: cell.repeat };
    const { warnings } = api.line(batchKey(matched.id), call);
    const events = [...warnings.map((warning) => ({ type: 'warning' as const, warning })), ...matched.events];
    return { ...matched, cell, rounds, attempt, events };
  }

  async #hearJudges(): Promise<void> {
    const heard: BatchState[] = [];
    for (const batch of this.#over.filter(({ purpose }) => purpose === 'judgements')) {
      try {
        for await (const matched of this.#resultsOf(batch)) this.#hear(batch, matched);
        heard.push(batch);
      } catch (thrown) {
        this.#leaveOpen(batch);
        this.#problem(batch, thrown);
      }
    }
    this.#heard = heard;
  }

  /** The questions of this job are not asked a second time. */
  #leaveOpen({ requests }: BatchState): void {
    for (const question of requests) this.#openQuestions.add(question);
  }

  #wayTo(model: string): Promise<BatchAccess> {
    const way = this.#ways.get(model) ?? batchAccess(this.#context, model);
    this.#ways.set(model, way);
    return way;
  }

  #hear({ model }: BatchState, matched: MatchedAnswer): void {
    const { id } = matched;
    if (matched.type === 'failed') this.desk.addJudgement(id, matched.error);
    if (matched.type !== 'answered') return;
    const cell: PlannedCell = { id, target: model, caseId: 'judge', repeat: 0, inputs: {}, messages: [] };
    const quiet = { ...this.#context, emit: () => {} };
    const judge = { id: model, model, parameters: {} };
    const arrival = { type: 'answered', cell, rounds: [], attempt: 1, events: matched.events } as const;
    const end = recordArrival(quiet, arrival, judge);
    const unread = new PolypromptError('judge-failed', 'The answer of the judge in its batch job has no end.');
    this.desk.addJudgement(id, end.type === 'answered' ? end.result : unread);
  }

  /** The results of a job. With `run`, the run records at the end that no more results will come. */
  async *#resultsOf(batch: BatchState, run?: BatchRun): AsyncGenerator<MatchedAnswer> {
    const { signal } = this.#context;
    const way = await this.#wayTo(batch.model);
    const { api, access, model } = way;
    const job = await readJob(way, batch.job ?? '', signal);
    if (isWholeFailure(job)) {
      this.#fail(batch, job, run);
      return;
    }
    const results = new JobResults(batch, isOverAs(batch, job), this.#tries);
    let seen = 0;
    let ours = 0;
    for await (const answer of api.answers(job, { model, access, signal })) {
      seen++;
      const matched = results.take(answer);
      if (!matched) continue;
      ours++;
      yield matched.type === 'failed' ? { ...matched, error: withoutKey(matched.error, access) } : matched;
    }
    const isForeign = seen > 0 && ours === 0;
    for (const matched of results.missing()) yield isForeign ? { type: 'again', id: matched.id } : matched;
    if (run) this.#collected(run, batch, { status: isForeign ? 'lost' : job.status });
  }

  /** The vendor refused the job as a whole. Its requests stay open, so that a person can have them tried again. */
  #fail(batch: BatchState, { message = 'Its vendor says no more.' }: BatchJob, run: BatchRun | undefined): void {
    this.#hasFailed = true;
    const hint = 'Collect again to submit it once more, or ask its requests live.';
    const error = new PolypromptError('provider-error', `The batch job failed as a whole: ${message}`, { hint });
    this.problems.push({ about: batch.name, error });
    if (run) this.#collected(run, batch, { status: 'failed', message });
  }

  #collected(run: BatchRun, { name, status }: BatchState, end?: BatchEnd): void {
    const at = this.#context.environment.clock.wallTime();
    const told = end ?? { status: status === 'prepared' ? 'lost' : status };
    run.emit({ type: 'batch-collected', batch: name, at, ...told });
  }

  #problem({ name }: BatchState, thrown: unknown): void {
    this.#hasFailed = true;
    this.problems.push({ about: name, error: toPolypromptError(thrown) });
  }
}

type BatchEnd = { readonly status: BatchJob['status'] | 'lost'; readonly message?: string };

/** The status of a job. Where its vendor still calls it running, the recorded status counts. */
function isOverAs(batch: BatchState, { status }: BatchJob): BatchJob['status'] {
  return isBatchOver(status) || batch.status === 'prepared' || batch.status === 'lost' ? status : batch.status;
}

/** What a vendor says of a request is recorded, but never the key. */
function withoutKey(error: PolypromptError, { baseUrl, key, clock }: ProviderAccess): PolypromptError {
  return sdkError(error, { who: baseUrl, baseUrl, key, wallTime: clock.wallTime() });
}

/**
 * A process that was killed while it recorded results has recorded some of them. Requests that failed before may have been asked again
 * since.
 */
function hasEnd({ status, attempt = 0 }: Partial<CellState>, tries: number): boolean {
  return status === 'done' || (status === 'failed' && attempt >= tries);
}

const idleHandle: Omit<RunHandle, 'ended' | 'stop' | 'finishUp'> = {
  stopCell: () => {},
  answerCall: () => false,
  pause: () => {},
  resume: () => {},
  lanes: () => [],
  setConcurrency: () => {},
};
