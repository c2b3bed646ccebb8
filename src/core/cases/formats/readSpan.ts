import type { JsonObject } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import { filled } from '../calls/fields.ts';
import type { LoggedCall } from '../calls/loggedCall.ts';
import { millisecondsBetween } from '../calls/moments.ts';
import { readAiSdk } from './aiSdkAttributes.ts';
import { readGenAi, readNumberedGenAi } from './genAiAttributes.ts';
import { readLangfuseSpan } from './langfuseAttributes.ts';
import { readOpenInference } from './openInferenceAttributes.ts';
import type { Span } from './span.ts';

/** What one vocabulary of attributes says of a call; undefined when the span is no call to a model in this vocabulary. */
type SpanReader = (span: Span) => LoggedCall | undefined;

/** In this order: several vocabularies may stand on one span, and the first one that fits tells most. */
const readers: readonly SpanReader[] = [readOpenInference, readLangfuseSpan, readAiSdk, readNumberedGenAi, readGenAi];

/** The call that a span records; none for a span of anything else, such as a step of an agent or a tool. */
export function readSpan(span: Span): readonly LoggedCall[] {
  for (const reader of readers) {
    const call = reader(span);
    if (call) return [withSpan(call, span)];
  }
  return [];
}

function withSpan(call: LoggedCall, span: Span): LoggedCall {
  const ids = defined({ trace: span.trace, span: span.span, parent: span.parent });
  const key = span.trace !== undefined && span.span !== undefined ? `span ${span.trace} ${span.span}` : undefined;
  return {
    ...call,
    ids: { ...call.ids, ...ids },
    metadata: { ...associated(span.attributes), ...call.metadata },
    ...defined({
      startedAt: span.start,
      milliseconds: millisecondsBetween(span.start, span.end),
      error: call.error ?? span.error,
      joinKey: key,
    }),
  };
}

/** What applications add to their spans: Traceloop's association properties, tags and the like. Names of people are dropped by the import. */
function associated(attributes: JsonObject): JsonObject {
  const prefix = 'traceloop.association.properties.';
  const own = Object.entries(attributes).filter(([key]) => key.startsWith(prefix));
  return filled(Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value])));
}
