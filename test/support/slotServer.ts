import { PolypromptError } from '../../src/core/errors.ts';
import { executeCells, type RunHandle } from '../../src/core/execute/execute.ts';
import type { ModelEvent } from '../../src/core/messages.ts';
import { parseModelRef } from '../../src/core/models/modelRef.ts';
import { planRun, targetsFor } from '../../src/core/plan/plan.ts';
import type { Provider, ProviderAccess } from '../../src/core/providers/contract/provider.ts';
import type { LaneLimits } from '../../src/core/providers/lanes/laneLimits.ts';
import { withTimeouts } from '../../src/core/providers/wire/timeouts.ts';
import { RunAccumulator } from '../../src/core/run/state.ts';
import type { FakeClock } from './fakeClock.ts';

export interface SlotServerOptions {
  /** How many requests it answers at once, by its own clock; the others wait in a line. */
  readonly slots: number | ((now: number) => number);
  /** Milliseconds that one answer takes, by the number of the request. */
  readonly serviceMs: number | ((request: number, model: string) => number);
  /** When true, requests beyond the slots are refused with a 429 in place of waiting. */
  readonly refuses?: boolean;
  /** Milliseconds of every answer beyond the first word; what is written then is one token for each so many milliseconds. */
  readonly tokenMs?: number;
  readonly address?: string;
  readonly firstByteMs?: number;
  /** The number of slots that it tells at `/props`. */
  readonly toldSlots?: number;
}

interface Waiting {
  readonly start: () => void;
}

/** A server with a few slots, on a scripted clock. Its records tell how well it was used. */
export class SlotServer {
  readonly #clock: FakeClock;
  readonly #options: SlotServerOptions;
  readonly #line: Waiting[] = [];
  #busy = 0;
  #inside = 0;
  /** How many requests of ours were there, and when. */
  readonly inFlight: { readonly at: number; readonly count: number }[] = [];
  readonly answeredAt: number[] = [];
  requests = 0;
  refused = 0;
  abandoned = 0;
  /** How many questions about itself the server got. */
  asked = 0;

  constructor(clock: FakeClock, options: SlotServerOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  /** Mean of the requests in flight between two moments. */
  meanInFlight(from: number, to: number): number {
    let [sum, at, count] = [0, 0, 0];
    for (const entry of [...this.inFlight, { at: to, count: 0 }]) {
      sum += count * Math.max(0, Math.min(to, entry.at) - Math.max(from, at));
      ({ at, count } = entry);
    }
    return sum / (to - from);
  }

  /** Answers per second between two moments. */
  rate(from: number, to: number): number {
    return (this.answeredAt.filter((at) => at > from && at <= to).length / (to - from)) * 1000;
  }

  evaluate(options: { readonly cases: number; readonly limits?: LaneLimits; readonly models?: readonly string[] }): {
    readonly handle: RunHandle;
    readonly run: RunAccumulator;
  } {
    const { cases, limits = { start: 4, max: 200 }, models = ['slots/model'] } = options;
    const clock = this.#clock;
    const address = this.#options.address ?? 'http://127.0.0.1:9/v1';
    const provider: Provider = {
      id: 'slots',
      name: 'Slots',
      keyVariables: [],
      keyRequired: false,
      defaultBaseUrl: address,
      stream: ({ model }, access, signal) => this.#stream(model, access, signal),
    };
    const access: ProviderAccess = {
      baseUrl: address,
      key: undefined,
      fetch: async () => this.#props(),
      clock,
      random: () => 0.5,
      timeouts: { connect: 10_000, firstByte: this.#options.firstByteMs ?? 120_000, idle: 60_000, total: 900_000 },
    };
    const plan = planRun({
      runId: 'r',
      prompt: 'p',
      promptVersion: 'v',
      targets: targetsFor(models, {}),
      cases: Array.from({ length: cases }, (_, row) => ({
        caseId: `${row}`,
        inputs: { row },
        messages: [{ role: 'user', parts: [{ type: 'text', text: `Row ${row}` }] }],
      })),
    });
    const run = new RunAccumulator();
    run.add({ type: 'run-started', at: 0, ...plan });
    const handle = executeCells(
      {
        registry: {
          get: () => provider,
          list: () => [provider],
          resolve: (id) => ({ provider, ref: parseModelRef(id) ?? { provider: 'slots', model: id }, baseUrl: address }),
          accessFor: async () => access,
        },
        environment: { clock, random: () => 0.5, fetch: access.fetch, lookUpKey: async () => undefined },
        catalog: { entries: new Map() },
        emit: (event) => run.add(event),
        lanes: limits,
      },
      plan,
    );
    return { handle, run };
  }

  #stream(model: string, access: ProviderAccess, signal: AbortSignal): AsyncIterable<ModelEvent> {
    return withTimeouts((stop) => this.#answer(model, stop), {
      ...access,
      signal,
      who: 'Slots',
      isContent: (event) => event.type === 'text',
    });
  }

  async *#answer(model: string, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const number = this.requests++;
    const { serviceMs, tokenMs } = this.#options;
    const service = typeof serviceMs === 'number' ? serviceMs : serviceMs(number, model);
    this.#note(1);
    try {
      await this.#slot(signal);
      try {
        const writing = tokenMs === undefined ? 0 : service * 0.8;
        await this.#clock.sleep(service - writing, signal);
        yield { type: 'text', text: 'so ' };
        await this.#clock.sleep(writing, signal);
        const outputTokens = tokenMs === undefined ? 10 : Math.round(writing / tokenMs);
        yield { type: 'usage', usage: { inputTokens: 10, outputTokens } };
        this.answeredAt.push(this.#clock.now());
        yield { type: 'done', finishReason: 'stop' };
      } finally {
        this.#busy--;
        this.#letIn();
      }
    } finally {
      this.#note(-1);
    }
  }

  #props(): Response {
    this.asked++;
    const { toldSlots } = this.#options;
    return toldSlots === undefined ? new Response('', { status: 404 }) : Response.json({ total_slots: toldSlots });
  }

  get #slots(): number {
    const { slots } = this.#options;
    return typeof slots === 'number' ? slots : slots(this.#clock.now());
  }

  async #slot(signal: AbortSignal): Promise<void> {
    if (this.#options.refuses && this.#busy >= this.#slots) {
      this.refused++;
      throw new PolypromptError('rate-limited', 'Too many at once.', { status: 429, retryAfterMs: 1000 });
    }
    await new Promise<void>((resolve, reject) => {
      const entry = { start: resolve };
      this.#line.push(entry);
      signal.addEventListener('abort', () => {
        const at = this.#line.indexOf(entry);
        if (at < 0) return;
        this.#line.splice(at, 1);
        this.abandoned++;
        reject(signal.reason);
      });
      this.#letIn();
    });
  }

  #letIn(): void {
    while (this.#busy < this.#slots) {
      const next = this.#line.shift();
      if (!next) return;
      this.#busy++;
      next.start();
    }
  }

  #note(change: number): void {
    this.#inside += change;
    this.inFlight.push({ at: this.#clock.now(), count: this.#inside });
  }
}
