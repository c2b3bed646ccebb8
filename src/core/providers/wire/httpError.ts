import { type ErrorCode, PolypromptError } from '../../errors.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import { bareName } from '../contract/capabilities.ts';
import {
  accessCodes,
  addressWording,
  billingCodes,
  billingWording,
  contextCodes,
  contextStatuses,
  contextWording,
  filterCodes,
  keyCodes,
  keyWording,
  modelCodes,
  modelWording,
  overloadCodes,
  rateCodes,
  wrongCallCodes,
} from './errorWords.ts';
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
  /** The base address that was asked. */
  readonly baseUrl?: string;
  /** Milliseconds since 1970. */
  readonly wallTime: number;
}

/** The contents of a vendor's error body, whatever its shape. */
interface Complaint {
  readonly message: string;
  /** Every machine-readable word in it: code, type, status, `details.error_code`, `details[].reason`. */
  readonly codes: readonly string[];
  readonly param?: string;
  readonly retryDelay?: string;
  /** The status that an error inside a stream would have had, where a server gives it. */
  readonly status?: number;
}

/** The error for a status and a body. */
export function httpError(failure: HttpFailure): PolypromptError {
  const complaint = readComplaint(failure.body);
  const code = classify(failure, complaint);
  const headers = failure.headers;
  const wait = headers && retryAfterMs(headers, failure.wallTime);
  const delay = wait ?? (complaint.retryDelay === undefined ? undefined : retryInfoMs(complaint.retryDelay));
  const requestId = headers?.get('x-request-id') ?? headers?.get('request-id');
  const shouldRetry = code === 'billing' ? null : headers?.get('x-should-retry');
  return new PolypromptError(code, sentence(code, failure, complaint), {
    ...defined({ status: failure.status }),
    ...(delay === undefined || code === 'billing' ? {} : { retryAfterMs: delay }),
    ...(requestId ? { requestId } : {}),
    ...(shouldRetry === 'true' || shouldRetry === 'false' ? { retryable: shouldRetry === 'true' } : {}),
  });
}

/** The vendor's word for a content filter that refused the prompt; undefined when the error is anything else. */
export function filterVerdict(body: unknown): string | undefined {
  return readComplaint(body).codes.find((code) => filterCodes.has(code));
}

function classify({ status: told, model }: HttpFailure, complaint: Complaint): ErrorCode {
  const has = (codes: ReadonlySet<string>) => complaint.codes.some((code) => codes.has(code));
  const status = told ?? complaint.status;
  if (status === 402 || has(billingCodes) || isSpent(status, complaint)) return 'billing';
  if (
    status === 413 ||
    has(contextCodes) ||
    (contextStatuses.includes(status) && contextWording.test(complaint.message))
  )
    return 'context-too-long';
  // The fault is the answer's, not the request's: the next one may be right.
  if (has(wrongCallCodes)) return 'provider-error';
  if (has(accessCodes)) return 'permission-denied';
  if (status === 401 || has(keyCodes) || (status === 400 && keyWording.test(complaint.message))) return 'invalid-key';
  if (status !== 403 && (has(modelCodes) || isOfModel(status, complaint.message, model))) return 'model-not-found';
  if (status === 404 || status === 405 || (status === undefined && addressWording.test(complaint.message)))
    return 'wrong-address';
  if (status === undefined)
    return has(overloadCodes) ? 'overloaded' : has(rateCodes) ? 'rate-limited' : 'provider-error';
  return classifyStatus(status);
}

/** True when a 404 is about the model, which it has to mention: a wrong path is answered in the same way. */
function isOfModel(status: number | undefined, message: string, model: string | undefined): boolean {
  if (status === 404) return isNamedIn(withoutPaths(message), model);
  return (status === undefined || status === 400 || status === 422) && modelWording.test(message);
}

function isNamedIn(message: string, model: string | undefined): boolean {
  if (/\b(models?|deployment)\b/i.test(message) || modelWording.test(message)) return true;
  const name = model === undefined ? '' : bareName(model).toLowerCase();
  return name !== '' && message.toLowerCase().includes(name);
}

/** The message without paths: Google's contain the model's name, and a server that does not know a path repeats it. */
function withoutPaths(message: string): string {
  return message.replace(/(?:https?:\/\/|(?:get|post)[ :]+\/|(?<![\w.-])\/)[^\s"'`)]*/gi, '');
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
  return `${deeds[code]?.(failure.who, failure) ?? `${failure.who} reported an error`}${status}${said}`;
}

const deeds: Partial<Record<ErrorCode, (who: string, asked: Pick<HttpFailure, 'model' | 'baseUrl'>) => string>> = {
  billing: (who) => `${who} wants payment first`,
  'context-too-long': (who, { model }) => `The prompt is too long for ${model ?? who}`,
  'invalid-key': (who) => `${who} does not accept the API key`,
  'permission-denied': (who, { model }) =>
    `${who} does not allow ${model === undefined ? 'this' : `the use of ${model}`}`,
  'model-not-found': (who, { model }) =>
    `${who} does not know ${model === undefined ? 'the model' : `the model ${model}`}`,
  'wrong-address': (who, { baseUrl }) => `${who} answers nothing at ${placeOf(baseUrl)}`,
  'rate-limited': (who) => `${who} limits the rate of requests`,
  overloaded: (who) => `${who} is overloaded`,
  'server-error': (who) => `${who} has a problem`,
  'request-rejected': (who) => `${who} rejected the request`,
  proxy: () => 'The proxy asks for a user name and password',
  'unexpected-response': (who) => `${who} answered in an unexpected way`,
};

/** The address without its possible secrets: a password, and the part behind the question mark. */
function placeOf(baseUrl: string | undefined): string {
  const url = baseUrl === undefined ? null : URL.parse(baseUrl);
  return url === null ? 'this path' : `${url.origin}${url.pathname}`.replace(/\/$/, '');
}

/** Reads the complaint in a body: `{error: {...}}`, `[{error}]`, a flat object, `{detail}`, JSON in a string, or plain text. */
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
      // It is no JSON after all, and is shown as text.
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
    ...(typeof error['code'] === 'number' && isErrorStatus(error['code']) ? { status: error['code'] } : {}),
    ...defined({ retryDelay: details.retryDelay }),
  };
}

function isErrorStatus(code: number): boolean {
  return Number.isInteger(code) && code >= 400 && code < 600;
}

/**
 * The message in `detail`: servers on FastAPI (such as vLLM) put a list of `{loc, msg}` there.
 * https://fastapi.tiangolo.com/tutorial/handling-errors/
 */
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
