import { type ErrorCode, PolypromptError } from '../errors.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { type HeaderReader, retryAfterMs, retryInfoMs } from './retryAfter.ts';

const longestMessage = 600;

/** An answer that is an error, as far as it is known. `status` is undefined for an error inside a stream. */
export interface HttpFailure {
  /** The provider's display name. */
  readonly who: string;
  readonly status: number | undefined;
  /** Parsed JSON, or the text when it is not JSON. */
  readonly body: unknown;
  readonly headers?: HeaderReader | undefined;
  readonly model?: string;
  /** Milliseconds since 1970. */
  readonly wallTime: number;
}

/** What a vendor's error body says, whatever its shape. */
interface Complaint {
  readonly message: string;
  /** Every machine-readable word in it: code, type, status, `details.error_code`, `details[].reason`. */
  readonly codes: readonly string[];
  readonly param?: string;
  readonly retryDelay?: string;
}

/** Spent money: waiting does not help, so these are never retried although most arrive as 429. */
const billingCodes = new Set([
  'insufficient_quota',
  'credit_balance_exhausted',
  'enforced_spend_limit_reached',
  'contract_spend_limit_reached',
  'workspace_spend_limit_reached',
  'billing_error',
  'billing_hard_limit_reached',
  'billing_not_active',
  'user_profile_billing_not_authorized',
]);
const contextCodes = new Set([
  'context_length_exceeded',
  'exceed_context_size_error',
  'model_context_window_exceeded',
  'request_too_large',
  'string_above_max_length',
]);
const keyCodes = new Set(['invalid_api_key', 'API_KEY_INVALID', 'authentication_error', 'UNAUTHENTICATED']);
const modelCodes = new Set(['model_not_found', 'not_found_error', 'DeploymentNotFound', 'model_not_available']);
const overloadCodes = new Set([
  'overloaded_error',
  'UNAVAILABLE',
  'overloaded',
  'server_overloaded',
  'engine_overloaded',
]);
const rateCodes = new Set(['rate_limit_error', 'rate_limit_exceeded', 'RESOURCE_EXHAUSTED', 'slow_down']);
/** A prompt that a filter stopped before the model saw it: an outcome of the model, not a fault. */
const filterCodes = new Set([
  'content_policy_violation',
  'content_filter',
  'invalid_prompt',
  'ResponsibleAIPolicyViolation',
]);

// Not every vendor has a code for these, so here, and only here, the wording decides.
const contextWording = new RegExp(
  [
    '(prompt|input) (is )?too (long|large)',
    'context (length|window|size|limit)',
    'maximum (context|prompt length|input length|model length)',
    'input token count',
    'too many (input )?tokens',
    'input tokens? exceeds?',
    // Hugging Face names the fields: `inputs` tokens + `max_new_tokens` must be <= 4096; `inputs` must have less than 1024 tokens.
    '`?inputs`? (tokens \\+ `?max_new_tokens`? must be <|must have less than \\d+ tokens)',
    'exceeds? the (model.s )?maximum (number of )?(input )?tokens',
    'reduce the length of (the|your) (messages|prompt|input)',
  ].join('|'),
  'i',
);
/** Servers answer a prompt that is too long with these, or tell it within a stream; 429 speaks of the rate of tokens. */
const contextStatuses: readonly (number | undefined)[] = [undefined, 400, 422, 500];
const billingWording = /credit balance is too low|exceeded your current quota|spend(ing)? limit/i;
const keyWording = /api key not valid|invalid api key|incorrect api key/i;

/** The error that a status and a body amount to. */
export function httpError(failure: HttpFailure): PolypromptError {
  const complaint = readComplaint(failure.body);
  const code = classify(failure.status, complaint);
  const headers = failure.headers;
  const wait = headers && retryAfterMs(headers, failure.wallTime);
  const delay = wait ?? (complaint.retryDelay === undefined ? undefined : retryInfoMs(complaint.retryDelay));
  const requestId = headers?.get('x-request-id') ?? headers?.get('request-id');
  const shouldRetry = code === 'billing' ? null : headers?.get('x-should-retry');
  return new PolypromptError(code, sentence(code, failure, complaint), {
    ...(failure.status === undefined ? {} : { status: failure.status }),
    ...(delay === undefined || code === 'billing' ? {} : { retryAfterMs: delay }),
    ...(requestId ? { requestId } : {}),
    ...(shouldRetry === 'true' || shouldRetry === 'false' ? { retryable: shouldRetry === 'true' } : {}),
  });
}

/** The vendor's word for a content filter that refused the prompt; undefined when the error is anything else. */
export function filterVerdict(body: unknown): string | undefined {
  return readComplaint(body).codes.find((code) => filterCodes.has(code));
}

function classify(status: number | undefined, complaint: Complaint): ErrorCode {
  const has = (codes: ReadonlySet<string>) => complaint.codes.some((code) => codes.has(code));
  if (status === 402 || has(billingCodes) || isSpent(status, complaint)) return 'billing';
  if (
    status === 413 ||
    has(contextCodes) ||
    (contextStatuses.includes(status) && contextWording.test(complaint.message))
  )
    return 'context-too-long';
  if (status === 401 || has(keyCodes) || (status === 400 && keyWording.test(complaint.message))) return 'invalid-key';
  if (status === 404 || (status !== 403 && has(modelCodes))) return 'model-not-found';
  if (status === undefined)
    return has(overloadCodes) ? 'overloaded' : has(rateCodes) ? 'rate-limited' : 'provider-error';
  return classifyStatus(status);
}

function isSpent(status: number | undefined, complaint: Complaint): boolean {
  return (status === 400 || status === 403 || status === 429) && billingWording.test(complaint.message);
}

function classifyStatus(status: number): ErrorCode {
  if (status === 403) return 'permission-denied';
  if (status === 407) return 'proxy';
  if (status === 429) return 'rate-limited';
  if (status === 503 || status === 529) return 'overloaded';
  if (status >= 500 || status === 408 || status === 409) return 'server-error';
  return status >= 400 ? 'request-rejected' : 'unexpected-response';
}

function sentence(code: ErrorCode, failure: HttpFailure, complaint: Complaint): string {
  const status = failure.status === undefined ? '' : ` (${failure.status})`;
  const field = complaint.param === undefined ? '' : ` [${complaint.param}]`;
  const said = complaint.message === '' ? '.' : `: ${complaint.message.slice(0, longestMessage)}${field}`;
  return `${deeds[code]?.(failure.who, failure.model) ?? `${failure.who} reported an error`}${status}${said}`;
}

const deeds: Partial<Record<ErrorCode, (who: string, model?: string) => string>> = {
  billing: (who) => `${who} wants payment first`,
  'context-too-long': (who, model) => `The prompt is too long for ${model ?? who}`,
  'invalid-key': (who) => `${who} does not accept the API key`,
  'permission-denied': (who, model) => `${who} does not allow ${model === undefined ? 'this' : `the use of ${model}`}`,
  'model-not-found': (who, model) => `${who} does not know ${model === undefined ? 'the model' : `the model ${model}`}`,
  'rate-limited': (who) => `${who} limits the rate of requests`,
  overloaded: (who) => `${who} is overloaded`,
  'server-error': (who) => `${who} has a problem`,
  'request-rejected': (who) => `${who} rejected the request`,
  proxy: () => 'The proxy asks for a user name and password',
  'unexpected-response': (who) => `${who} answered in an unexpected way`,
};

/** The complaint in a body: `{error: {...}}`, `[{error}]`, a flat object, `{detail}`, JSON in a string, or plain text. */
function readComplaint(body: unknown): Complaint {
  if (typeof body === 'string') return complaintInText(body);
  if (Array.isArray(body)) return readComplaint(body[0]);
  if (!isJsonObject(body)) return { message: '', codes: [] };
  const inner = body['error'];
  if (isJsonObject(inner)) {
    const complaint = complaintOf(inner);
    return complaint.message === '' && typeof body['message'] === 'string'
      ? { ...complaint, message: body['message'] }
      : complaint;
  }
  if (typeof inner === 'string') return { ...complaintOf(body), message: inner };
  return complaintOf(body);
}

function complaintInText(text: string): Complaint {
  const trimmed = text.trim();
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) {
    try {
      const parsed: unknown = JSON.parse(trimmed);
      return readComplaint(parsed);
    } catch {
      // Not JSON after all: it is shown as text.
    }
  }
  const isPage = trimmed.startsWith('<');
  return { message: isPage ? 'it sent a web page instead of an error' : trimmed, codes: [] };
}

function complaintOf(error: JsonObject): Complaint {
  const details = detailsOf(error['details']);
  const message = [error['message'], error['detail'], error['error_description']].find(
    (text) => typeof text === 'string',
  );
  const param = error['param'];
  return {
    message: typeof message === 'string' ? message.trim() : messageInside(error['detail']),
    codes: [error['code'], error['type'], error['status'], ...details.codes].filter((code) => typeof code === 'string'),
    ...(typeof param === 'string' ? { param } : {}),
    ...(details.retryDelay === undefined ? {} : { retryDelay: details.retryDelay }),
  };
}

/** FastAPI servers (vLLM and its like) put a list of `{loc, msg}` under `detail`. */
function messageInside(detail: unknown): string {
  if (!Array.isArray(detail)) return '';
  return detail
    .map((entry: unknown) => (isJsonObject(entry) && typeof entry['msg'] === 'string' ? entry['msg'] : ''))
    .join('; ');
}

function detailsOf(details: unknown): { readonly codes: readonly string[]; readonly retryDelay?: string } {
  const list: readonly unknown[] = Array.isArray(details) ? details : [details];
  const objects = list.filter(isJsonObject);
  const codes = objects
    .flatMap((detail) => [detail['error_code'], detail['reason']])
    .filter((code) => typeof code === 'string');
  const retryDelay = objects.map((detail) => detail['retryDelay']).find((delay) => typeof delay === 'string');
  return typeof retryDelay === 'string' ? { codes, retryDelay } : { codes };
}
