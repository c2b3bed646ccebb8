import type { Message } from '../../messages.ts';
import { findPlaceholders } from '../../prompt/placeholders.ts';
import { messageStart } from './conversationText.ts';
import type { State, StateGraph } from './states.ts';

/** The states that read messages with literal `{{name}}` places. Blank messages are none. */
export function placeholderStates(
  messages: readonly { readonly role: Message['role']; readonly source: string }[],
  may: { readonly history: boolean; readonly rest: boolean },
): StateGraph {
  const states: State[] = [{ type: 'end' }];
  const add = (state: State) => {
    const behind = state.type === 'literal' ? states[state.next] : undefined;
    const isJoined = state.type === 'literal' && behind?.type === 'literal';
    return states.push(isJoined ? { ...behind, text: state.text + behind.text } : state) - 1;
  };
  let next = may.rest ? add({ type: 'messages', name: 'rest', next: 0 }) : 0;
  const whole = messages.filter(({ source }) => source.trim() !== '');
  for (const [index, { role, source }] of [...whole.entries()].reverse()) {
    next = readText(source, next, add);
    next = add({ type: 'literal', text: messageStart(role), next });
    const isLast = index === whole.length - 1;
    if (isLast && may.history) next = add({ type: 'messages', name: 'history', next });
  }
  return { states, start: next };
}

function readText(source: string, behind: number, add: (state: State) => number): number {
  let next = behind;
  let end = source.length;
  for (const { name, range } of findPlaceholders(source).toReversed()) {
    if (range.end < end) next = add({ type: 'literal', text: source.slice(range.end, end), next });
    next = add({ type: 'hole', target: { loop: undefined, parts: [name] }, isJson: false, indent: '', next });
    end = range.start;
  }
  return end > 0 ? add({ type: 'literal', text: source.slice(0, end), next }) : next;
}
