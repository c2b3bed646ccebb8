import type { Message, ModelCall } from '../../messages.ts';
import { textOf } from '../contract/provider.ts';
import type { Answer } from './temperaments.ts';

/**
 * The answer of a simulated model that is asked to play a user: it says once what it wants, in the words of its task, and then ends the
 * conversation. Undefined for every other task.
 */
export function playedUser({ messages }: ModelCall): Answer | undefined {
  const [first] = messages;
  const task = first?.role === 'system' ? textOf(first) : '';
  const [, stop] =
    /^You play a person who talks to an assistant\b[\s\S]*\bwrite (\S+) and nothing else/.exec(task) ?? [];
  if (stop === undefined) return undefined;
  return { text: messagesSaid(messages) < 2 ? wish(task) : stop, finishReason: 'stop' };
}

/** The messages of this user so far, the one that opened the conversation included. */
function messagesSaid(messages: readonly Message[]): number {
  return messages.filter(({ role }) => role === 'assistant').length;
}

function wish(task: string): string {
  const [, goal] = /^What you want: (.+)$/m.exec(task) ?? [];
  if (goal === undefined) return 'Can you say more about that?';
  const mine = goal
    .replace(/\byour\b/gi, 'my')
    .replace(/\byou\b/gi, 'I')
    .replace(/[.!]\s*$/, '');
  return `What I want is ${mine}. Please do that.`;
}
