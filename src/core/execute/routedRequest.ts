import { PolypromptError, toPolypromptError } from '../errors.ts';
import { gradeAnswer } from '../grading/gradeAnswer.ts';
import type { GradedAnswer } from '../grading/verdict.ts';
import { defined } from '../jsonRead.ts';
import type { Message } from '../messages.ts';
import { answerKey } from '../plan/answerKey.ts';
import { planCell } from '../plan/plan.ts';
import { requestSize } from '../plan/requestSize.ts';
import { routeNameOf } from '../routeId.ts';
import { classNamedIn, classQuestion } from '../routing/classQuestion.ts';
import { followRoute } from '../routing/followRoute.ts';
import type { RequestClass } from '../routing/route.ts';
import type { Ask, AskEnd, CheckedAnswer, RouteCommand, RouteEnd } from '../routing/routeCommand.ts';
import { Branch, RouteDriver, type RouteWorld } from '../routing/routeDriver.ts';
import type { RouteRequest } from '../routing/routeRequest.ts';
import { routeRequestOf } from '../routing/routeRequestOf.ts';
import type { Timing } from '../run/account.ts';
import { outputOf } from '../run/answerOutput.ts';
import type { CellResult, CellRunEvent, PlannedCell, RunEvent, Target } from '../run/events.ts';
import { allCallsOf, type Round } from '../run/round.ts';
import { roundCall } from '../run/roundCall.ts';
import { sumOfRounds } from '../run/sumOfRounds.ts';
import type { ExecuteContext } from './executeContext.ts';
import { JudgeDesk, type JudgeRequests } from './judgeDesk.ts';
import { JudgeLeft, JudgingStopped } from './judgeRequest.ts';
import { mayKeep } from './mayKeep.ts';
import { type Next, nextRound } from './nextRounds.ts';
import { nobodyAsked, RouteAttempts } from './routeAttempts.ts';
import type { Attempt, AttemptEnd, ScheduledRequest } from './scheduledRequest.ts';
import { RouteLeft, type StepEnd, type StepReply, StepRequest } from './stepRequest.ts';

/** The route's access to the run's models, and to the requests that wait for them. */
export interface RouteRequests extends JudgeRequests {
  /** Takes back a request that is no longer needed. */
  drop(id: string): void;
}

export interface RoutedWork {
  readonly cell: PlannedCell;
  readonly target: Target;
  readonly requests: RouteRequests;
  answered(result: CellResult): void;
  failed(): void;
}

/** One request of the route, with all its rounds. */
interface Step {
  readonly step: PlannedCell;
  readonly target: Target;
  readonly ask: Ask;
  readonly branch: Branch;
  readonly attempt: number;
}

const nothingPaid = { usage: null, cost: null, timing: { totalMs: 0 } };

/** One cell whose target is a route: it asks several models, one after the other or side by side, and has one end. */
export class RoutedRequest implements ScheduledRequest, RouteWorld {
  readonly isComposite = true;
  /** The route takes no tokens itself, since its requests are counted one by one. */
  readonly tokens = 0;
  readonly maxCost = 0;
  readonly #context: ExecuteContext;
  readonly #work: RoutedWork;
  readonly #attempts: RouteAttempts;
  #facts: RouteRequest | undefined;
  readonly #desk: JudgeDesk;
  /** The number of the attempt whose words are shown; undefined until the first word. */
  #shown: number | undefined;
  #startedAt = 0;

  constructor(context: ExecuteContext, work: RoutedWork) {
    this.#context = context;
    this.#work = work;
    this.#attempts = new RouteAttempts(context.catalog, () => this.#request.tokens);
    this.#desk = new JudgeDesk(context, work.requests, `route ${work.cell.id}`);
  }

  get id(): string {
    return this.#work.cell.id;
  }

  /** The request as the route sees it, worked out when its turn has come: thousands of cells may wait. */
  get #request(): RouteRequest {
    const { messages, repeat } = this.#work.cell;
    this.#facts ??= routeRequestOf({ messages, repeat, parameters: this.#parameters });
    return this.#facts;
  }

  get clock() {
    return this.#context.environment.clock;
  }

  async attempt({ signal, stay }: Attempt): Promise<AttemptEnd> {
    const { cell, target } = this.#work;
    stay.enter(target.model);
    this.#startedAt = this.clock.now();
    const messages = cell.after ? { messages: cell.messages } : {};
    this.#emit({ type: 'cell-started', ...this.#mark(), target: target.id, attempt: 1, ...messages });
    const driver = new RouteDriver(this);
    try {
      const end = await driver.drive(this.#plan(), new Branch(signal));
      const totalMs = this.#elapsed();
      await driver.settled();
      signal.throwIfAborted();
      this.#end(end, { totalMs, ...defined({ atOnce: stay.atOnce }) });
    } catch (thrown) {
      const totalMs = this.#elapsed();
      await driver.settled();
      // A route that found no money left is treated as if it had never had its turn.
      if (signal.aborted || thrown instanceof RouteLeft) this.cancelled();
      else this.failed(toPolypromptError(thrown), totalMs);
    }
    // The route's requests have reported to their lanes and to the budget themselves.
    return signal.aborted ? { type: 'stopped' } : { type: 'answered', tokens: undefined, cost: 0 };
  }

  retrying(): void {}

  failed(error: PolypromptError, totalMs = this.#elapsed()): void {
    const { target } = this.#work;
    const last = this.#attempts.lastFailure;
    this.#emit({
      type: 'cell-failed',
      ...this.#mark(),
      target: target.id,
      model: target.model,
      error: error.toRecord(),
      partial: last?.partial ?? '',
      usage: last?.usage ?? null,
      cost: this.#attempts.cost(this.#desk.judging),
      timing: { totalMs },
      attempts: this.#attempts.count,
      routed: this.#attempts.routed(target.model, undefined, this.#desk.judging),
    });
    this.#work.failed();
  }

  cancelled(): void {
    const { target } = this.#work;
    this.#emit({ type: 'cell-cancelled', ...this.#mark(), target: target.id, model: target.model, partial: '' });
  }

  left(): void {}

  async ask(ask: Ask, branch: Branch): Promise<AskEnd> {
    return (await this.#ask(ask, branch, this.#work.cell.messages)).end;
  }

  async check({ attempt, checks, judge }: Extract<RouteCommand, { type: 'check' }>): Promise<CheckedAnswer> {
    const result = this.#attempts.resultOf(attempt);
    if (!result) return { passed: false, score: undefined };
    const { grading } = this.#context;
    const ports = { ...grading?.ports, judge: this.#desk, ...(judge === undefined ? {} : { defaultJudge: judge }) };
    const { outcome, score } = await gradeAnswer(this.#graded(result), checks, ports);
    const isSaid = outcome === 'pass' || outcome === 'fail';
    return { passed: outcome === 'pass', score: isSaid ? score : undefined };
  }

  async classify(ask: Ask, branch: Branch): Promise<RequestClass> {
    const hidden = new Branch(branch.signal, { isHidden: true });
    const { result } = await this.#ask(ask, hidden, classQuestion(this.#work.cell.messages));
    return classNamedIn(result?.answer ?? '');
  }

  #plan() {
    const { routes, environment } = this.#context;
    const { model } = this.#work.target;
    if (!routes) throw new PolypromptError('unknown-route', `There is no polyprompt.yaml that says what ${model} is.`);
    return followRoute(routeNameOf(model), {
      book: routes,
      request: this.#request,
      now: () => this.clock.now(),
      random: () => environment.random(),
    });
  }

  async #ask(
    ask: Ask,
    branch: Branch,
    messages: readonly Message[],
  ): Promise<{ readonly end: AskEnd; readonly result?: CellResult }> {
    const { cell } = this.#work;
    const attempt = this.#attempts.begin(ask, this.#elapsed(), branch.isHidden);
    if (!branch.isHidden && attempt > 0) this.#reroute(ask);
    const target = { id: ask.model, model: ask.model, parameters: ask.reason === 'classify' ? {} : this.#parameters };
    const loop = ask.reason === 'classify' ? undefined : cell.loop;
    const conversation = ask.reason === 'classify' ? undefined : cell.conversation;
    const row = { caseId: cell.caseId, inputs: cell.inputs, messages, ...defined({ loop, conversation }) };
    const step = planCell(row, target, cell.repeat);
    const end = await this.#answer({ step, target, ask, branch, attempt });
    branch.signal.throwIfAborted();
    return { end: this.#attempts.end(attempt, end), ...(end.type === 'answered' ? { result: end.result } : {}) };
  }

  /** Answers one step of the route: from the cache where the very same was asked before, else from the model, with the results of its calls. */
  async #answer(work: Step): Promise<StepEnd> {
    const { step, target, ask, attempt } = work;
    const { cache, registry } = this.#context;
    const key = answerKey(step.id, target.model, registry);
    const known = mayKeep(step) ? cache?.get(key) : undefined;
    if (known) return { type: 'answered', result: { ...known, target: ask.model, cached: true } };
    const end = await this.#askInRounds(work);
    if (end.type === 'answered' && mayKeep(step, end.result.rounds)) cache?.set(key, end.result);
    // An attempt that was stopped, by a person or by the winner of a race, is kept for the account.
    if (end.type === 'stopped') this.#attempts.end(attempt, end);
    return end;
  }

  async #askInRounds(work: Step): Promise<StepEnd> {
    let rounds: readonly Round[] = [];
    for (;;) {
      const reply = await this.#send(work, rounds);
      if (reply.type !== 'called') return reply;
      const next = await this.#goOn(work, [...rounds, reply.round]);
      if (next.type !== 'ask') return next;
      ({ rounds } = next);
    }
  }

  async #send({ step, target, ask, branch, attempt }: Step, rounds: readonly Round[]): Promise<StepReply> {
    const { catalog, environment } = this.#context;
    const { requests } = this.#work;
    const { model } = target;
    const request = new StepRequest({
      id: `${this.id} step ${attempt}${rounds.length === 0 ? '' : ` round ${rounds.length + 1}`}`,
      cell: step,
      target,
      rounds,
      size: requestSize({ model, ...roundCall({ cell: step, target, rounds }) }, catalog),
      environment,
      catalog,
      timeoutMs: ask.timeoutMs,
      access: () => requests.accessTo(model),
      said: (event) => this.#said(attempt, branch, event),
    });
    branch.signal.addEventListener('abort', () => requests.drop(request.id), { once: true });
    await requests.submit(model, request);
    return request.end;
  }

  /** What a step does after an answer, or its failure where nothing answers its calls. */
  async #goOn(
    { step, target, branch, attempt }: Step,
    rounds: readonly Round[],
  ): Promise<Exclude<Next, { type: 'answered' }> | StepEnd> {
    const emit = (event: RunEvent) => {
      if (event.type === 'tool-result' || event.type === 'user-turn') this.#said(attempt, branch, event);
    };
    try {
      return await nextRound({ ...this.#context, emit, signal: branch.signal }, this.#work.requests, {
        cell: step,
        target,
        rounds,
      });
    } catch (thrown) {
      if (thrown instanceof JudgeLeft || thrown instanceof JudgingStopped) throw new RouteLeft();
      const paid = sumOfRounds(rounds.slice(0, -1), rounds.at(-1) ?? nothingPaid);
      return { type: 'failed' as const, error: toPolypromptError(thrown), partial: '', ...paid };
    }
  }

  #said(attempt: number, branch: Branch, event: CellRunEvent): void {
    if (branch.isHidden || branch.signal.aborted) return;
    if (event.type === 'cell-delta') {
      branch.saySomething();
      this.#shown ??= attempt;
    }
    if (this.#shown === attempt) this.#emit({ ...event, ...this.#mark() });
  }

  #reroute(ask: Ask): void {
    const restarts = this.#shown !== undefined;
    this.#shown = undefined;
    this.#emit({ type: 'cell-rerouted', ...this.#mark(), ask, restarts });
  }

  #end(end: RouteEnd, timing: Timing): void {
    const { target, answered } = this.#work;
    const result = this.#attempts.resultOf(end.attempt);
    if (!result || end.attempt === undefined) {
      this.failed(this.#attempts.lastFailure?.error ?? nobodyAsked(target.model), timing.totalMs);
      return;
    }
    const judging = this.#desk.judging;
    const routed: CellResult = {
      ...result,
      target: target.id,
      model: target.model,
      cost: this.#attempts.cost(judging),
      servedModel: result.servedModel ?? result.model,
      timing: this.#attempts.timingOf(end.attempt, timing),
      attempts: this.#attempts.count,
      routed: this.#attempts.routed(target.model, end.attempt, judging),
    };
    this.#emit({ type: 'cell-done', ...this.#mark(), ...routed });
    answered(routed);
  }

  get #parameters() {
    const { cell, target } = this.#work;
    return cell.parameters ?? target.parameters;
  }

  #graded(result: CellResult): GradedAnswer {
    const { cell } = this.#work;
    return {
      output: outputOf({ text: result.answer, toolCalls: result.toolCalls }),
      vars: cell.inputs,
      prompt: this.#request.text,
      messages: cell.messages,
      metadata: {},
      toolCalls: allCallsOf(result),
      finishReason: result.finishReason,
      ...(result.rawFinishReason === null ? {} : { rawFinishReason: result.rawFinishReason }),
      ...(result.cost ? { cost: result.cost.amount } : {}),
      ...(result.cached ? {} : { latencyMs: result.timing.totalMs }),
    };
  }

  #mark(): { cell: string; at: number } {
    return { cell: this.#work.cell.id, at: this.clock.wallTime() };
  }

  #elapsed(): number {
    return Math.round((this.clock.now() - this.#startedAt) * 10) / 10;
  }

  #emit(event: CellRunEvent): void {
    this.#context.emit(event);
  }
}
