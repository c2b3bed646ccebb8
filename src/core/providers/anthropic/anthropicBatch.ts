import { PolypromptError } from '../../errors.ts';
import { originOf } from '../../guardedFetch.ts';
import type { JsonObject } from '../../json.ts';
import { countAt, defined, objectAt, textAt } from '../../jsonRead.ts';
import type { ModelCall } from '../../messages.ts';
import type { BatchAnswer, BatchJob, BatchLine, BatchStatus } from '../contract/batchJob.ts';
import type { ProviderIdentity } from '../contract/endpoint.ts';
import type { BatchApi, ProviderAccess } from '../contract/provider.ts';
import { askBatch, type BatchWire, batchLines } from '../wire/batchWire.ts';
import { recentJobs } from '../wire/recentJobs.ts';
import type { StreamSource } from '../wire/streamReader.ts';
import { readRefusedLine, readWholeAnswer, unaskedLine } from '../wire/wholeAnswer.ts';
import { anthropicHeaders } from './anthropicAddress.ts';
import { anthropicReader } from './anthropicReader.ts';
import { toRequest } from './anthropicRequest.ts';

/**
 * Anthropic's Message Batches (https://platform.claude.com/docs/en/api/go/messages/batches): one request holds all lines. A job has no name
 * there. One that was lost between its creation and our journal is known by its time and its number of requests, and for certain by the
 * keys in its results.
 */
export function anthropicBatch({ name: who }: ProviderIdentity): BatchApi {
  const wireTo = (access: ProviderAccess, signal: AbortSignal, version?: string): BatchWire => ({
    who,
    access,
    signal,
    headers: anthropicHeaders(access, version),
  });
  const placeOf = (access: ProviderAccess, path = '') => `${access.baseUrl}/v1/messages/batches${path}`;
  return {
    limits: { requests: 100_000, bytes: 256_000_000 },
    framing: { before: '{"requests":[\n', between: ',\n', after: '\n]}\n' },
    line: anthropicLine,
    async create({ content, variant }, access, signal) {
      const headers = { 'content-type': 'application/json' };
      const wire = wireTo(access, signal, variant);
      return anthropicJob(await askBatch(wire, { method: 'POST', url: placeOf(access), headers, body: content }));
    },
    async read(id, access, signal) {
      const url = placeOf(access, `/${encodeURIComponent(id)}`);
      return anthropicJob(await askBatch(wireTo(access, signal), { method: 'GET', url }));
    },
    recent(since, access, signal) {
      const readPage = (after?: string) => {
        const url = placeOf(access, `?limit=100${after === undefined ? '' : `&after_id=${encodeURIComponent(after)}`}`);
        return askBatch(wireTo(access, signal), { method: 'GET', url });
      };
      return recentJobs({ readPage, readJob: anthropicJob }, since);
    },
    async cancel(id, access, signal) {
      const url = placeOf(access, `/${encodeURIComponent(id)}/cancel`);
      await askBatch(wireTo(access, signal), { method: 'POST', url });
    },
    async *answers({ results }, { model, access, signal }) {
      for (const address of results) {
        refuseElsewhere(address, access, who);
        for await (const line of batchLines(wireTo(access, signal), address))
          yield anthropicAnswer(line, { who, model, wallTime: access.clock.wallTime() });
      }
    },
  };
}

/** Throws for an address of another origin: the vendor names the address of the results, and the key must not follow elsewhere. */
function refuseElsewhere(address: string, { baseUrl }: ProviderAccess, who: string): void {
  const own = originOf(baseUrl);
  const named = originOf(address);
  if (named === own) return;
  throw new PolypromptError(
    'key-origin-mismatch',
    `The results are said to be at ${named ?? 'an address that is not http'}; the key of ${who} was not sent there, only to ${own ?? 'its own address'}.`,
    { hint: 'Set the address that answers for both, if you trust it.' },
  );
}

/** A request of a job: the live one, but not streamed. */
function anthropicLine(key: string, call: ModelCall): BatchLine {
  const { body, warnings, apiVersion } = toRequest(call);
  const { stream: _streamed, ...params } = body;
  const text = JSON.stringify({ custom_id: key, params });
  return { text, warnings, ...defined({ variant: apiVersion }) };
}

/** Reads a job from the vendor's answer; its id is empty where the answer has none. */
export function anthropicJob(value: unknown): BatchJob {
  const counts = objectAt(value, 'request_counts');
  const count = (name: string) => countAt(counts, name) ?? 0;
  const failed = count('errored') + count('canceled') + count('expired');
  const createdAt = Date.parse(textAt(value, 'created_at') ?? '');
  const results = textAt(value, 'results_url');
  return {
    id: textAt(value, 'id') ?? '',
    status: statusOf(value, count('expired')),
    results: results === undefined ? [] : [results],
    ...defined({
      createdAt: Number.isNaN(createdAt) ? undefined : createdAt,
      counts: counts && {
        total: count('processing') + count('succeeded') + failed,
        answered: count('succeeded'),
        failed,
      },
    }),
  };
}

/** The status of a job. `ended` does not say how it ended: the counts say that, and whether somebody cancelled it. */
function statusOf(value: unknown, expired: number): BatchStatus {
  const status = textAt(value, 'processing_status');
  if (status === 'canceling') return 'cancelling';
  if (status !== 'ended') return 'running';
  if (textAt(value, 'cancel_initiated_at') !== undefined) return 'cancelled';
  return expired > 0 ? 'expired' : 'done';
}

/** Reads one line of a job's results. */
function anthropicAnswer(line: JsonObject, source: StreamSource): BatchAnswer {
  const key = textAt(line, 'custom_id') ?? '';
  const { who } = source;
  const result = objectAt(line, 'result');
  const message = objectAt(result, 'message');
  const type = textAt(result, 'type');
  if (type === 'expired') return unaskedLine(key, 'expired', who);
  if (type === 'canceled') return unaskedLine(key, 'cancelled', who);
  if (message) return readWholeAnswer({ key, reader: anthropicReader(source), who, body: message });
  const body = objectAt(result, 'error') ?? {};
  const kind = textAt(objectAt(body, 'error'), 'type');
  return readRefusedLine(key, { ...source, status: statusCodes[kind ?? ''], body });
}

/** The HTTP status for each type of error. Errors of lines come without the status that the live answer has. */
const statusCodes: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};
