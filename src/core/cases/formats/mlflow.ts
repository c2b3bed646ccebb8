import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { defined, listAt, objectAt } from '../../jsonRead.ts';
import { decoded, firstText, objectIn } from '../calls/fields.ts';
import { emptyCall, type LoggedCall, type RecordReader } from '../calls/loggedCall.ts';
import { millisecondsBetween, momentIn } from '../calls/moments.ts';
import { readRequest, readResponse } from '../calls/readBodies.ts';
import { readUsage } from '../calls/readUsage.ts';
import { answersIn } from './langfuseAttributes.ts';

/** Traces of MLflow 3, in which every attribute of a span is JSON text. */
export const mlflowReader: RecordReader = {
  matches: (record) => objectAt(record, 'info') !== undefined && Array.isArray(objectAt(record, 'data')?.['spans']),
  read: (record) => {
    const feedback = feedbackOf(listAt(record['info'], 'assessments'));
    return listAt(record['data'], 'spans').flatMap((span) => (isJsonObject(span) ? readCall(span, feedback) : []));
  },
};

function readCall(span: JsonObject, feedback: JsonObject): readonly LoggedCall[] {
  const attributes = objectAt(span, 'attributes') ?? {};
  const at = (name: string) => decoded(attributes[name]);
  const kind = at('mlflow.spanType');
  if (kind !== 'CHAT_MODEL' && kind !== 'LLM') return [];
  const asked = readRequest(objectIn(at('mlflow.spanInputs')));
  const outputs = at('mlflow.spanOutputs');
  const answered = readResponse(objectIn(outputs));
  const start = momentIn(span['start_time_unix_nano']);
  const status = objectAt(span, 'status') ?? {};
  const answers = answered.answers.length > 0 ? answered.answers : answersIn(outputs);
  const own = readUsage(objectIn(outputs)['usage']);
  return [
    {
      ...emptyCall('mlflow'),
      messages: asked.messages,
      answers: answered.error === undefined ? answers : [],
      parameters: asked.parameters,
      tools: asked.tools,
      usage: { ...readUsage(at('mlflow.chat.tokenUsage')), ...own, ...answered.usage },
      ids: defined({
        trace: firstText(span, 'trace_id'),
        span: firstText(span, 'span_id'),
        parent: firstText(span, 'parent_span_id', 'parent_id'),
        response: answered.responseId,
      }),
      feedback,
      ...defined({
        provider: textOf(at('mlflow.message.format') ?? at('mlflow.llm.provider')),
        requestModel: asked.requestModel,
        answeringModel: answered.answeringModel,
        startedAt: start,
        milliseconds: millisecondsBetween(start, momentIn(span['end_time_unix_nano'])),
        error: /ERROR/.test(firstText(status, 'code', 'status_code') ?? '')
          ? (firstText(status, 'message', 'description') ?? 'the span ended in an error')
          : answered.error,
      }),
    },
  ];
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function feedbackOf(assessments: readonly JsonValue[]): JsonObject {
  return Object.fromEntries(
    assessments.filter(isJsonObject).flatMap((assessment) => {
      const name = firstText(assessment, 'assessment_name', 'name');
      const value = objectAt(assessment, 'feedback')?.['value'] ?? objectAt(assessment, 'expectation')?.['value'];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
}
