import type { Message, ModelCall, Part } from '../../messages.ts';
import { textOf } from '../contract/provider.ts';
import type { Warnings } from '../contract/warnings.ts';

/** A call's messages in the shape that every vendor takes: system text in front, then at least one turn, and nothing empty. */
export interface Conversation {
  readonly system: readonly string[];
  readonly turns: readonly Message[];
}

/**
 * Reads the messages of a call. A prompt of system messages alone becomes a user message, with a warning; pending sections and empty
 * messages are dropped.
 */
export function readConversation(call: ModelCall, warnings: Warnings): Conversation {
  const messages = call.messages
    .map((message) => withoutPending(message, warnings))
    .filter((message) => message.parts.length > 0);
  const firstTurn = messages.findIndex((message) => message.role !== 'system');
  const own = (firstTurn < 0 ? messages : messages.slice(0, firstTurn)).map(textOf);
  const { instructions } = call.parameters;
  const given = instructions === undefined ? [] : [instructions];
  if (firstTurn >= 0 || own.length === 0)
    return { system: [...given, ...own], turns: firstTurn < 0 ? [] : messages.slice(firstTurn) };
  warnings.add('messages', 'changed', 'The prompt has a system message only; it was sent as a user message.');
  return { system: given, turns: [{ role: 'user', parts: [{ type: 'text', text: own.join('\n\n') }] }] };
}

/** The conversation with every system message in front, for vendors that take no later ones. */
export function hoistSystem({ system, turns }: Conversation, warnings: Warnings): Conversation {
  const later = turns.filter((message) => message.role === 'system');
  if (later.length === 0) return { system, turns };
  warnings.add('messages', 'changed', 'System messages in the middle were moved to the front.');
  return { system: [...system, ...later.map(textOf)], turns: turns.filter((message) => message.role !== 'system') };
}

/** Joins neighbouring messages of one side. Vendors that insist on alternation count a tool's answer as the user's. */
export function mergeTurns(turns: readonly Message[]): Message[] {
  const merged: Message[] = [];
  for (const message of turns) {
    const previous = merged.at(-1);
    if (previous && side(previous) === side(message)) {
      merged[merged.length - 1] = { ...previous, parts: [...previous.parts, ...message.parts] };
    } else merged.push(message);
  }
  return merged;
}

/**
 * The parts of a message without thoughts at its end. They lead to nothing, and vendors answer 400 to them: "reasoning was provided without
 * its required following item", "the final block in an assistant message cannot be thinking".
 */
export function withoutLooseThoughts(parts: readonly Part[]): readonly Part[] {
  const last = parts.findLastIndex((part) => part.type !== 'reasoning');
  return last === parts.length - 1 ? parts : parts.slice(0, last + 1);
}

/** True when the answer is already begun: the last message is the assistant's own words, and it calls no tool. */
export function isBegun(messages: readonly Message[]): boolean {
  const last = messages.at(-1);
  if (last?.role !== 'assistant' || last.parts.some((part) => part.type === 'tool-call')) return false;
  return last.parts.some((part) => part.type !== 'reasoning');
}

/** The side of a message for vendors that know only two; tools and the system count as the user's. */
export function side(message: Message): 'assistant' | 'user' {
  return message.role === 'assistant' ? 'assistant' : 'user';
}

function withoutPending(message: Message, warnings: Warnings): Message {
  const parts = message.parts.filter((part) => isSendable(part, message, warnings));
  return parts.length === message.parts.length ? message : { ...message, parts };
}

function isSendable(part: Part, { role }: Message, warnings: Warnings): boolean {
  if (part.type === 'text') return part.text !== '' || part.state !== undefined;
  if (part.type === 'media' && role === 'system') {
    warnings.drop('messages', part, 'A system message holds text only; its media was left out.');
    return false;
  }
  if (part.type !== 'pending') return true;
  warnings.drop('messages', part, `The section "${part.purpose}" was left out: nothing filled it.`);
  return false;
}
