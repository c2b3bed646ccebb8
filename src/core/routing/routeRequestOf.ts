import { hashJson } from '../hash.ts';
import type { Message, Parameters } from '../messages.ts';
import { guessTokens, messageTokens, settingTokens } from '../pricing/promptTokens.ts';
import { textOf } from '../providers/contract/provider.ts';
import type { RouteRequest } from './routeRequest.ts';

/** The facts about a cell that a route may know before it asks anyone. */
export function routeRequestOf({
  messages,
  parameters,
  repeat,
}: {
  readonly messages: readonly Message[];
  readonly parameters: Parameters;
  readonly repeat: number;
}): RouteRequest {
  const text = messages.map(textOf).join('\n').toLowerCase();
  return {
    key: `${hashJson({ text }).slice(0, 16)}-${repeat}`,
    tokens: messageTokens(messages, guessTokens) + settingTokens(parameters, guessTokens),
    text,
    hasTools: (parameters.tools ?? []).length > 0,
    hasSchema: parameters.output?.schema !== undefined,
    hasMedia: messages.some(({ parts }) => parts.some(({ type }) => type === 'media')),
  };
}
