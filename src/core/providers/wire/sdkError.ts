import { PolypromptError } from '../../errors.ts';
import { originOf } from '../../guardedFetch.ts';
import { defined } from '../../jsonRead.ts';
import { redact } from '../../redact.ts';
import { filterVerdict, type HttpFailure, httpError } from './httpError.ts';
import { networkError, wrappedPolypromptError } from './networkError.ts';
import type { HeaderReader } from './retryAfter.ts';

/** The place where an error arose: enough to name it and to keep the key out of it. */
export interface ErrorPlace {
  readonly who: string;
  readonly model?: string;
  readonly baseUrl: string;
  readonly key?: string | undefined;
  readonly secrets?: readonly string[] | undefined;
  /** The headers of the last answer, since Google's SDK has none on its errors. */
  readonly headers?: HeaderReader | undefined;
  readonly wallTime: number;
}

/** Turns anything that a vendor's SDK or fetch threw into the one error. Pure; the key is taken out of every text. */
export function sdkError(error: unknown, place: ErrorPlace): PolypromptError {
  const classified =
    wrappedPolypromptError(error) ?? fromAnswer(error, place) ?? fromNetwork(error, place) ?? unreadable(error, place);
  return withoutKeys(classified, [place.key, ...(place.secrets ?? [])]);
}

/** The vendor's word for a filter that refused the prompt; undefined for any other error. */
export function refusedByFilter(error: unknown): string | undefined {
  const status = statusOf(error);
  return status === undefined || status === 400 ? filterVerdict(bodyOf(error)) : undefined;
}

function fromAnswer(error: unknown, place: ErrorPlace): PolypromptError | undefined {
  const status = statusOf(error);
  const body = bodyOf(error);
  if (status === undefined && body === undefined) return undefined;
  const headers = headersOf(error) ?? place.headers;
  const failure: HttpFailure = { who: place.who, status, body, baseUrl: place.baseUrl, wallTime: place.wallTime };
  return httpError({
    ...failure,
    ...defined({ headers, model: place.model }),
  });
}

function fromNetwork(error: unknown, place: ErrorPlace): PolypromptError | undefined {
  return networkError(error, originOf(place.baseUrl) ?? place.who);
}

/** The error for JSON that does not parse, which is the only thing that an SDK throws by itself; the rest is a fault of ours. */
function unreadable(error: unknown, place: ErrorPlace): PolypromptError {
  const isSyntax = error instanceof SyntaxError || (error instanceof Error && /JSON|parse/i.test(error.message));
  if (isSyntax) return new PolypromptError('provider-error', `${place.who} sent something that is not JSON.`);
  const name = error instanceof Error ? error.name : typeof error;
  return new PolypromptError('internal', `Something went wrong while talking to ${place.who} (${name}).`);
}

function withoutKeys(error: PolypromptError, keys: readonly (string | undefined)[]): PolypromptError {
  const message = redact(error.message, keys);
  const hint = redact(error.hint, keys);
  if (message === error.message && hint === error.hint) return error;
  const { code, retryable, retryAfterMs, status, requestId } = error;
  return new PolypromptError(code, message, {
    hint,
    retryable,
    ...defined({ retryAfterMs, status, requestId }),
  });
}

function statusOf(error: unknown): number | undefined {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'status') : undefined;
  return typeof status === 'number' && status > 0 ? status : undefined;
}

/** The body of an error: OpenAI's and Anthropic's SDKs keep it in `error`; Google's keeps it as JSON in the message of an `ApiError`. */
function bodyOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  const body: unknown = Reflect.get(error, 'error');
  if (body !== undefined && body !== null) return body;
  if (statusOf(error) === undefined) return undefined;
  const json = error.message.indexOf('{');
  return json < 0 ? error.message.replace(/^\d{3} /, '') : error.message.slice(json);
}

function headersOf(error: unknown): HeaderReader | undefined {
  const headers: unknown = error instanceof Error ? Reflect.get(error, 'headers') : undefined;
  return headers instanceof Headers ? headers : undefined;
}
