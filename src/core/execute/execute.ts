import { toPolypromptError } from '../errors.ts';
import type { AnswerVerdict } from '../grading/verdict.ts';
import { answerKey } from '../plan/answerKey.ts';
import { planCell } from '../plan/plan.ts';
import { isRouteId } from '../routeId.ts';
import type { CallReply } from '../run/callReply.ts';
import type { AnsweredCell, StateOf } from '../run/cellGrading.ts';
import type { Arrival } from '../run/deferredCalls.ts';
import type { CellResult, LaneStatus, PlannedCell, RunOutcome, Target } from '../run/events.ts';
import { none } from '../run/orNone.ts';
import type { Round } from '../run/round.ts';
import { type CallingCell, requestIdAfter } from '../run/roundCall.ts';
import { type CellDesk, CellRequest, type TargetAccess } from './cellRequest.ts';
import { RowComparisons } from './compareRow.ts';
import type { ExecuteContext } from './executeContext.ts';
import { JudgeDesk } from './judgeDesk.ts';
import { LaneSearches } from './laneSearches.ts';
import { LateCells } from './lateCells.ts';
import { mayKeep } from './mayKeep.ts';
import { NextRounds } from './nextRounds.ts';
import type { PersonDesk } from './personDesk.ts';
import { recordArrival } from './recordArrival.ts';
import { RoutedRequest } from './routedRequest.ts';
import type { ScheduledRequest } from './scheduledRequest.ts';
import { Scheduler } from './scheduler.ts';
import { laneStatus, Ways } from './ways.ts';

/** The number of cells that are answered from the cache, or by a batch job, before other work gets a turn. */
const cachedInARow = 200;

export interface CellsToRun {
  readonly targets: readonly Target[];
  readonly cells: readonly PlannedCell[];
  /** The rounds of cells that go on where they were, by cell. */
  readonly rounds?: ReadonlyMap<string, readonly Round[]>;
  /** Answers that lack only their verdict. */
  readonly toGrade?: readonly AnsweredCell[];
  /** Cells whose row is not compared yet. */
  readonly toCompare?: readonly PlannedCell[];
  /** The answers of batch jobs that come while it runs. */
  readonly arriving?: AsyncIterable<Arrival>;
}

/** The cells under way. Stopping is not an error: a cell that is stopped ends as `cell-cancelled` with the text that it had. */
export interface RunHandle {
  /** Settles when every cell has ended or can never start; never rejects. */
  readonly ended: Promise<RunOutcome>;
  stop(): void;
  /** Lets the requests under way end, and asks nothing else. */
  finishUp(): void;
  stopCell(cell: string): void;
  /** Gives a person's answer to the call that a cell waits for; false where it waits for none. */
  answerCall(cell: string, reply: CallReply): boolean;
  /** Lets the requests under way go on, and asks nothing new until `resume`. */
  pause(): void;
  resume(): void;
  /** The state of each model's lane at this moment. */
  lanes(): LaneStatus[];
  /** Changes the number of requests that a lane lets out at once. */
  setConcurrency(lane: string, concurrency: number): void;
}

/**
 * Runs cells side by side and reports everything through `emit`. From here on a failure is not thrown but is data, so that one dead model
 * never stops the others. `run-started` and `run-ended` belong to the session, which may run cells more than once.
 */
export function executeCells(context: ExecuteContext, work: CellsToRun): RunHandle {
  const execution = new Execution(context, work);
  execution.start(work);
  const { scheduler } = execution;
  return {
    ended: scheduler.ended,
    stop: () => execution.stop(),
    finishUp: () => execution.finishUp(),
    stopCell: (cell) => execution.stopCell(cell),
    answerCall: (cell, reply) => execution.persons.answer(cell, reply),
    pause: () => scheduler.pause(),
    resume: () => scheduler.resume(),
    lanes: () => scheduler.lanes.map((lane) => laneStatus(context, lane)),
    setConcurrency: (id, concurrency) => {
      scheduler.lanes.find((lane) => lane.id === id)?.setConcurrency(concurrency);
      scheduler.pumpAll();
    },
  };
}

type AskedCell = Pick<CallingCell, 'cell' | 'target'>;

class Execution implements CellDesk {
  readonly scheduler: Scheduler;
  readonly #context: ExecuteContext;
  readonly #targets: ReadonlyMap<string, Target>;
  readonly #ways: Ways;
  readonly #searches: LaneSearches;
  readonly #stateOf: StateOf = (id) => this.#context.cell?.(id);
  readonly #late: LateCells;
  readonly #rows: RowComparisons;
  readonly #next: NextRounds;
  readonly #begun: ReadonlyMap<string, readonly Round[]>;
  /** The ids of the requests of cells that are in a later round, by cell. */
  readonly #later = new Map<string, string>();
  /** The cells that were stopped before they had reached the scheduler. */
  readonly #stoppedEarly = new Set<string>();

  constructor(context: ExecuteContext, { targets, rounds = new Map() }: CellsToRun) {
    this.#context = context;
    this.#begun = rounds;
    this.#targets = new Map(targets.map((target) => [target.id, target]));
    this.#searches = new LaneSearches(context.environment.clock);
    this.#ways = new Ways(context, this.#searches);
    this.#late = new LateCells(this.#stateOf, (cell) => this.#startLate(cell));
    this.#rows = new RowComparisons(
      { ...context, targets, stateOf: this.#stateOf, during: (work) => this.scheduler.during(work) },
      (row) => new JudgeDesk(context, this, row),
    );
    this.#next = new NextRounds(context, {
      accessTo: (model) => this.accessTo(model),
      submit: (model, request) => this.submit(model, request),
      ask: (calling) => this.#askOn(calling),
      answered: (calling, result) => this.answered(calling, tell(context, calling.cell, result)),
      failed: (calling, error) => this.#requestFor(calling).failed(error),
      cancelled: (calling) => this.#requestFor(calling).cancelled(),
    });
    const { clock, random } = context.environment;
    this.scheduler = new Scheduler({
      clock,
      random,
      ...(context.budget ? { budget: context.budget } : {}),
      onLane: (lane) => context.emit({ type: 'lane-changed', at: clock.wallTime(), lane: laneStatus(context, lane) }),
    });
  }

  start({ cells, toGrade = [], toCompare = [], arriving }: CellsToRun): void {
    const { lanes, cache } = this.#context;
    for (const { cell, result } of toGrade) this.#grade(cell, result);
    for (const cell of toCompare) this.#rows.ended(cell);
    this.#late.expect(cells);
    if (arriving) this.scheduler.during(this.#takeArriving(arriving));
    const ready = cells.filter((cell) => !cell.after);
    if (lanes || cache) this.scheduler.during(this.#enqueue(ready));
    else for (const cell of ready) if (!this.#answerBySuite(cell) && !this.#takeUp(cell)) this.#submitAtOnce(cell);
    this.#late.start();
    this.scheduler.pumpAll();
  }

  get persons(): PersonDesk {
    return this.#next.persons;
  }

  finishUp(): void {
    this.scheduler.finishUp();
    this.#next.stopAll();
    this.#cancelLate();
  }

  stop(): void {
    this.#searches.stop();
    this.scheduler.stop();
    this.#next.stopAll();
    this.#cancelLate();
  }

  #cancelLate(): void {
    for (const cell of this.#late.takeAll())
      this.#withTarget(cell, (target) => this.#request(cell, target).cancelled());
  }

  stopCell(cell: string): void {
    this.#stoppedEarly.add(cell);
    this.scheduler.stopRequest(this.#later.get(cell) ?? cell);
    this.#next.stop(cell);
  }

  drop(id: string): void {
    this.scheduler.dropRequest(id);
  }

  async submit(model: string, request: ScheduledRequest): Promise<void> {
    const { lanes } = this.#context;
    const way = lanes && (await this.#ways.to(model, lanes));
    if (way) this.#searches.submitted(way.access);
    this.scheduler.submit(request, way?.lane);
  }

  /** Queues cells. Those that the cache can answer go first, since they need no lane. */
  async #enqueue(cells: readonly PlannedCell[]): Promise<void> {
    const rest: PlannedCell[] = [];
    let cached = 0;
    for (const cell of cells) {
      if (!this.#answerBySuite(cell) && !this.#answerFromCache(cell)) rest.push(cell);
      else if (++cached % cachedInARow === 0) await this.#context.environment.clock.sleep(0);
    }
    for (const cell of rest) await this.#submitToLane(cell);
  }

  async #takeArriving(arriving: AsyncIterable<Arrival>): Promise<void> {
    let taken = 0;
    for await (const arrival of arriving) {
      await this.#arrive(arrival);
      if (++taken % cachedInARow === 0) await this.#context.environment.clock.sleep(0);
    }
  }

  async #arrive(arrival: Arrival): Promise<void> {
    const { cell } = arrival;
    const target = this.#targets.get(cell.target);
    if (!target) return;
    if (arrival.type === 'again') return this.#askAgain(arrival, target);
    const messages = cell.after && (await this.#context.grading?.prepare?.(cell, this.#stateOf));
    const asked = messages ? { ...cell, messages } : cell;
    const end = recordArrival(this.#context, { ...arrival, cell: asked }, target);
    const calling = { cell: asked, target };
    if (end.type === 'answered') this.answered(calling, end.result);
    else if (end.type === 'failed') this.failed(calling);
    else await this.#next.goOn({ cell: asked, target, rounds: [...arrival.rounds, end.round] });
  }

  #askAgain({ cell, rounds }: Arrival, target: Target): Promise<void> {
    if (rounds.length > 0) return this.#askOn({ cell, target, rounds });
    return cell.after ? this.#prepare(cell) : this.#submitToLane(cell);
  }

  /** Makes the prompt of a cell that had to wait for other answers, or queues the cell where its model's lane has stopped. */
  #startLate(cell: PlannedCell): void {
    const model = this.#targets.get(cell.target)?.model;
    this.scheduler.during(this.#ways.isStopped(model) ? this.#submitToLane(cell) : this.#prepare(cell));
  }

  async #prepare(cell: PlannedCell): Promise<void> {
    try {
      const messages = await this.#context.grading?.prepare?.(cell, this.#stateOf);
      const prepared = { ...cell, messages: messages ?? cell.messages };
      if (!this.#answerBySuite(prepared) && !this.#answerFromCache(prepared)) await this.#submitToLane(prepared);
    } catch (thrown) {
      this.#withTarget(cell, (target) => this.#request(cell, target).failed(toPolypromptError(thrown)));
    }
  }

  #withTarget(cell: PlannedCell, act: (target: Target) => void): void {
    const target = this.#targets.get(cell.target);
    if (target) act(target);
  }

  #submitAtOnce(cell: PlannedCell): void {
    this.#withTarget(cell, (target) => this.scheduler.submit(this.#request(cell, target), undefined));
  }

  #request(cell: PlannedCell, target: Target): CellRequest | RoutedRequest {
    return this.#requestFor({ cell, target, rounds: none });
  }

  async #submitToLane(cell: PlannedCell): Promise<void> {
    const target = this.#targets.get(cell.target);
    if (!target || this.#takeUp(cell)) return;
    await this.#askOn({ cell, target, rounds: none });
  }

  /** Goes on with a cell whose model has called tools in an earlier stretch of the run. False for a cell that starts from nothing. */
  #takeUp(cell: PlannedCell): boolean {
    const [target, rounds] = [this.#targets.get(cell.target), this.#begun.get(cell.id)];
    if (!target || !rounds) return false;
    this.scheduler.during(this.#next.goOn({ cell, target, rounds }));
    return true;
  }

  /** Asks the model, perhaps again with the results of its calls, now or in a batch job. */
  async #askOn(calling: CallingCell): Promise<void> {
    const { cell, rounds } = calling;
    const { lanes, deferred } = this.#context;
    if (rounds.length > 0) this.#later.set(cell.id, requestIdAfter(cell.id, rounds.length));
    if (lanes && deferred?.takeCell(calling)) return;
    if (!lanes) {
      this.scheduler.submit(this.#requestFor(calling), undefined);
      return;
    }
    const way = await this.#ways.to(calling.target.model, lanes);
    const request = this.#requestFor(calling);
    this.#searches.submitted(way.access);
    if (this.#stoppedEarly.has(calling.cell.id)) request.cancelled();
    else this.scheduler.submit(request, way.lane);
  }

  #requestFor(calling: CallingCell): CellRequest | RoutedRequest {
    const { cell, target } = calling;
    if (!isRouteId(target.model)) return new CellRequest(this.#context, calling, this);
    return new RoutedRequest(this.#context, {
      ...{ cell, target, requests: this },
      answered: (result) => this.answered(calling, result),
      failed: () => this.failed(calling),
    });
  }

  called({ cell, target, rounds }: CallingCell, round: Round): void {
    this.scheduler.during(this.#next.goOn({ cell, target, rounds: [...rounds, round] }));
  }

  answered({ cell, target }: AskedCell, result: CellResult): void {
    // Routes are not cached as a whole: the cache keeps the answers to their own requests.
    if (!isRouteId(target.model) && mayKeep(cell, result.rounds))
      this.#context.cache?.set(this.#keyOf(cell, target), result);
    this.#grade(cell, result);
    this.#late.ended(cell);
  }

  failed({ cell }: AskedCell): void {
    this.#rows.ended(cell);
    this.#late.ended(cell);
  }

  #answerFromCache(cell: PlannedCell): boolean {
    const target = this.#targets.get(cell.target);
    const found =
      target && !isRouteId(target.model) && mayKeep(cell) && this.#context.cache?.get(this.#keyOf(cell, target));
    if (!found) return false;
    const result: CellResult = { ...found, target: cell.target, cached: true };
    this.#answered(cell, result);
    return true;
  }

  #answerBySuite(cell: PlannedCell): boolean {
    const { provided, target } = cell;
    if (provided === undefined) return false;
    const model = this.#targets.get(target)?.model ?? target;
    this.#answered(cell, { ...withoutCall, target, model, answer: provided });
    return true;
  }

  #answered(cell: PlannedCell, result: CellResult): void {
    this.#grade(cell, tell(this.#context, cell, result));
    this.#late.ended(cell);
  }

  /** The key of a cell in the cache; a cell whose prompt came late is known by the messages that were sent. */
  #keyOf(cell: PlannedCell, target: Target): string {
    const settings = cell.parameters ? { ...target, parameters: cell.parameters } : target;
    const { id } = cell.after ? planCell(cell, settings, cell.repeat) : cell;
    return answerKey(id, target.model, this.#context.registry);
  }

  #grade(cell: PlannedCell, result: CellResult): void {
    const { grading, emit, environment } = this.#context;
    if (!grading) return;
    this.#rows.expect(cell);
    const desk = new JudgeDesk(this.#context, this, cell.id);
    const graded = Promise.resolve()
      .then(() => grading.grade(cell, result, desk, this.#stateOf))
      .catch(ungraded);
    const told = graded.then((verdict) => {
      if (desk.isStopped) return;
      const judging = desk.judging ? { judging: desk.judging } : {};
      emit({ type: 'cell-graded', cell: cell.id, at: environment.clock.wallTime(), verdict, ...judging });
      this.#rows.ended(cell);
    });
    this.scheduler.during(told);
  }

  accessTo(model: string): Promise<TargetAccess> {
    return this.#ways.accessTo(model);
  }
}

/** Reports a result that no request has reported itself. */
function tell({ emit, environment }: ExecuteContext, cell: PlannedCell, result: CellResult): CellResult {
  emit({ type: 'cell-done', cell: cell.id, at: environment.clock.wallTime(), ...result });
  return result;
}

/** The usage, cost and time of a result when no model was asked: it cost nothing and took no time. */
const withoutCall: Omit<CellResult, 'target' | 'model' | 'answer'> = {
  toolCalls: [],
  usage: null,
  cost: null,
  servedModel: null,
  requestId: null,
  finishReason: 'stop',
  rawFinishReason: null,
  timing: { totalMs: 0 },
  attempts: 0,
  warnings: [],
  cached: true,
};

/** The verdict when a grader breaks, which says nothing about the answer. */
function ungraded(thrown: unknown): AnswerVerdict {
  const { message } = toPolypromptError(thrown);
  return { outcome: 'ungraded', score: 0, reason: message, namedScores: {}, checks: [] };
}
