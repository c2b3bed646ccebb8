import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { objectAt } from '../../jsonRead.ts';
import { firstText } from '../calls/fields.ts';
import { type CallIds, emptyCall, type LoggedCall } from '../calls/loggedCall.ts';
import { answerOf } from '../calls/readBodies.ts';
import { readMessages } from '../calls/readMessages.ts';
import { genAiCall } from './genAiAttributes.ts';

/** A record of OpenTelemetry's logs, of which only events of the GenAI conventions matter. */
interface LogEvent {
  readonly name: string;
  readonly attributes: JsonObject;
  readonly body: JsonValue;
  readonly ids: CallIds;
}

/**
 * What an event adds to the call of its span. In the first generation each message is an event, in the second one the whole call is one;
 * a score is an event of its own.
 */
export function readLogEvent({ name, attributes, body, ids }: LogEvent): readonly LoggedCall[] {
  if (!name.startsWith('gen_ai.') || ids.span === undefined) return [];
  const part = { ...emptyCall('otel-gen-ai'), ids, joinKey: `span ${ids.trace ?? ''} ${ids.span}` };
  const fields = isJsonObject(body) ? body : {};
  if (name === 'gen_ai.client.inference.operation.details') {
    const whole = genAiCall({ ...attributes, ...fields }, 'otel-gen-ai', false);
    return [{ ...whole, ids: { ...whole.ids, ...ids }, joinKey: part.joinKey }];
  }
  if (name === 'gen_ai.evaluation.result') {
    const score = attributes['gen_ai.evaluation.score.value'] ?? attributes['gen_ai.evaluation.score.label'] ?? null;
    return [{ ...part, feedback: { [firstText(attributes, 'gen_ai.evaluation.name') ?? 'score']: score } }];
  }
  if (name === 'gen_ai.choice') {
    const answers = answerOf(objectAt(fields, 'message') ?? fields, firstText(fields, 'finish_reason'));
    return [{ ...part, answers, appends: true }];
  }
  const [, word = ''] = /^gen_ai\.(\w+)\.message$/.exec(name) ?? [];
  const messages = readMessages([{ role: word, ...fields }]);
  return messages.length > 0 ? [{ ...part, messages, appends: true }] : [];
}
