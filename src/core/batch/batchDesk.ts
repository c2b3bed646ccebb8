import type { PolypromptError } from '../errors.ts';
import type { ModelCall } from '../messages.ts';
import type { ProviderRegistry } from '../providers/registry.ts';
import type { DeferredCalls } from '../run/deferredCalls.ts';
import type { BatchPrepared, CellResult, PlannedCell, Target } from '../run/events.ts';
import { type CallingCell, requestIdAfter, roundCall } from '../run/roundCall.ts';

/** A call that waits to be put into a job. */
export interface DeferredCall {
  /** The id of a cell's request, or of a question to a judge. */
  readonly id: string;
  readonly call: ModelCall;
}

/** Calls that can be in one job. */
export interface DeferredGroup {
  /** `provider/model`. */
  readonly model: string;
  readonly purpose: BatchPrepared['purpose'];
  readonly count: number;
  /** The calls, made one by one: all of them together would take more room than everything that they are made of. */
  readonly calls: Iterable<DeferredCall>;
}

export interface DeskContext {
  readonly registry: Pick<ProviderRegistry, 'resolve'>;
  /** Questions that a job is to answer already. */
  readonly openQuestions?: ReadonlySet<string>;
  /** Everything that is left is to be asked at once. */
  readonly isLive?: boolean;
}

/** Takes whatever a vendor's batch engine can answer, and keeps it until the run has nothing else to do. */
export class BatchDesk implements DeferredCalls {
  readonly #context: DeskContext;
  readonly #groups = new Map<string, TakenGroup>();
  readonly #questions = new Set<string>();
  readonly #judgements = new Map<string, CellResult | PolypromptError>();
  readonly #models = new Map<string, boolean>();

  constructor(context: DeskContext) {
    this.#context = context;
  }

  /** The models that no batch engine takes; they are asked at once. */
  get unbatchable(): string[] {
    return [...this.#models].flatMap(([model, isBatched]) => (isBatched ? [] : [model]));
  }

  takeCell(calling: CallingCell): boolean {
    return this.#take('answers', calling);
  }

  takeQuestion(question: PlannedCell, judge: Target): boolean {
    const { id } = question;
    if (this.#questions.has(id) || this.#context.openQuestions?.has(id)) return this.#context.isLive !== true;
    const isTaken = this.#take('judgements', { cell: question, target: judge, rounds: [] });
    if (isTaken) this.#questions.add(id);
    return isTaken;
  }

  judgement(question: string): CellResult | PolypromptError | undefined {
    const judgement = this.#judgements.get(question);
    this.#judgements.delete(question);
    return judgement;
  }

  /** Keeps the answer that a batch job brought for a question to a judge. */
  addJudgement(question: string, judgement: CellResult | PolypromptError): void {
    this.#judgements.set(question, judgement);
  }

  /** Gives the calls that were taken since this was last asked, in groups, and forgets them. */
  takeGroups(): DeferredGroup[] {
    const groups = [...this.#groups.values()].map(({ model, purpose, taken }) => {
      const { ref } = this.#context.registry.resolve(model);
      return { model, purpose, count: taken.length, calls: callsOf(ref.model, taken) };
    });
    this.#groups.clear();
    return groups;
  }

  #take(purpose: BatchPrepared['purpose'], calling: CallingCell): boolean {
    const { model } = calling.target;
    if (this.#context.isLive || !this.#isBatched(model)) return false;
    const key = `${purpose} ${model}`;
    const group = this.#groups.get(key) ?? { model, purpose, taken: [] };
    this.#groups.set(key, group);
    group.taken.push(calling);
    return true;
  }

  #isBatched(model: string): boolean {
    const known = this.#models.get(model) ?? hasBatchEngine(model, this.#context.registry);
    this.#models.set(model, known);
    return known;
  }
}

interface TakenGroup {
  readonly model: string;
  readonly purpose: BatchPrepared['purpose'];
  readonly taken: CallingCell[];
}

function* callsOf(model: string, taken: readonly CallingCell[]): Generator<DeferredCall> {
  for (const calling of taken) {
    const { id, repeat } = calling.cell;
    yield { id: requestIdAfter(id, calling.rounds.length), call: { model, ...roundCall(calling), repeat } };
  }
}

/** True when the model's vendor has a batch engine; false for routes, the editor's own models, simulated models and other vendors. */
export function hasBatchEngine(model: string, registry: Pick<ProviderRegistry, 'resolve'>): boolean {
  try {
    return registry.resolve(model).provider.batch !== undefined;
  } catch {
    return false;
  }
}
