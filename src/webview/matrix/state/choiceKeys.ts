import type { PersonChoice } from '../../../core/people/choiceLines.ts';
import type { KeyDescription } from '../../compare/state/keys.ts';
import { blindKeys, handleBlindKey } from './blindKeys.ts';
import type { MatrixContext } from './matrixContext.ts';

export const choiceKeys: readonly KeyDescription[] = [
  { keys: ['←', '1'], does: 'The left answer is better' },
  { keys: ['→', '2'], does: 'The right answer is better' },
  { keys: ['3'], does: 'No difference' },
  { keys: ['4'], does: 'Both are bad' },
  { keys: ['Backspace'], does: 'Take the last choice back' },
  { keys: ['↑', '↓', 'k', 'j'], does: 'Move without a choice' },
  ...blindKeys,
];

/** What each choice is called after it was made. */
export const choiceNames: Readonly<Record<PersonChoice, string>> = {
  left: 'left',
  right: 'right',
  tie: 'no difference',
  'both-bad': 'both bad',
};

const choices: ReadonlyMap<string, PersonChoice> = new Map([
  ['ArrowLeft', 'left'],
  ['1', 'left'],
  ['ArrowRight', 'right'],
  ['2', 'right'],
  ['3', 'tie'],
  ['4', 'both-bad'],
]);

/** Does what a key means while a person chooses. The result is true when the key meant something. */
export function handleChoiceKey(key: string, context: MatrixContext): boolean {
  const { state, post } = context;
  const pair = state.choice?.pair;
  const choice = choices.get(key);
  const wishes = {
    move: (step: 1 | -1) => post({ type: 'choice-move', step }),
    undo: () => post({ type: 'choice-undo' }),
    leave: () => post({ type: 'leave-choice' }),
  };
  if (handleBlindKey(key, context, wishes)) return true;
  if (choice === undefined || !pair) return false;
  post({ type: 'choice-made', item: pair.item, choice });
  return true;
}
