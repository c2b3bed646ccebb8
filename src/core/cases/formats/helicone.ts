import { defined, objectAt } from '../../jsonRead.ts';
import { filled, firstText, numberIn, objectIn } from '../calls/fields.ts';
import { emptyCall, type RecordReader } from '../calls/loggedCall.ts';
import { momentIn } from '../calls/moments.ts';
import { readRequest, readResponse } from '../calls/readBodies.ts';
import { inclusiveCounts, readUsage } from '../calls/readUsage.ts';

/** Rows of Helicone's export with bodies; a row without bodies has nothing that could become a case. */
export const heliconeReader: RecordReader = {
  matches: (record) =>
    Object.hasOwn(record, 'request_created_at') &&
    (Object.hasOwn(record, 'request_body') || Object.hasOwn(record, 'response_status')),
  read: (record) => {
    const asked = readRequest(objectIn(record['request_body']));
    const answered = readResponse(objectIn(record['response_body']));
    const status = numberIn(record['response_status']);
    const rating = record['feedback_rating'];
    return [
      {
        ...emptyCall('helicone'),
        messages: asked.messages,
        answers: answered.answers,
        parameters: asked.parameters,
        tools: asked.tools,
        usage: { ...readUsage(record, inclusiveCounts), ...answered.usage },
        ids: defined({ request: firstText(record, 'request_id'), response: answered.responseId }),
        feedback: filled({ ...(objectAt(record, 'scores') ?? {}), rating: rating ?? null }),
        metadata: objectAt(record, 'request_properties') ?? {},
        ...defined({
          provider: firstText(record, 'provider')?.toLowerCase(),
          requestModel: asked.requestModel ?? firstText(record, 'request_model'),
          answeringModel: answered.answeringModel ?? firstText(record, 'response_model'),
          startedAt: momentIn(record['request_created_at']),
          milliseconds: numberIn(record['delay_ms']),
          error: answered.error ?? (status !== undefined && status >= 400 ? `status ${status}` : undefined),
          variables: variablesOf(objectAt(record, 'request_prompt_inputs') ?? objectAt(record, 'prompt_inputs')),
        }),
      },
    ];
  },
};

function variablesOf(inputs: ReturnType<typeof objectAt>) {
  return inputs && Object.keys(inputs).length > 0 ? inputs : undefined;
}
