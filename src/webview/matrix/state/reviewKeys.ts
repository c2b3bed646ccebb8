import type { KeyDescription } from '../../compare/state/keys.ts';
import { verdictOf } from '../../panel/verdictKeys.ts';
import type { MatrixContext } from './matrixContext.ts';

export const reviewKeys: readonly KeyDescription[] = [
  { keys: ['p', '1'], does: 'The answer passes' },
  { keys: ['f', '2'], does: 'It fails' },
  { keys: ['u', '3'], does: 'You are unsure' },
  { keys: ['n'], does: 'Add a note to your verdict' },
  { keys: ['Backspace'], does: 'Take the last verdict back' },
  { keys: ['↑', '↓', 'k', 'j'], does: 'Move without a verdict' },
  { keys: ['m'], does: 'Show as Markdown or plain text' },
  { keys: ['Esc'], does: 'Back to the results' },
  { keys: ['?'], does: 'Show or hide these keys' },
];

const steps: ReadonlyMap<string, 1 | -1> = new Map([
  ['ArrowDown', 1],
  ['j', 1],
  ['ArrowUp', -1],
  ['k', -1],
]);

/** Does what a key means in a review. The result is true when the key meant something. */
export function handleReviewKey(key: string, context: MatrixContext): boolean {
  const { state, preferences, isHelpShown, post, prefer, showHelp } = context;
  const answer = state.review?.answer;
  const step = steps.get(key);
  const verdict = verdictOf.get(key);
  if (key === 'Escape') post({ type: 'leave-review' });
  else if (key === '?') showHelp(!isHelpShown);
  else if (key === 'm') prefer({ markdown: !preferences.markdown });
  else if (verdict === null) post({ type: 'review-undo' });
  else if (step !== undefined) post({ type: 'review-move', step });
  else if (verdict && answer) post({ type: 'review-verdict', item: answer.item, verdict });
  else if (key === 'n' && answer?.own) post({ type: 'review-note', item: answer.item });
  else return false;
  return true;
}
