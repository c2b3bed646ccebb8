import { defined, objectAt } from '../../jsonRead.ts';
import { filled, firstText, numberIn, objectIn } from '../calls/fields.ts';
import { emptyCall, type RecordReader } from '../calls/loggedCall.ts';
import { momentIn } from '../calls/moments.ts';
import { readRequest, readResponse, readTools } from '../calls/readBodies.ts';
import { readUsage } from '../calls/readUsage.ts';

/** LiteLLM's standard logging payload, and rows of its table of spend, whose messages may be left out. */
export const litellmReader: RecordReader = {
  matches: (record) =>
    Object.hasOwn(record, 'call_type') &&
    (Object.hasOwn(record, 'custom_llm_provider') ||
      Object.hasOwn(record, 'response_cost') ||
      Object.hasOwn(record, 'spend')),
  read: (record) => {
    const { tools, functions, ...parameters } = objectAt(record, 'model_parameters') ?? {};
    const asked = readRequest({ messages: record['messages'] ?? [] });
    const answered = readResponse(objectIn(record['response']));
    const details = objectAt(objectAt(record, 'metadata'), 'usage_object');
    const started = numberIn(record['startTime']);
    const ended = numberIn(record['endTime']);
    return [
      {
        ...emptyCall('litellm'),
        messages: asked.messages,
        answers: answered.answers,
        parameters,
        tools: readTools(tools ?? functions),
        usage: {
          ...readUsage(record),
          ...readUsage(details),
          ...answered.usage,
          ...defined({ reportedCost: numberIn(record['response_cost'] ?? record['spend']) }),
        },
        ids: defined({
          request: firstText(record, 'litellm_call_id', 'request_id', 'id'),
          response: answered.responseId ?? firstText(record, 'id'),
          session: firstText(record, 'session_id'),
        }),
        metadata: filled({ tags: record['request_tags'] ?? null }),
        ...defined({
          provider: firstText(record, 'custom_llm_provider'),
          requestModel: firstText(record, 'model'),
          answeringModel: answered.answeringModel,
          startedAt: momentIn(record['startTime']),
          milliseconds: started !== undefined && ended !== undefined ? Math.round((ended - started) * 1000) : undefined,
          error: record['status'] === 'failure' ? (firstText(record, 'error_str') ?? 'it failed') : answered.error,
        }),
      },
    ];
  },
};
