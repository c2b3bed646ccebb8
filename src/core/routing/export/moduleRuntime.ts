import { contextWording } from '../../providers/wire/errorWords.ts';

/**
 * The parts of an exported TypeScript file that are the same for every route. They are texts, since the file stands alone; tests check
 * their types against the vendors' packages and run them.
 */
export const requestTypes = `
/** A JSON Schema. */
export type Schema = { readonly [key: string]: unknown };

export type Part =
  | { readonly type: 'text'; readonly text: string }
  /** 'data' is base64, 'mediaType' as image/png. */
  | { readonly type: 'image'; readonly mediaType: ImageType; readonly data: string };

export type ImageType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}

export type Message =
  | { readonly role: 'user'; readonly content: string | readonly Part[] }
  | { readonly role: 'assistant'; readonly content: string; readonly toolCalls?: readonly ToolCall[] }
  /** What a tool gave for a call. */
  | { readonly role: 'tool'; readonly id: string; readonly name: string; readonly content: string };

/** What is asked. Times are milliseconds; 'signal' stops everything. */
export interface RouteRequest {
  readonly system?: string;
  readonly messages: readonly Message[];
  readonly maxOutputTokens?: number;
  readonly temperature?: number;
  readonly tools?: readonly { readonly name: string; readonly description?: string; readonly input: Schema }[];
  /** The answer is JSON of this schema. */
  readonly schema?: Schema;
  /** Called with the answer piece by piece; 'isAnew' when another model begins, and what came before counts for nothing. */
  readonly onText?: (text: string, isAnew: boolean) => void;
  readonly signal?: AbortSignal;
}

/** Why a model was left for another one. */
export type Cause =
  | 'rate-limit'
  | 'overloaded'
  | 'server'
  | 'timeout'
  | 'network'
  | 'access'
  | 'incomplete'
  | 'rejected'
  | 'context-too-long'
  | 'content-policy'
  | 'refusal'
  | 'cut';

export interface Attempt {
  readonly model: string;
  readonly milliseconds: number;
  /** What it lacked; absent when it was good. */
  readonly cause?: Cause;
}

export interface Answer {
  /** Empty where the answer consists of calls. */
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  /** Who served. */
  readonly model: string;
  /** 'refusal', 'content-policy' or 'cut' where nobody did better. */
  readonly cause?: Cause;
  /** Everyone who was asked, in this order. */
  readonly attempts: readonly Attempt[];
}

interface Reply {
  readonly text: string;
  readonly toolCalls?: readonly ToolCall[];
  readonly cause?: Cause;
}

interface Outcome {
  readonly model: string;
  /** Absent when there is no answer. */
  readonly text?: string;
  readonly toolCalls?: readonly ToolCall[];
  readonly cause?: Cause;
  readonly error?: unknown;
  readonly retryAfterMs?: number;
}

type Target = (request: RouteRequest, attempts: Attempt[]) => Promise<Outcome>;

interface Step {
  readonly target: Target;
  readonly retries?: number;
  readonly timeoutMs?: number;
  /** USD for a usual request. */
  readonly price?: number;
}

function partsOf({ content }: Extract<Message, { role: 'user' }>): readonly Part[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}
`;

export const asking = `
function model(id: string, call: (request: Heard) => Promise<Reply>): Target {
  return async (request, attempts) => {
    const began = performance.now();
    const note = (cause: Cause | undefined) =>
      attempts.push({ model: id, milliseconds: performance.now() - began, ...(cause === undefined ? {} : { cause }) });
    try {
      const reply = await call(heardFrom(request, attempts));
      note(reply.cause);
      return { model: id, ...reply };
    } catch (error) {
      const isLate = isTimeout(request.signal?.reason);
      if (request.signal?.aborted && !isLate) throw error;
      const cause = isLate ? 'timeout' : causeOf(error);
      note(cause);
      const wait = retryAfter(error);
      return { model: id, cause, error, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
    }
  };
}

/** A request as one model gets it. */
type Heard = Omit<RouteRequest, 'onText'> & { readonly onText?: (text: string) => void };

/** Whether anything was streamed already, by the list of whom was asked: each call of the route has its own. */
const streamed = new WeakSet<Attempt[]>();

/** Of a request whose answer is streamed: the first piece of each model says whether it begins anew. */
function heardFrom(request: RouteRequest, attempts: Attempt[]): Heard {
  const { onText, ...quiet } = request;
  if (!onText) return quiet;
  let isFirst = true;
  return {
    ...quiet,
    onText: (text: string) => {
      const isAnew = isFirst && streamed.has(attempts);
      isFirst = false;
      streamed.add(attempts);
      onText(text, isAnew);
    },
  };
}

function takeOnce({ target, timeoutMs }: Step, request: RouteRequest, attempts: Attempt[]): Promise<Outcome> {
  if (timeoutMs === undefined) return target(request, attempts);
  const limit = AbortSignal.timeout(timeoutMs);
  return target({ ...request, signal: request.signal ? AbortSignal.any([request.signal, limit]) : limit }, attempts);
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}
`;

export const failures = `
function causeOf(error: unknown): Cause {
  const status = statusOf(error);
  const said = error instanceof Error ? error.message + ' ' + bodyOf(error) : String(error);
  if (isTooLong(status, said)) return 'context-too-long';
  if (/content_policy|content_filter|ResponsibleAIPolicy/.test(said)) return 'content-policy';
  if (/insufficient_quota|credit.balance|spend.{0,5}limit|billing/i.test(said)) return 'access';
  if (status === undefined) return /time(d )?.?out/i.test(said) ? 'timeout' : 'network';
  if (status < 400) return 'incomplete';
  if (status === 429) return 'rate-limit';
  if (status === 401 || status === 402 || status === 403 || status === 404 || status === 405) return 'access';
  if (status === 503 || status === 529) return 'overloaded';
  return status >= 500 || status === 408 || status === 409 ? 'server' : 'rejected';
}

// Few vendors have a code for this, so the wording decides.
const tooLong =
  ${contextWording};

/** 429 speaks of the rate of tokens. */
function isTooLong(status: number | undefined, said: string): boolean {
  return status === 413 || ([undefined, 400, 422, 500].includes(status) && tooLong.test(said));
}

function retryAfter(error: unknown): number | undefined {
  const seconds = Number(headerOf(error, 'retry-after') ?? Number.NaN);
  return seconds >= 0 && Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
`;

export const entry = `
/** Asks the route. Throws the last error when nobody answers. */
export async function ask(request: RouteRequest): Promise<Answer> {
  const attempts: Attempt[] = [];
  const { text, toolCalls = [], model: served, cause, error } = await route(request, attempts);
  if (text === undefined) throw error;
  return { text, toolCalls, model: served, attempts, ...(cause === undefined ? {} : { cause }) };
}
`;
