import type { Clock, Fetch } from '../../environment.ts';
import type { JsonValue } from '../../json.ts';
import type { Message, ModelCall, ModelEvent, ModelWarning, Usage } from '../../messages.ts';
import type { BatchAnswer, BatchFraming, BatchInput, BatchJob, BatchLimits, BatchLine } from './batchJob.ts';
import type { EndpointHeaders } from './endpointHeaders.ts';

/** The address and the key with which a provider may talk; `registry.ts` makes it for one provider and one origin. */
export interface ProviderAccess {
  /** Base address in the form the vendor's SDK expects (OpenAI with `/v1`, Anthropic and Google without). */
  readonly baseUrl: string;
  /** The key; undefined where the endpoint needs none (local servers, simulated models). */
  readonly key: string | undefined;
  /** Values of headers that no text may show; none when absent. */
  readonly secrets?: readonly string[];
  /** Guarded: refuses other origins, cross-origin redirects, and keys on the wrong origin. */
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: () => number;
  /** Time limits in milliseconds for this call. */
  readonly timeouts: Timeouts;
  /**
   * The time on the monotonic clock since which the server itself is silent and the request does not wait behind others of ours; until the
   * first content.
   */
  readonly silentSince?: () => number;
}

export interface Timeouts {
  readonly connect: number;
  readonly firstByte: number;
  /** The longest silence between two pieces of content; keep-alives do not count. */
  readonly idle: number;
  readonly total: number;
}

/** A model as the vendor lists it. Limits are tokens. */
export interface ListedModel {
  readonly model: string;
  readonly name?: string;
  readonly contextWindow?: number;
  readonly outputLimit?: number;
  /** USD per million tokens. */
  readonly price?: ListedPrice;
  /** The ISO date on which it ends; `successor` is the model to ask instead. */
  readonly endsOn?: string;
  readonly successor?: string;
}

export interface ListedPrice {
  readonly input?: number;
  readonly cachedInput?: number;
  readonly cacheWrite?: number;
  readonly output?: number;
}

/** The request as it goes out, key removed: for View Request, cURL and tests. */
export interface WireRequest {
  readonly method: 'POST';
  readonly url: string;
  /** Header names in lower case; the header that carries the key holds `$NAME_OF_THE_KEY_VARIABLE`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonValue;
  /** The settings that had to change so that this model can take the request. */
  readonly warnings: readonly ModelWarning[];
}

/** One vendor behind one interface. `stream` throws nothing but `PolypromptError`, and only after the events that it has yielded. */
export interface Provider {
  readonly id: string;
  readonly name: string;
  /** Environment variables that may hold the key, best first; empty when none is needed. */
  readonly keyVariables: readonly string[];
  /** The usual address; undefined when the provider talks to no address (simulated, editor). */
  readonly defaultBaseUrl: string | undefined;
  readonly keyRequired: boolean;
  /** True when its list of models has their prices. */
  readonly tellsPrices?: boolean;
  /** True when its answers can come with log probabilities. */
  readonly givesLogProbs?: boolean;
  /** Address of the vendor's page where keys are made. */
  readonly keyPage?: string;
  /** Headers that the user sends to this address, with names in lower case. */
  readonly headers?: EndpointHeaders;
  stream(call: ModelCall, access: ProviderAccess, signal: AbortSignal): AsyncIterable<ModelEvent>;
  /** The request that `stream` would send. Pure; undefined for providers without a wire. */
  describeRequest?(call: ModelCall, baseUrl: string): WireRequest;
  /** The parts of a call that would have to change, for a provider without a wire; the others give them with the request. */
  warningsFor?(call: ModelCall): readonly ModelWarning[];
  listModels?(access: ProviderAccess, signal: AbortSignal): Promise<readonly ListedModel[]>;
  countTokens?(call: ModelCall, access: ProviderAccess, signal: AbortSignal): Promise<number>;
  /** Gives one vector per text, in the order of the texts. */
  embed?(question: EmbeddingQuestion, access: ProviderAccess, signal: AbortSignal): Promise<Embeddings>;
  /** The vendor's own engine for many requests that nobody waits for; undefined where there is none. */
  readonly batch?: BatchApi;
}

/** A vendor's batch engine. Throws nothing but `PolypromptError`. */
export interface BatchApi {
  readonly limits: BatchLimits;
  readonly framing: BatchFraming;
  /** The request that `stream` would send, as a line of a job. Pure. */
  line(key: string, call: ModelCall): BatchLine;
  /** Uploads the input and gives its id at the vendor; undefined where the input is sent with `create`. */
  upload?(input: BatchInput, access: ProviderAccess, signal: AbortSignal): Promise<string>;
  create(input: BatchInput, access: ProviderAccess, signal: AbortSignal): Promise<BatchJob>;
  read(id: string, access: ProviderAccess, signal: AbortSignal): Promise<BatchJob>;
  /** The jobs that were created since a time (milliseconds since 1970), newest first. */
  recent(since: number, access: ProviderAccess, signal: AbortSignal): AsyncIterable<BatchJob>;
  cancel(id: string, access: ProviderAccess, signal: AbortSignal): Promise<void>;
  /** The results in any order: one for every request that has one, whatever its fate. */
  answers(
    job: BatchJob,
    asked: { readonly model: string; readonly access: ProviderAccess; readonly signal: AbortSignal },
  ): AsyncIterable<BatchAnswer>;
}

export interface EmbeddingQuestion {
  /** The vendor's own name of the model. */
  readonly model: string;
  readonly texts: readonly string[];
}

export interface Embeddings {
  readonly vectors: readonly (readonly number[])[];
  readonly usage?: Usage;
}

/** The text of a message's text parts, joined; vendors call it the content. */
export function textOf(message: Message): string {
  return message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}
