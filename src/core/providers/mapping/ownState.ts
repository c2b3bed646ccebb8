import type { Message, Part } from '../../messages.ts';

/**
 * The messages as one model (`provider/model`) may be sent them: without the state that another model gave, whose reasoning goes with it.
 * A message of which nothing is left goes too.
 */
export function withOwnState(messages: readonly Message[], model: string): readonly Message[] {
  const isForeign = (message: Message) => message.from !== model && message.parts.some(isStateful);
  if (!messages.some(isForeign)) return messages;
  return messages
    .map((message) => (isForeign(message) ? { ...message, parts: message.parts.flatMap(withoutState) } : message))
    .filter(({ parts }) => parts.length > 0);
}

function isStateful(part: Part): boolean {
  return part.type === 'reasoning' || ('state' in part && part.state !== undefined);
}

function withoutState(part: Part): readonly Part[] {
  if (part.type === 'reasoning') return [];
  if (part.type !== 'text' && part.type !== 'tool-call') return [part];
  const { state: _foreign, ...rest } = part;
  return rest.type === 'text' && rest.text === '' ? [] : [rest];
}
