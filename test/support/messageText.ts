import type { Message } from '../../src/core/messages.ts';

export function textOfMessage({ role, parts }: Message): string {
  return `${role}: ${parts.map((part) => (part.type === 'text' ? part.text : `[${part.type}]`)).join('')}`;
}
