import { PolypromptError, toPolypromptError } from '../../errors.ts';
import type { JsonObject } from '../../json.ts';
import type { ModelEvent } from '../../messages.ts';
import type { BatchAnswer } from '../contract/batchJob.ts';
import { AnswerEnd } from './answerEnd.ts';
import { filterVerdict, type HttpFailure, httpError } from './httpError.ts';
import type { StreamReader } from './streamReader.ts';

export interface WholeAnswer {
  readonly key: string;
  readonly reader: StreamReader;
  readonly body: JsonObject;
  readonly who: string;
  readonly requestId?: string | undefined;
}

/** Reads an answer that came in one piece by the reader of the vendor's streams, so that both give the same events. */
export function readWholeAnswer({ key, reader, body, who, requestId }: WholeAnswer): BatchAnswer {
  const events: ModelEvent[] = [];
  try {
    events.push(...reader.read(body));
    events.push(...reader.flush());
  } catch (thrown) {
    return { key, fate: 'failed', events: [...events, ...usageOf(reader)], error: toPolypromptError(thrown) };
  }
  events.push(...usageOf(reader));
  const { ending } = reader;
  if (!ending) {
    const error = new PolypromptError('incomplete', `The answer of ${who} in its batch has no end.`);
    return { key, fate: 'failed', events, error };
  }
  const end = new AnswerEnd(who);
  for (const event of events) end.note(event);
  try {
    return { key, fate: 'answered', events: [...events, end.eventOf(ending, requestId)] };
  } catch (thrown) {
    return { key, fate: 'failed', events, error: toPolypromptError(thrown) };
  }
}

/** The result of a request that was answered with an error; a prompt that a filter stopped is an answer, as in a stream. */
export function readRefusedLine(key: string, failure: HttpFailure): BatchAnswer {
  const filter = failure.status === undefined || failure.status === 400 ? filterVerdict(failure.body) : undefined;
  if (filter === undefined) return { key, fate: 'failed', events: [], error: httpError(failure) };
  return {
    key,
    fate: 'answered',
    events: [{ type: 'done', finishReason: 'content-filter', rawFinishReason: filter }],
  };
}

/** The result of a request that never had its turn. */
export function unaskedLine(key: string, fate: 'expired' | 'cancelled', who: string): BatchAnswer {
  const what = fate === 'expired' ? 'was not reached before its batch job expired' : 'was cancelled with its batch job';
  const error = new PolypromptError('provider-error', `The request to ${who} ${what}.`, {
    hint: 'Ask it again.',
    retryable: fate === 'expired',
  });
  return { key, fate, events: [], error };
}

function usageOf(reader: StreamReader): ModelEvent[] {
  return reader.usage ? [{ type: 'usage', usage: reader.usage }] : [];
}
