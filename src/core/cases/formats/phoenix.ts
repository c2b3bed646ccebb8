import type { JsonObject } from '../../json.ts';
import { defined, objectAt } from '../../jsonRead.ts';
import { firstText } from '../calls/fields.ts';
import type { RecordReader } from '../calls/loggedCall.ts';
import { momentIn } from '../calls/moments.ts';
import { readSpan } from './readSpan.ts';

/** Rows of Phoenix's table of spans: the same attributes as columns `attributes.…`, with messages as nested lists. */
export const phoenixReader: RecordReader = {
  matches: (record) =>
    Object.hasOwn(record, 'attributes.openinference.span.kind') ||
    (Object.hasOwn(record, 'context.span_id') && Object.hasOwn(record, 'span_kind')),
  read: (record) => {
    const attributes: JsonObject = { 'openinference.span.kind': record['span_kind'] ?? null };
    for (const [key, value] of Object.entries(record))
      if (key.startsWith('attributes.') && value !== null) flatten(attributes, key.slice('attributes.'.length), value);
    const failed = firstText(record, 'status_code') === 'ERROR';
    return readSpan({
      name: firstText(record, 'name') ?? '',
      scope: '',
      attributes,
      events: [],
      ...defined({
        trace: firstText(record, 'context.trace_id'),
        span: firstText(record, 'context.span_id') ?? firstText(objectAt(record, 'context') ?? {}, 'span_id'),
        parent: firstText(record, 'parent_id'),
        start: momentIn(record['start_time']),
        end: momentIn(record['end_time']),
        error: failed ? (firstText(record, 'status_message') ?? 'the span ended in an error') : undefined,
      }),
    });
  },
};

function flatten(attributes: JsonObject, key: string, value: JsonObject[string]) {
  if (!Array.isArray(value)) attributes[key] = value;
  else
    value.forEach((item, index) => {
      if (typeof item !== 'object' || item === null || Array.isArray(item)) attributes[`${key}.${index}`] = item;
      else for (const [name, field] of Object.entries(item)) flatten(attributes, `${key}.${index}.${name}`, field);
    });
}
