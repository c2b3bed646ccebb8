import type { Message } from '../messages.ts';

/** The words of a conversation as the output of promptfoo's simulated user has them; the system's own words are no part of it. */
export function talkText(messages: readonly Message[]): string {
  return messages.flatMap(saidIn).join('\n---\n');
}

function saidIn({ role, parts }: Message): readonly string[] {
  if (role !== 'user' && role !== 'assistant') return [];
  const text = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
  return text === '' ? [] : [`${role === 'user' ? 'User' : 'Assistant'}: ${text}`];
}
