import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { defined, objectAt } from '../../jsonRead.ts';
import { filled, firstText } from '../calls/fields.ts';
import { emptyCall, type LoggedAnswer, type RecordReader } from '../calls/loggedCall.ts';
import { millisecondsBetween, momentIn } from '../calls/moments.ts';
import { answerOf, readRequest, readResponse } from '../calls/readBodies.ts';
import { inclusiveCounts, readUsage } from '../calls/readUsage.ts';

/** Runs of LangSmith, of wrapped clients as of LangChain. Chains, tools and retrievers repeat what their calls hold. */
export const langsmithReader: RecordReader = {
  matches: (record) =>
    Object.hasOwn(record, 'dotted_order') || (Object.hasOwn(record, 'run_type') && Object.hasOwn(record, 'inputs')),
  read: (record) => {
    if (record['run_type'] !== 'llm') return [];
    const inputs = objectAt(record, 'inputs') ?? {};
    const outputs = objectAt(record, 'outputs') ?? {};
    const extra = objectAt(record, 'extra') ?? {};
    const metadata = objectAt(extra, 'metadata') ?? {};
    const asked = readRequest(inputs);
    const invoked = readRequest(objectAt(extra, 'invocation_params') ?? {});
    const answered = readResponse(outputs);
    const startedAt = momentIn(record['start_time']);
    const generated = generations(outputs);
    return [
      {
        ...emptyCall('langsmith'),
        messages: asked.messages,
        answers: generated.length > 0 ? generated : answered.answers,
        parameters: { ...invoked.parameters, ...asked.parameters },
        tools: asked.tools.length > 0 ? asked.tools : invoked.tools,
        usage: readUsage(outputs['usage_metadata'] ?? metadata['usage_metadata'] ?? outputs['usage'], inclusiveCounts),
        ids: defined({
          trace: firstText(record, 'trace_id'),
          span: firstText(record, 'id'),
          parent: firstText(record, 'parent_run_id'),
          request: firstText(record, 'id'),
          response: answered.responseId,
        }),
        feedback: scoresOf(record['feedback_stats']),
        metadata: filled({ ...ownMetadata(metadata), tags: record['tags'] ?? null }),
        ...defined({
          provider: firstText(metadata, 'ls_provider'),
          requestModel: asked.requestModel ?? invoked.requestModel ?? firstText(metadata, 'ls_model_name'),
          answeringModel: answered.answeringModel,
          startedAt,
          milliseconds: millisecondsBetween(startedAt, momentIn(record['end_time'])),
          error: firstText(record, 'error'),
        }),
      },
    ];
  },
};

/** LangChain's answers: lists of lists of generations, each with a message that was written as a class and its arguments. */
function generations(outputs: JsonObject): readonly LoggedAnswer[] {
  const list = outputs['generations'];
  const first = Array.isArray(list) && Array.isArray(list[0]) ? list[0] : Array.isArray(list) ? list : [];
  return first.flatMap((generation) => {
    if (!isJsonObject(generation)) return [];
    const info = objectAt(generation, 'generation_info') ?? {};
    return answerOf(generation['message'] ?? generation['text'], firstText(info, 'finish_reason', 'stop_reason'));
  });
}

/** Feedback is summed up by name in an exported run; the average of one vote is that vote. */
function scoresOf(stats: JsonValue | undefined): JsonObject {
  if (!isJsonObject(stats)) return {};
  return Object.fromEntries(
    Object.entries(stats).map(([name, value]) => [
      name,
      isJsonObject(value) ? (value['avg'] ?? value['values'] ?? null) : value,
    ]),
  );
}

function ownMetadata(metadata: JsonObject): JsonObject {
  const own = Object.entries(metadata).filter(
    ([key]) => !/^(?:ls_|LANGSMITH|LANGCHAIN|usage_metadata|revision_id)/.test(key),
  );
  return Object.fromEntries(own);
}
