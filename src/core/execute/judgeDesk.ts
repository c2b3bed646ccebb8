import { PolypromptError } from '../errors.ts';
import type { Judge, JudgeQuestion } from '../grading/verdict.ts';
import type { Parameters } from '../messages.ts';
import { answerKey } from '../plan/answerKey.ts';
import { planCell } from '../plan/plan.ts';
import { requestSize } from '../plan/requestSize.ts';
import { addCost, type Cost } from '../pricing/cost.ts';
import { isRouteId } from '../routeId.ts';
import type { Judging } from '../run/account.ts';
import type { CellResult, PlannedCell, Target } from '../run/events.ts';
import { CellRecorder } from './cellRecorder.ts';
import { streamCell, type TargetAccess } from './cellRequest.ts';
import { embedTexts, readVectors } from './embedTexts.ts';
import type { ExecuteContext } from './executeContext.ts';
import { type JudgeAnswer, JudgeLeft, JudgeRequest, JudgingStopped } from './judgeRequest.ts';
import type { Attempt, ScheduledRequest } from './scheduledRequest.ts';

/** The judges' access to the run's models. */
export interface JudgeRequests {
  submit(model: string, request: ScheduledRequest): Promise<void>;
  accessTo(model: string): Promise<TargetAccess>;
}

interface Question {
  readonly cell: PlannedCell;
  readonly target: Target;
}

/**
 * The judges of one answer. Their questions wait in the lanes of their models beside the cells, are retried and paid for like cells, and
 * are answered from the cache where the very same was asked before. The desk keeps their account.
 */
export class JudgeDesk implements Judge {
  readonly #context: ExecuteContext;
  readonly #requests: JudgeRequests;
  readonly #cell: string;
  #asked = 0;
  #calls = 0;
  #cached = 0;
  #cost: Cost | null = null;
  #unknownCost = 0;
  #left = 0;
  #isStopped = false;

  constructor(context: ExecuteContext, requests: JudgeRequests, cell: string) {
    this.#context = context;
    this.#requests = requests;
    this.#cell = cell;
  }

  /** True when the run was stopped before every judge had answered. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Undefined when no judge was needed. */
  get judging(): Judging | undefined {
    if (this.#calls + this.#left === 0) return undefined;
    return {
      calls: this.#calls,
      cached: this.#cached,
      cost: this.#cost,
      unknownCost: this.#unknownCost,
      ...(this.#left > 0 ? { left: this.#left } : {}),
    };
  }

  async ask({ model, messages, json, repeat = 0 }: JudgeQuestion): Promise<string> {
    requireModel(model);
    const parameters: Parameters = { temperature: 0, ...(json ? { output: { format: 'json' } } : {}) };
    const target: Target = { id: model, model, parameters };
    const cell = planCell({ caseId: 'judge', inputs: {}, messages }, target, repeat);
    const key = answerKey(cell.id, target.model, this.#context.registry);
    const size = requestSize({ model, messages, parameters }, this.#context.catalog);
    const ask = (attempt: Attempt) => this.#stream({ cell, target }, attempt);
    return (await this.#answered(key, model, { size, ask, question: { cell, target } })).answer;
  }

  async embed({ model, texts }: { model: string; texts: readonly string[] }): Promise<readonly (readonly number[])[]> {
    requireModel(model);
    const parts = texts.map((text) => ({ type: 'text' as const, text }));
    const target: Target = { id: model, model, parameters: {} };
    const cell = planCell({ caseId: 'embeddings', inputs: {}, messages: [{ role: 'user', parts }] }, target, 0);
    const key = `embeddings ${answerKey(cell.id, model, this.#context.registry)}`;
    const size = requestSize({ model, messages: cell.messages, parameters: {} }, this.#context.catalog);
    const { catalog } = this.#context;
    const ask = async (attempt: Attempt) =>
      embedTexts({ model, texts, catalog, access: await this.#requests.accessTo(model) }, attempt);
    const { answer } = await this.#answered(key, model, { size, ask });
    return readVectors(answer);
  }

  async #stream(work: { cell: PlannedCell; target: Target }, attempt: Attempt): Promise<JudgeAnswer<CellResult>> {
    const { environment, catalog } = this.#context;
    const recorder = new CellRecorder({ environment, catalog, emit: () => {} }, work, attempt);
    const access = () => this.#requests.accessTo(work.target.model);
    try {
      await streamCell({ ...work, access }, attempt, (event) => recorder.take(event));
      return { result: recorder.finish(), tokens: recorder.tokens, charged: recorder.charged };
    } catch (error) {
      if (recorder.hasContent) this.#unknownCost++;
      throw error;
    }
  }

  async #answered(
    key: string,
    model: string,
    work: Pick<ConstructorParameters<typeof JudgeRequest<CellResult>>[0], 'size' | 'ask'> & {
      readonly question?: Question;
    },
  ): Promise<CellResult> {
    const known = this.#context.cache?.get(key);
    if (known) {
      this.#calls++;
      this.#cached++;
      return known;
    }
    const { size, ask, question } = work;
    const request = new JudgeRequest({ size, ask, id: `judge ${++this.#asked} of ${this.#cell}` });
    const result = (question && this.#fromBatch(question)) ?? (await this.#waitFor(model, request));
    this.#calls++;
    if (result.cost) this.#cost = addCost(this.#cost, result.cost);
    else this.#unknownCost++;
    this.#context.cache?.set(key, result);
    return result;
  }

  /**
   * The answer that a batch job has brought; undefined where no job answers judges. Throws where the question is still to be put into a
   * job.
   */
  #fromBatch({ cell, target }: Question): CellResult | undefined {
    const { deferred } = this.#context;
    const arrived = deferred?.judgement(cell.id);
    if (arrived instanceof PolypromptError) throw arrived;
    if (arrived || !deferred?.takeQuestion(cell, target)) return arrived;
    this.#left++;
    throw new JudgeLeft(new PolypromptError('judge-failed', 'The judge is asked in a batch job.'));
  }

  async #waitFor(model: string, request: JudgeRequest<CellResult>): Promise<CellResult> {
    try {
      await this.#requests.submit(model, request);
      return await request.result;
    } catch (error) {
      if (error instanceof JudgeLeft) this.#left++;
      if (error instanceof JudgingStopped) this.#isStopped = true;
      throw error;
    }
  }
}

/** Throws for a judge that is not one fixed model: its verdicts could not be compared from row to row. */
function requireModel(model: string): void {
  if (isRouteId(model))
    throw new PolypromptError('judge-failed', `${model} is a route: a judge is always the same model.`, {
      hint: 'Name a model as the judge, written provider/model.',
    });
}
