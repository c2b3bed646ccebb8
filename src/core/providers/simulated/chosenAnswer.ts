import type { ModelCall } from '../../messages.ts';
import { textOf } from '../contract/provider.ts';
import type { Answer, Temperament } from './temperaments.ts';
import { stemsOf } from './words.ts';

/** The words of the case that the second answer has to take up more than the first before a hasty judge looks at it. */
const hastyLead = 3;

/**
 * The choice of a simulated judge between two answers; undefined for every other request. It likes the answer that takes up more of the
 * words of the case. The terse judge looks at the first answer first and so favours it; the unreliable one draws lots.
 */
export function chosenAnswer(call: ModelCall, temperament: Temperament, random: () => number): Answer | undefined {
  const [system, user] = call.messages.map(textOf);
  if (system === undefined || user === undefined || !/^You compare two answers\b/.test(system)) return undefined;
  const about = new Set(stemsOf(`${partOf(user, 'criterion')} ${partOf(user, 'case')}`));
  const taken = (name: string) => new Set(stemsOf(partOf(user, name)).filter((word) => about.has(word))).size;
  const lead = taken('first-answer') - taken('second-answer');
  const { choice, reason } = temperament === 'unreliable' ? byLot(random()) : byLead(lead, temperament);
  return { text: JSON.stringify({ reason, choice }), finishReason: 'stop' };
}

function byLead(lead: number, temperament: Temperament) {
  if (temperament === 'terse' && lead > -hastyLead) return { choice: 'first', reason: 'It reads well.' };
  if (lead === 0) return { choice: 'tie', reason: 'Both take up as much of the case.' };
  return { choice: lead > 0 ? 'first' : 'second', reason: 'It takes up more of the case.' };
}

function byLot(drawn: number) {
  return { choice: drawn < 0.5 ? 'first' : 'second', reason: 'It feels right.' };
}

function partOf(text: string, name: string): string {
  return new RegExp(`<${name}-([0-9a-f]+)>\\n([\\s\\S]*?)\\n</${name}-\\1>`).exec(text)?.[2] ?? '';
}
