import { isJsonObject, type JsonValue } from '../../json.ts';
import { defined, objectAt } from '../../jsonRead.ts';
import { filled, firstText } from '../calls/fields.ts';
import { emptyCall, type RecordReader } from '../calls/loggedCall.ts';
import { millisecondsBetween, momentIn } from '../calls/moments.ts';
import { readChoices, readTools } from '../calls/readBodies.ts';
import { readUsage } from '../calls/readUsage.ts';
import { answersIn, askedIn } from './langfuseAttributes.ts';

const ownFields = ['model', 'provider', 'tools', 'functions'];

/** Rows of a project's log. Parts that were not merged yet (`_is_merge`) share their id, by which they are joined. */
export const braintrustReader: RecordReader = {
  matches: (record) =>
    Object.hasOwn(record, 'root_span_id') && (Object.hasOwn(record, 'span_attributes') || record['_is_merge'] === true),
  read: (record) => {
    const kind = firstText(objectAt(record, 'span_attributes') ?? {}, 'type');
    if (kind !== undefined && kind !== 'llm') return [];
    const metadata = objectAt(record, 'metadata') ?? {};
    const metrics = objectAt(record, 'metrics') ?? {};
    const parameters = Object.entries(metadata).filter(([key]) => !ownFields.includes(key));
    const id = firstText(record, 'id');
    const startedAt = momentIn(metrics['start'] ?? record['created']);
    return [
      {
        ...emptyCall('braintrust'),
        messages: askedIn(record['input']).messages.filter(
          () => record['input'] !== undefined && record['input'] !== null,
        ),
        answers: outputsOf(record['output']),
        parameters: Object.fromEntries(parameters),
        tools: readTools(metadata['tools'] ?? metadata['functions']),
        usage: readUsage(metrics),
        ids: defined({
          trace: firstText(record, 'root_span_id'),
          span: firstText(record, 'span_id'),
          request: id,
          parent: Array.isArray(record['span_parents']) ? String(record['span_parents'][0] ?? '') : undefined,
        }),
        feedback: filled(objectAt(record, 'scores') ?? {}),
        metadata: filled({ tags: record['tags'] ?? null }),
        ...defined({
          provider: firstText(metadata, 'provider'),
          requestModel: firstText(metadata, 'model'),
          startedAt,
          milliseconds: millisecondsBetween(startedAt, momentIn(metrics['end'])),
          error: errorText(record['error']),
          expected: typeof record['expected'] === 'string' ? record['expected'] : undefined,
          joinKey: id === undefined ? undefined : `braintrust ${id}`,
        }),
      },
    ];
  },
};

function outputsOf(output: JsonValue | undefined) {
  const isChoices = Array.isArray(output) && output.some((item) => isJsonObject(item) && item['message'] !== undefined);
  return isChoices ? readChoices(output) : answersIn(output);
}

function errorText(error: JsonValue | undefined): string | undefined {
  if (error === undefined || error === null) return undefined;
  return typeof error === 'string' ? error : JSON.stringify(error);
}
