import { isJsonObject, type JsonValue } from '../../json.ts';
import { listAt } from '../../jsonRead.ts';
import type { ModelEvent } from '../../messages.ts';

/** The log probabilities in a list of tokens, as `key` names them; nothing where there are none. */
export function logProbEvents(tokens: readonly JsonValue[], key: string): readonly ModelEvent[] {
  return eventOf(tokens.map((token) => (isJsonObject(token) ? token[key] : undefined)));
}

/**
 * The log probabilities in a choice of Chat Completions: `logprobs.content[].logprob`, or the plain `logprobs.token_logprobs` of older
 * servers.
 */
export function choiceLogProbs(choice: unknown): readonly ModelEvent[] {
  const told = isJsonObject(choice) ? choice['logprobs'] : undefined;
  const content = listAt(told, 'content');
  return content.length > 0 ? logProbEvents(content, 'logprob') : eventOf(listAt(told, 'token_logprobs'));
}

function eventOf(values: readonly unknown[]): readonly ModelEvent[] {
  const known = values.filter((value) => typeof value === 'number' && Number.isFinite(value)).map(Number);
  return known.length > 0 ? [{ type: 'log-probs', values: known }] : [];
}
