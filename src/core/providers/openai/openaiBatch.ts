import type { JsonObject } from '../../json.ts';
import { countAt, defined, listAt, objectAt, textAt } from '../../jsonRead.ts';
import type { ModelCall } from '../../messages.ts';
import type { BatchAnswer, BatchJob, BatchLine, BatchStatus } from '../contract/batchJob.ts';
import type { ProviderIdentity } from '../contract/endpoint.ts';
import type { BatchApi, ProviderAccess } from '../contract/provider.ts';
import { askBatch, type BatchWire, batchLines } from '../wire/batchWire.ts';
import { recentJobs } from '../wire/recentJobs.ts';
import { readRefusedLine, readWholeAnswer, unaskedLine } from '../wire/wholeAnswer.ts';
import { openaiReader } from './openaiReader.ts';
import { toRequest } from './openaiRequest.ts';

const endpoint = '/v1/responses';
/** The key of a job's metadata under which our name of it stands. */
const nameKey = 'polyprompt';

/**
 * OpenAI's Batch API over Responses (https://platform.openai.com/docs/guides/batch). The name of a job stands in its metadata, by which it
 * is found again.
 */
export function openaiBatch({ name: who }: ProviderIdentity): BatchApi {
  const wireTo = (access: ProviderAccess, signal: AbortSignal): BatchWire => ({
    who,
    access,
    signal,
    headers: access.key === undefined ? {} : { authorization: `Bearer ${access.key}` },
  });
  return {
    limits: { requests: 50_000, bytes: 200_000_000 },
    framing: { before: '', between: '\n', after: '\n' },
    line: openaiLine,
    async upload({ name, content }, access, signal) {
      const form = new FormData();
      form.set('purpose', 'batch');
      form.set('file', content, `${name}.jsonl`);
      const url = `${access.baseUrl}/files`;
      return textAt(await askBatch(wireTo(access, signal), { method: 'POST', url, body: form }), 'id') ?? '';
    },
    async create({ name, file = '' }, access, signal) {
      const body = {
        input_file_id: file,
        endpoint,
        completion_window: '24h',
        metadata: { [nameKey]: name },
      };
      const url = `${access.baseUrl}/batches`;
      return openaiJob(await askBatch(wireTo(access, signal), { method: 'POST', url, body }));
    },
    async read(id, access, signal) {
      const url = `${access.baseUrl}/batches/${encodeURIComponent(id)}`;
      return openaiJob(await askBatch(wireTo(access, signal), { method: 'GET', url }));
    },
    recent(since, access, signal) {
      const wire = wireTo(access, signal);
      const readPage = (after?: string) => {
        const url = `${access.baseUrl}/batches?limit=100${after === undefined ? '' : `&after=${encodeURIComponent(after)}`}`;
        return askBatch(wire, { method: 'GET', url });
      };
      return recentJobs({ readPage, readJob: openaiJob }, since);
    },
    async cancel(id, access, signal) {
      const url = `${access.baseUrl}/batches/${encodeURIComponent(id)}/cancel`;
      await askBatch(wireTo(access, signal), { method: 'POST', url });
    },
    async *answers({ results }, { model, access, signal }) {
      for (const file of results) {
        const url = `${access.baseUrl}/files/${encodeURIComponent(file)}/content`;
        for await (const line of batchLines(wireTo(access, signal), url))
          yield openaiAnswer(line, { who, model, wallTime: access.clock.wallTime() });
      }
    },
  };
}

/** A line of a job's input: the live request, but not streamed. */
export function openaiLine(key: string, call: ModelCall): BatchLine {
  const { body, warnings } = toRequest(call);
  const { stream: _streamed, ...whole } = body;
  const text = JSON.stringify({ custom_id: key, method: 'POST', url: endpoint, body: whole });
  if (call.parameters.wire === undefined) return { text, warnings };
  const message = 'Batch jobs are asked by the Responses API, not by Chat Completions.';
  return { text, warnings: [...warnings, { field: 'wire', action: 'changed', message }] };
}

const statuses: Readonly<Record<string, BatchStatus>> = {
  validating: 'waiting',
  in_progress: 'running',
  finalizing: 'running',
  completed: 'done',
  failed: 'failed',
  expired: 'expired',
  cancelling: 'cancelling',
  cancelled: 'cancelled',
};

/** Reads a job from the vendor's answer; its id is empty where the answer has none. */
export function openaiJob(value: unknown): BatchJob {
  const counts = objectAt(value, 'request_counts');
  const createdAt = countAt(value, 'created_at');
  const [problem] = listAt(objectAt(value, 'errors'), 'data');
  return {
    id: textAt(value, 'id') ?? '',
    status: statuses[textAt(value, 'status') ?? ''] ?? 'running',
    results: [textAt(value, 'output_file_id'), textAt(value, 'error_file_id')].filter((file) => file !== undefined),
    ...defined({
      name: textAt(objectAt(value, 'metadata'), nameKey),
      createdAt: createdAt === undefined ? undefined : createdAt * 1000,
      message: textAt(problem, 'message'),
      counts: counts && {
        total: countAt(counts, 'total') ?? 0,
        answered: countAt(counts, 'completed') ?? 0,
        failed: countAt(counts, 'failed') ?? 0,
      },
    }),
  };
}

interface LineSource {
  readonly who: string;
  readonly model: string;
  /** Milliseconds since 1970. */
  readonly wallTime: number;
}

/** Reads one line of a job's results. */
export function openaiAnswer(line: JsonObject, source: LineSource): BatchAnswer {
  const key = textAt(line, 'custom_id') ?? '';
  const { who } = source;
  const response = objectAt(line, 'response');
  const error = objectAt(line, 'error');
  const code = textAt(error, 'code');
  if (code === 'batch_expired') return unaskedLine(key, 'expired', who);
  if (code === 'batch_cancelled') return unaskedLine(key, 'cancelled', who);
  const status = countAt(response, 'status_code');
  const body = objectAt(response, 'body');
  if (body === undefined || status === undefined || status >= 400)
    return readRefusedLine(key, { ...source, status, body: body ?? { error: error ?? null } });
  const reader = openaiReader(source);
  return readWholeAnswer({ key, reader, who, body, requestId: textAt(response, 'request_id') });
}
