import type { PersonChoice } from '../../../core/people/choiceLines.ts';
import type { KeyDescription } from '../../compare/state/keys.ts';
import type { MatrixContext } from './matrixContext.ts';

export const choiceKeys: readonly KeyDescription[] = [
  { keys: ['←', '1'], does: 'The left answer is better' },
  { keys: ['→', '2'], does: 'The right answer is better' },
  { keys: ['3'], does: 'No difference' },
  { keys: ['4'], does: 'Both are bad' },
  { keys: ['Backspace'], does: 'Take the last choice back' },
  { keys: ['↑', '↓', 'k', 'j'], does: 'Move without a choice' },
  { keys: ['m'], does: 'Show as Markdown or plain text' },
  { keys: ['Esc'], does: 'Back to the results' },
  { keys: ['?'], does: 'Show or hide these keys' },
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

const steps: ReadonlyMap<string, 1 | -1> = new Map([
  ['ArrowDown', 1],
  ['j', 1],
  ['ArrowUp', -1],
  ['k', -1],
]);

/** Does what a key means while a person chooses. The result is true when the key meant something. */
export function handleChoiceKey(key: string, context: MatrixContext): boolean {
  const { state, preferences, isHelpShown, post, prefer, showHelp } = context;
  const pair = state.choice?.pair;
  const step = steps.get(key);
  const choice = choices.get(key);
  if (key === 'Escape') post({ type: 'leave-choice' });
  else if (key === '?') showHelp(!isHelpShown);
  else if (key === 'm') prefer({ markdown: !preferences.markdown });
  else if (key === 'Backspace') post({ type: 'choice-undo' });
  else if (step !== undefined) post({ type: 'choice-move', step });
  else if (choice && pair) post({ type: 'choice-made', item: pair.item, choice });
  else return false;
  return true;
}
