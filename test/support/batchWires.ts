import type { JsonObject } from '../../src/core/json.ts';
import type { BatchStatus } from '../../src/core/providers/contract/batchJob.ts';
import { type BatchVendor, encodeWhole } from './wholeAnswers.ts';
import type { ScriptedAnswer } from './wires.ts';

/** The end of one request of a job. `missing`: the results do not mention it at all. */
export type LineFate =
  | { readonly answer: ScriptedAnswer }
  | { readonly status: number; readonly code: string; readonly message: string }
  | 'expired'
  | 'cancelled'
  | 'missing';

/** One request of a job as it reached the server. */
export interface ServedLine {
  readonly key: string;
  readonly model: string;
  /** The text of the last user message. */
  readonly prompt: string;
  readonly body: JsonObject;
}

export interface ServedJob {
  readonly vendor: BatchVendor;
  readonly id: string;
  readonly name?: string;
  readonly model?: string;
  readonly apiVersion?: string;
  readonly lines: readonly ServedLine[];
  readonly createdAt: number;
  wasCancelled: boolean;
  status: BatchStatus;
}

export interface ResultLine {
  readonly json: JsonObject;
  readonly isError: boolean;
}

/** A line of a job's results in the vendor's format; undefined for a request that is missing. */
export function createResult(job: ServedJob, line: ServedLine, fate: LineFate): ResultLine | undefined {
  if (fate === 'missing') return undefined;
  return { json: results[job.vendor](line, fate), isError: typeof fate === 'string' || !('answer' in fate) };
}

type Told = Exclude<LineFate, 'missing'>;

const results: Readonly<Record<BatchVendor, (line: ServedLine, fate: Told) => JsonObject>> = {
  openai({ key, model }, fate) {
    const head = { id: `batch_req_${key}`, custom_id: key };
    if (typeof fate === 'string')
      return { ...head, response: null, error: { code: `batch_${fate}`, message: `This request was ${fate}.` } };
    const isAnswer = 'answer' in fate;
    const body: JsonObject = isAnswer
      ? encodeWhole('openai', fate.answer, model)
      : { error: { message: fate.message, type: fate.code, code: fate.code, param: null } };
    const status = isAnswer ? 200 : fate.status;
    return { ...head, response: { status_code: status, request_id: `req_${key}`, body }, error: null };
  },
  anthropic({ key, model }, fate) {
    if (typeof fate === 'string') return { custom_id: key, result: { type: fate === 'cancelled' ? 'canceled' : fate } };
    if ('answer' in fate)
      return { custom_id: key, result: { type: 'succeeded', message: encodeWhole('anthropic', fate.answer, model) } };
    const error = { type: fate.code, message: fate.message };
    return { custom_id: key, result: { type: 'errored', error: { type: 'error', error, request_id: null } } };
  },
  google({ key, model }, fate) {
    if (typeof fate === 'string') return { key, error: { code: 1, message: `This request was ${fate}.` } };
    if ('answer' in fate) return { key, response: encodeWhole('google', fate.answer, model) };
    return { key, error: { code: fate.status === 400 ? 3 : fate.status === 429 ? 8 : 13, message: fate.message } };
  },
};

/** A job in the vendor's format. */
export function describeJob(job: ServedJob, fates: readonly LineFate[], resultsAddress: string): JsonObject {
  const isOver = ['done', 'failed', 'expired', 'cancelled'].includes(job.status);
  const count = (fits: (fate: LineFate) => boolean) => (isOver ? fates.filter(fits).length : 0);
  const answered = count((fate) => typeof fate === 'object' && 'answer' in fate);
  const counts = {
    total: fates.length,
    answered,
    errored: count((fate) => typeof fate === 'object' && !('answer' in fate)),
    expired: count((fate) => fate === 'expired'),
    cancelled: count((fate) => fate === 'cancelled'),
  };
  return describers[job.vendor]({ job, counts, isOver, resultsAddress });
}

interface Description {
  readonly job: ServedJob;
  readonly counts: Readonly<Record<'total' | 'answered' | 'errored' | 'expired' | 'cancelled', number>>;
  readonly isOver: boolean;
  readonly resultsAddress: string;
}

const openaiStatus: Readonly<Record<BatchStatus, string>> = {
  waiting: 'validating',
  running: 'in_progress',
  done: 'completed',
  failed: 'failed',
  expired: 'expired',
  cancelling: 'cancelling',
  cancelled: 'cancelled',
};
const googleStatus: Readonly<Record<BatchStatus, string>> = {
  waiting: 'PENDING',
  running: 'RUNNING',
  done: 'SUCCEEDED',
  failed: 'FAILED',
  expired: 'EXPIRED',
  cancelling: 'RUNNING',
  cancelled: 'CANCELLED',
};

const describers: Readonly<Record<BatchVendor, (description: Description) => JsonObject>> = {
  openai({ job, counts, isOver }) {
    const hasResults = isOver && job.status !== 'failed';
    const failed = counts.errored + counts.expired + counts.cancelled;
    return {
      id: job.id,
      object: 'batch',
      endpoint: '/v1/responses',
      completion_window: '24h',
      input_file_id: 'file-1',
      created_at: Math.floor(job.createdAt / 1000),
      status: openaiStatus[job.status],
      metadata: job.name === undefined ? null : { polyprompt: job.name },
      output_file_id: hasResults && counts.answered > 0 ? `out-${job.id}` : null,
      error_file_id: hasResults && failed > 0 ? `err-${job.id}` : null,
      errors:
        job.status === 'failed'
          ? { object: 'list', data: [{ code: 'token_limit_exceeded', message: 'Enqueued token limit reached.' }] }
          : null,
      request_counts: { total: counts.total, completed: counts.answered, failed },
    };
  },
  anthropic({ job, counts, isOver, resultsAddress }) {
    const { total, answered, errored, expired, cancelled } = counts;
    const processing = isOver ? 0 : total;
    const time = new Date(job.createdAt).toISOString();
    return {
      id: job.id,
      type: 'message_batch',
      processing_status: isOver ? 'ended' : job.status === 'cancelling' ? 'canceling' : 'in_progress',
      request_counts: { processing, succeeded: answered, errored, canceled: cancelled, expired },
      created_at: time,
      ended_at: isOver ? time : null,
      expires_at: time,
      archived_at: null,
      cancel_initiated_at: job.wasCancelled ? time : null,
      results_url: isOver ? resultsAddress : null,
    };
  },
  google({ job, counts, isOver }) {
    const output = { responsesFile: `files/out-${job.id.replace('/', '_')}` };
    const hasOutput = isOver && job.status !== 'failed';
    return {
      name: job.id,
      done: isOver,
      metadata: {
        '@type': 'type.googleapis.com/google.ai.generativelanguage.v1.GenerateContentBatch',
        model: `models/${job.model ?? ''}`,
        displayName: job.name ?? '',
        state: `BATCH_STATE_${googleStatus[job.status]}`,
        createTime: new Date(job.createdAt).toISOString(),
        batchStats: {
          requestCount: String(counts.total),
          successfulRequestCount: String(counts.answered),
          failedRequestCount: String(counts.errored),
        },
        ...(hasOutput ? { output } : {}),
      },
      ...(hasOutput ? { response: output } : {}),
      ...(job.status === 'failed' ? { error: { code: 3, message: 'Enqueued token limit reached.' } } : {}),
    };
  },
};
