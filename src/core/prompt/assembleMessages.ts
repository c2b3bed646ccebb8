import type { Message, Part, Role } from '../messages.ts';

/** A part of a rendered template, before it is cut into messages. */
export type Segment =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'role'; readonly role: Role }
  | { readonly type: 'history' }
  | { readonly type: 'media'; readonly url: string; readonly contentType?: string }
  | { readonly type: 'section'; readonly purpose: string };

interface Draft {
  role: Role;
  readonly parts: Part[];
}

/** Cuts a rendering into messages as dotprompt does: a user message first, blank pieces dropped, and the history in its place. */
export function assembleMessages(segments: readonly Segment[], history: readonly Message[]): readonly Message[] {
  const past = history.map((message) => ({ ...message, metadata: { ...message.metadata, purpose: 'history' } }));
  const messages: Message[] = [];
  let draft: Draft = { role: 'user', parts: [] };
  const finish = (role: Role) => {
    if (draft.parts.length === 0) draft.role = role;
    else {
      // Thousands of prompts are kept, and a list that grew one by one keeps room for many more.
      messages.push({ role: draft.role, parts: draft.parts.slice() });
      draft = { role, parts: [] };
    }
  };
  for (const segment of segments) {
    if (segment.type === 'role') finish(segment.role);
    else if (segment.type === 'history') {
      finish('assistant');
      messages.push(...past);
    } else {
      draft.parts.push(...partsOf(segment));
    }
  }
  finish('user');
  const hasHistory = segments.some((segment) => segment.type === 'history') && past.length > 0;
  return hasHistory ? messages : insertHistory(messages.slice(), history);
}

function partsOf(segment: Extract<Segment, { type: 'text' | 'media' | 'section' }>): readonly Part[] {
  if (segment.type === 'section') return [{ type: 'pending', purpose: segment.purpose }];
  if (segment.type === 'media') return [segment];
  return segment.text.trim() === '' ? [] : [segment];
}

/** Adds a history that the template does not place: before a closing user message, else at the end. */
export function insertHistory(messages: readonly Message[], history: readonly Message[]): readonly Message[] {
  if (history.length === 0) return messages;
  const last = messages.at(-1);
  if (last?.role !== 'user') return [...messages, ...history];
  return [...messages.slice(0, -1), ...history, last];
}
