import type { Message, Part } from '../messages.ts';
import type { PromptDocument, RenderedPrompt } from './document.ts';

/**
 * The rendered messages as a chat API gets them. In dotprompt the line ends around a role marker belong to the layout of the file, not to
 * the message, so they are trimmed here; other formats are sent exactly as written. Placeholders of sections are not sent.
 */
export function messagesToSend(document: PromptDocument, rendered: RenderedPrompt): readonly Message[] {
  const messages = rendered.messages.map((message) => ({
    ...message,
    parts: keptOf(message.parts, (part) => part.type !== 'pending'),
  }));
  const kept = document.format === 'dotprompt' ? messages.map(trimmed) : messages;
  return keptOf(kept, (message) => message.parts.length > 0);
}

/** Thousands of prompts are kept, and a list that `filter` has made keeps room for many more, which `slice` leaves away. */
function keptOf<Item>(items: readonly Item[], isKept: (item: Item) => boolean): readonly Item[] {
  return items.filter(isKept).slice();
}

function trimmed(message: Message): Message {
  const last = message.parts.length - 1;
  const parts = message.parts.map((part, index) => trimPart(part, { start: index === 0, end: index === last }));
  return { ...message, parts: keptOf(parts, (part) => part.type !== 'text' || part.text !== '') };
}

function trimPart(part: Part, at: { readonly start: boolean; readonly end: boolean }): Part {
  if (part.type !== 'text') return part;
  const fromStart = at.start ? part.text.trimStart() : part.text;
  return { ...part, text: at.end ? fromStart.trimEnd() : fromStart };
}
