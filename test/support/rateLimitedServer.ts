import { PolypromptError } from '../../src/core/errors.ts';
import { type CellsToRun, executeCells, type RunHandle } from '../../src/core/execute/execute.ts';
import type { ModelCall, ModelEvent } from '../../src/core/messages.ts';
import { parseModelRef } from '../../src/core/models/modelRef.ts';
import { planRun, targetsFor } from '../../src/core/plan/plan.ts';
import type { Provider, ProviderAccess } from '../../src/core/providers/contract/provider.ts';
import type { FakeClock } from './fakeClock.ts';

export interface ServerLimits {
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
  /** True when others have just used up the whole minute. */
  readonly isEmpty?: boolean;
  readonly tellsLimits?: boolean;
}

interface Bucket {
  readonly limit: number;
  level: number;
}

const minute = 60_000;
const answerMs = 2000;
const tokensPerCall = 400;

/** A vendor with limits on requests and tokens that refill steadily, as the real ones do. Requests beyond the limits get a 429. */
export class RateLimitedServer {
  readonly #clock: FakeClock;
  readonly #limits: ServerLimits;
  readonly #requests: Bucket;
  readonly #tokens: Bucket;
  #at = 0;
  #answered = 0;
  #refused = 0;

  constructor(clock: FakeClock, limits: ServerLimits) {
    this.#clock = clock;
    this.#limits = limits;
    const bucket = (limit: number): Bucket => ({ limit, level: limits.isEmpty ? 0 : limit });
    this.#requests = bucket(limits.requestsPerMinute);
    this.#tokens = bucket(limits.tokensPerMinute);
  }

  /** How many requests were answered and refused, and how many the limits would have let through until now. */
  account(): { readonly answered: number; readonly refused: number; readonly allowed: number } {
    const perMinute = Math.min(this.#requests.limit, this.#tokens.limit / tokensPerCall);
    const minutes = this.#clock.now() / minute + (this.#limits.isEmpty ? 0 : 1);
    return { answered: this.#answered, refused: this.#refused, allowed: perMinute * minutes };
  }

  evaluate({ cases }: { readonly cases: number }): { readonly handle: RunHandle; failed(): number } {
    let failed = 0;
    const clock = this.#clock;
    const provider: Provider = {
      id: 'limited',
      name: 'Limited',
      keyVariables: [],
      keyRequired: false,
      defaultBaseUrl: 'https://limited.example',
      stream: (call, access, signal) => this.#stream(call, access, signal),
    };
    const access: ProviderAccess = {
      baseUrl: 'https://limited.example',
      key: 'secret',
      fetch: async () => this.#respond(),
      clock,
      random: Math.random,
      timeouts: { connect: 1, firstByte: 1, idle: 1, total: 1 },
    };
    const handle = executeCells(
      {
        registry: {
          get: () => provider,
          list: () => [provider],
          resolve: (id) => ({
            provider,
            ref: parseModelRef(id) ?? { provider: 'limited', model: id },
            baseUrl: access.baseUrl,
          }),
          accessFor: async () => access,
        },
        environment: { clock, random: () => 0.5, fetch: access.fetch, lookUpKey: async () => undefined },
        catalog: { entries: new Map() },
        emit: (event) => {
          if (event.type === 'cell-failed') failed++;
        },
        lanes: { start: 4, max: 64 },
      },
      manyCells(cases),
    );
    return { handle, failed: () => failed };
  }

  async *#stream(_call: ModelCall, access: ProviderAccess, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const response = await access.fetch('https://limited.example/v1');
    if (response.status === 429) {
      const retryAfterMs = Number(response.headers.get('retry-after')) * 1000;
      throw new PolypromptError('rate-limited', 'Too many.', { retryAfterMs, status: 429 });
    }
    await this.#clock.sleep(answerMs, signal);
    yield { type: 'text', text: 'ok' };
    yield { type: 'usage', usage: { inputTokens: tokensPerCall - 100, outputTokens: 100 } };
    yield { type: 'done', finishReason: 'stop' };
  }

  #respond(): Response {
    this.#refill();
    const fits = this.#requests.level >= 1 && this.#tokens.level >= tokensPerCall;
    if (fits) {
      this.#requests.level -= 1;
      this.#tokens.level -= tokensPerCall;
      this.#answered++;
    } else this.#refused++;
    const headers = this.#limits.tellsLimits === false ? {} : this.#headers();
    return new Response('', {
      status: fits ? 200 : 429,
      headers: { ...headers, ...(fits ? {} : { 'retry-after': '1' }) },
    });
  }

  #headers(): Record<string, string> {
    const told = ({ limit, level }: Bucket, kind: string) => [
      [`x-ratelimit-limit-${kind}`, String(limit)],
      [`x-ratelimit-remaining-${kind}`, String(Math.floor(level))],
      [`x-ratelimit-reset-${kind}`, `${Math.ceil(((limit - level) / limit) * minute)}ms`],
    ];
    return Object.fromEntries([...told(this.#requests, 'requests'), ...told(this.#tokens, 'tokens')]);
  }

  #refill(): void {
    const passed = this.#clock.now() - this.#at;
    this.#at = this.#clock.now();
    for (const bucket of [this.#requests, this.#tokens])
      bucket.level = Math.min(bucket.limit, bucket.level + (bucket.limit * passed) / minute);
  }
}

function manyCells(cases: number): CellsToRun {
  return planRun({
    runId: 'r',
    prompt: 'p',
    promptVersion: 'v',
    targets: targetsFor(['limited/model'], {}),
    cases: Array.from({ length: cases }, (_, row) => ({
      caseId: `${row}`,
      inputs: { row },
      messages: [{ role: 'user', parts: [{ type: 'text', text: `Row ${row} ${'word '.repeat(240)}` }] }],
    })),
  });
}
