import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { defined, listAt, objectAt } from '../../jsonRead.ts';
import { filled, firstText, numberIn } from '../calls/fields.ts';
import type { LoggedCall, RecordReader } from '../calls/loggedCall.ts';
import { momentIn } from '../calls/moments.ts';
import { readLogEvent } from './genAiEvents.ts';
import { anyValue, attributesOf } from './otlpAttributes.ts';
import { readSpan } from './readSpan.ts';
import type { Span } from './span.ts';

/** Spans and log records as OTLP writes them in JSON, of any instrumentation. */
export const otlpReader: RecordReader = {
  matches: (record) => Array.isArray(record['resourceSpans']) || Array.isArray(record['resourceLogs']),
  read: (record) => [...readSpans(record), ...readLogs(record)],
};

function readSpans(record: JsonObject): readonly LoggedCall[] {
  return scopes(record, 'resourceSpans', 'scopeSpans').flatMap(({ scope, group }) =>
    objects(group, 'spans').flatMap((span) => readSpan(spanOf(span, scope))),
  );
}

function readLogs(record: JsonObject): readonly LoggedCall[] {
  return scopes(record, 'resourceLogs', 'scopeLogs').flatMap(({ group }) =>
    objects(group, 'logRecords').flatMap((log) => {
      const attributes = attributesOf(log);
      const name = firstText(log, 'eventName') ?? firstText(attributes, 'event.name') ?? '';
      const ids = defined({ trace: firstText(log, 'traceId'), span: firstText(log, 'spanId') });
      return readLogEvent({ name, attributes, body: anyValue(log['body']), ids });
    }),
  );
}

interface ScopeGroup {
  readonly scope: string;
  readonly group: JsonObject;
}

function scopes(record: JsonObject, resources: string, groups: string): readonly ScopeGroup[] {
  return objects(record, resources).flatMap((resource) =>
    objects(resource, groups).map((group) => ({
      group,
      scope: firstText(objectAt(group, 'scope') ?? {}, 'name') ?? '',
    })),
  );
}

function objects(record: JsonObject, key: string): readonly JsonObject[] {
  return listAt(record, key).filter(isJsonObject);
}

function spanOf(record: JsonObject, scope: string): Span {
  const status = objectAt(record, 'status') ?? {};
  const code = status['code'];
  const failed = code === 2 || code === 'STATUS_CODE_ERROR';
  return {
    name: firstText(record, 'name') ?? '',
    scope,
    attributes: attributesOf(record),
    events: objects(record, 'events').map((event) => ({
      name: firstText(event, 'name') ?? '',
      attributes: attributesOf(event),
    })),
    ...defined({
      trace: firstText(record, 'traceId'),
      span: firstText(record, 'spanId'),
      parent: firstText(record, 'parentSpanId'),
      start: nanoseconds(record['startTimeUnixNano']),
      end: nanoseconds(record['endTimeUnixNano']),
      error: failed ? (firstText(status, 'message') ?? 'the span ended in an error') : undefined,
    }),
  };
}

function nanoseconds(value: JsonValue | undefined): string | undefined {
  const count = numberIn(value);
  return count === undefined || count === 0 ? undefined : momentIn(count);
}

/** Spans as the console exporter of Python prints them: objects with lines and indents, one after another. */
export const consoleSpanReader: RecordReader = {
  matches: (record) => {
    const context = objectAt(record, 'context');
    return context !== undefined && Object.hasOwn(context, 'span_id') && isJsonObject(record['attributes']);
  },
  read: (record) => {
    const context = objectAt(record, 'context') ?? {};
    const status = objectAt(record, 'status') ?? {};
    const failed = firstText(status, 'status_code') === 'ERROR' || record['status_code'] === 'ERROR';
    return readSpan({
      name: firstText(record, 'name') ?? '',
      scope: '',
      attributes: objectAt(record, 'attributes') ?? {},
      events: objects(record, 'events').map((event) => ({
        name: firstText(event, 'name') ?? '',
        attributes: objectAt(event, 'attributes') ?? {},
      })),
      ...defined({
        trace: hex(firstText(context, 'trace_id')),
        span: hex(firstText(context, 'span_id')),
        parent: hex(firstText(record, 'parent_id')),
        start: momentIn(record['start_time']),
        end: momentIn(record['end_time']),
        error: failed ? (firstText(filled(status), 'description') ?? 'the span ended in an error') : undefined,
      }),
    });
  },
};

function hex(id: string | undefined): string | undefined {
  return id?.replace(/^0x/, '');
}
