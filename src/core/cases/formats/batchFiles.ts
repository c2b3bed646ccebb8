import type { JsonObject } from '../../json.ts';
import { defined, objectAt } from '../../jsonRead.ts';
import { firstText, numberIn } from '../calls/fields.ts';
import { emptyCall, type LoggedCall, type RecordReader } from '../calls/loggedCall.ts';
import { momentIn } from '../calls/moments.ts';
import { readRequest, readResponse } from '../calls/readBodies.ts';

/** Requests, answers and errors of OpenAI's batches, which share `custom_id` and come in any order. */
export const openaiBatchReader: RecordReader = {
  matches: (record) =>
    Object.hasOwn(record, 'custom_id') && (Object.hasOwn(record, 'body') || Object.hasOwn(record, 'response')),
  read: (record) => [
    { ...part('openai-batch', record), ...(objectAt(record, 'body') ? requestOf(record, 'body') : resultOf(record)) },
  ],
};

function part(format: LoggedCall['format'], record: JsonObject): LoggedCall {
  const id = firstText(record, 'custom_id') ?? '';
  const provider = format === 'openai-batch' ? 'openai' : 'anthropic';
  return { ...emptyCall(format), ids: { request: id }, provider, joinKey: `batch ${id}` };
}

function requestOf(record: JsonObject, key: string): Partial<LoggedCall> {
  return readRequest(objectAt(record, key) ?? {});
}

function resultOf(record: JsonObject): Partial<LoggedCall> {
  const response = objectAt(record, 'response') ?? {};
  const body = objectAt(response, 'body') ?? {};
  const { answers, usage, answeringModel, responseId, error } = readResponse(body);
  const status = numberIn(response['status_code']);
  const failure = objectAt(record, 'error');
  return {
    answers,
    usage,
    ids: defined({ request: firstText(record, 'custom_id'), response: responseId }),
    ...defined({
      answeringModel,
      startedAt: momentIn(body['created']),
      error:
        error ??
        (failure && (firstText(failure, 'message', 'code') ?? 'it failed')) ??
        (status !== undefined && status >= 400 ? `status ${status}` : undefined),
    }),
  };
}

/** Requests and results of Anthropic's batches. A file of results alone has no prompts: the requests have to be given with it. */
export const anthropicBatchReader: RecordReader = {
  matches: (record) =>
    Object.hasOwn(record, 'custom_id') && (Object.hasOwn(record, 'params') || Object.hasOwn(record, 'result')),
  read: (record) => {
    const known = part('anthropic-batch', record);
    if (objectAt(record, 'params')) return [{ ...known, ...requestOf(record, 'params') }];
    const result = objectAt(record, 'result') ?? {};
    if (result['type'] !== 'succeeded') {
      const inner = objectAt(result, 'error') ?? {};
      const said = firstText(objectAt(inner, 'error') ?? inner, 'message');
      return [{ ...known, error: said ?? firstText(result, 'type') ?? 'it failed' }];
    }
    const { answers, usage, answeringModel, responseId } = readResponse(objectAt(result, 'message') ?? {});
    const ids = { ...known.ids, ...defined({ response: responseId }) };
    return [{ ...known, answers, usage, ids, ...defined({ answeringModel }) }];
  },
};
