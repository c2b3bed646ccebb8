import { PolypromptError } from '../../errors.ts';
import { originOf } from '../../guardedFetch.ts';
import type { JsonObject } from '../../json.ts';
import { countAt, defined, listAt, objectAt, textAt } from '../../jsonRead.ts';
import type { ModelCall } from '../../messages.ts';
import type { BatchAnswer, BatchInput, BatchJob, BatchLine, BatchStatus } from '../contract/batchJob.ts';
import type { ProviderIdentity } from '../contract/endpoint.ts';
import type { BatchApi, ProviderAccess } from '../contract/provider.ts';
import { askBatch, type BatchWire, batchLines, headersOfBatch } from '../wire/batchWire.ts';
import type { StreamSource } from '../wire/streamReader.ts';
import { readRefusedLine, readWholeAnswer } from '../wire/wholeAnswer.ts';
import { splitGoogleVersion } from './googleAddress.ts';
import { googleReader } from './googleReader.ts';
import { toRequest } from './googleRequest.ts';

const lineType = 'application/jsonl';

/**
 * Gemini's batch over files, by its REST wire (https://ai.google.dev/api/batch-mode). The display name of a job is our name of it, by which
 * it is found again.
 */
export function googleBatch({ name: who }: ProviderIdentity): BatchApi {
  const wireTo = (access: ProviderAccess, signal: AbortSignal): BatchWire => ({
    who,
    access,
    signal,
    headers: access.key === undefined ? {} : { 'x-goog-api-key': access.key },
  });
  return {
    limits: { requests: Number.POSITIVE_INFINITY, bytes: 2_000_000_000 },
    framing: { before: '', between: '\n', after: '\n' },
    line: googleLine,
    upload: (input, access, signal) => uploadLines(input, wireTo(access, signal)),
    async create({ name, model, file = '' }, access, signal) {
      const { host, version } = splitGoogleVersion(access.baseUrl);
      const url = `${host}/${version}/models/${encodeURIComponent(model)}:batchGenerateContent`;
      const body = { batch: { displayName: name, inputConfig: { fileName: file } } };
      return googleJob(await askBatch(wireTo(access, signal), { method: 'POST', url, body }));
    },
    async read(id, access, signal) {
      const { host, version } = splitGoogleVersion(access.baseUrl);
      return googleJob(await askBatch(wireTo(access, signal), { method: 'GET', url: `${host}/${version}/${id}` }));
    },
    async *recent(since, access, signal) {
      const { host, version } = splitGoogleVersion(access.baseUrl);
      for (let token: string | undefined = ''; token !== undefined; ) {
        const next: string = token === '' ? '' : `&pageToken=${encodeURIComponent(token)}`;
        const url = `${host}/${version}/batches?pageSize=100${next}`;
        const page = await askBatch(wireTo(access, signal), { method: 'GET', url });
        for (const job of listAt(page, 'operations').map(googleJob)) if ((job.createdAt ?? since) >= since) yield job;
        token = textAt(page, 'nextPageToken') || undefined;
      }
    },
    async cancel(id, access, signal) {
      const { host, version } = splitGoogleVersion(access.baseUrl);
      await askBatch(wireTo(access, signal), { method: 'POST', url: `${host}/${version}/${id}:cancel`, body: {} });
    },
    async *answers({ results }, { model, access, signal }) {
      const { host, version } = splitGoogleVersion(access.baseUrl);
      for (const file of results) {
        const url = `${host}/download/${version}/${file}:download?alt=media`;
        for await (const line of batchLines(wireTo(access, signal), url))
          yield googleAnswer(line, { who, model, wallTime: access.clock.wallTime() });
      }
    },
  };
}

/** Uploads the lines by the vendor's resumable upload, in one go; gives the name of the file there. https://ai.google.dev/api/files */
async function uploadLines({ name, content }: BatchInput, wire: BatchWire): Promise<string> {
  const { access, who } = wire;
  const { host, version } = splitGoogleVersion(access.baseUrl);
  const start = await headersOfBatch(wire, {
    method: 'POST',
    url: `${host}/upload/${version}/files`,
    headers: {
      'x-goog-upload-protocol': 'resumable',
      'x-goog-upload-command': 'start',
      'x-goog-upload-header-content-length': String(content.size),
      'x-goog-upload-header-content-type': lineType,
    },
    body: { file: { displayName: name, mimeType: lineType } },
  });
  const url = ownAddress(start.get('x-goog-upload-url'), access, who);
  const headers = { 'x-goog-upload-command': 'upload, finalize', 'x-goog-upload-offset': '0' };
  const answer = await askBatch(wire, { method: 'POST', url, headers, body: content });
  return textAt(objectAt(answer, 'file'), 'name') ?? '';
}

/** The address for the upload, which the vendor chooses; throws for one of another origin. */
function ownAddress(address: string | null, { baseUrl }: ProviderAccess, who: string): string {
  const own = originOf(baseUrl);
  if (address !== null && originOf(address) === own) return address;
  const named = address === null ? 'no address' : (originOf(address) ?? 'an address that is not http');
  throw new PolypromptError(
    'key-origin-mismatch',
    `${who} names ${named} for the upload; nothing is sent anywhere but to ${own ?? 'its own address'}.`,
  );
}

/** A line of a job's input: the live request as it is. */
function googleLine(key: string, call: ModelCall): BatchLine {
  const { body, warnings } = toRequest(call);
  return { text: JSON.stringify({ key, request: body }), warnings };
}

const statuses: Readonly<Record<string, BatchStatus>> = {
  QUEUED: 'waiting',
  PENDING: 'waiting',
  RUNNING: 'running',
  SUCCEEDED: 'done',
  PARTIALLY_SUCCEEDED: 'done',
  FAILED: 'failed',
  CANCELLING: 'cancelling',
  CANCELLED: 'cancelled',
  EXPIRED: 'expired',
};

/**
 * Reads a job, which comes as an operation with the batch as its metadata; its output stands there, or in the operation's response.
 * https://ai.google.dev/api/batch-mode
 */
export function googleJob(value: unknown): BatchJob {
  const batch = objectAt(value, 'metadata');
  const state = (textAt(batch, 'state') ?? '').replace(/^(?:BATCH|JOB)_STATE_/, '');
  const stats = objectAt(batch, 'batchStats');
  const file =
    textAt(objectAt(batch, 'output'), 'responsesFile') ?? textAt(objectAt(value, 'response'), 'responsesFile');
  const createdAt = Date.parse(textAt(batch, 'createTime') ?? '');
  return {
    id: textAt(value, 'name') ?? '',
    status: statuses[state] ?? 'waiting',
    results: file === undefined ? [] : [file],
    ...defined({
      name: textAt(batch, 'displayName'),
      createdAt: Number.isNaN(createdAt) ? undefined : createdAt,
      message: textAt(objectAt(value, 'error'), 'message'),
      counts: stats && {
        total: wholeAt(stats, 'requestCount'),
        answered: wholeAt(stats, 'successfulRequestCount'),
        failed: wholeAt(stats, 'failedRequestCount'),
      },
    }),
  };
}

/** A count; Google writes 64-bit integers as text. */
function wholeAt(stats: JsonObject, key: string): number {
  return countAt(stats, key) ?? Number(textAt(stats, key) ?? 0);
}

/** Reads one line of a job's results. */
function googleAnswer(line: JsonObject, source: StreamSource): BatchAnswer {
  const key = textAt(line, 'key') ?? textAt(objectAt(line, 'metadata'), 'key') ?? '';
  const response = objectAt(line, 'response');
  const { who } = source;
  if (response) return readWholeAnswer({ key, reader: googleReader(source), who, body: response });
  const error = objectAt(line, 'error') ?? objectAt(line, 'status') ?? {};
  return readRefusedLine(key, { ...source, status: statusCodes[countAt(error, 'code') ?? 2], body: { error } });
}

/** The HTTP status for each gRPC code, which the error of a line has in place of a status. */
const statusCodes: Readonly<Record<number, number>> = {
  2: 500,
  3: 400,
  4: 504,
  5: 404,
  7: 403,
  8: 429,
  9: 400,
  13: 500,
  14: 503,
  16: 401,
};
