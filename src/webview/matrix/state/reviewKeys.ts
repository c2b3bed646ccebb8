import type { KeyDescription } from '../../compare/state/keys.ts';
import { verdictOf } from '../../panel/verdictKeys.ts';
import { blindKeys, handleBlindKey } from './blindKeys.ts';
import type { MatrixContext } from './matrixContext.ts';

export const reviewKeys: readonly KeyDescription[] = [
  { keys: ['p', '1'], does: 'The answer passes' },
  { keys: ['f', '2'], does: 'It fails' },
  { keys: ['u', '3'], does: 'You are unsure' },
  { keys: ['n'], does: 'Add a note to your verdict' },
  { keys: ['Backspace'], does: 'Take the last verdict back' },
  { keys: ['↑', '↓', 'k', 'j'], does: 'Move without a verdict' },
  ...blindKeys,
];

/** Does what a key means in a review. The result is true when the key meant something. */
export function handleReviewKey(key: string, context: MatrixContext): boolean {
  const { state, post } = context;
  const answer = state.review?.answer;
  const verdict = verdictOf.get(key);
  const wishes = {
    move: (step: 1 | -1) => post({ type: 'review-move', step }),
    undo: () => post({ type: 'review-undo' }),
    leave: () => post({ type: 'leave-review' }),
  };
  if (handleBlindKey(key, context, wishes)) return true;
  if (verdict && answer) post({ type: 'review-verdict', item: answer.item, verdict });
  else if (key === 'n' && answer?.own) post({ type: 'review-note', item: answer.item });
  else return false;
  return true;
}
