import type { PersonChoice } from '../people/choiceLines.ts';
import type { RowDetail } from '../results/matrix/matrixRowDetail.ts';

/** Two answers to one case, without a word of who gave which. */
export interface ShownPair {
  /** Names the pair in wishes about it, and nothing else. */
  readonly item: string;
  /** By what to choose; which is better on the whole without. */
  readonly criterion?: string;
  readonly description?: string;
  readonly vars: RowDetail['vars'];
  readonly left: string;
  readonly right: string;
  /** What this person has chosen before. */
  readonly own?: PersonChoice;
}

/** What was hidden of the pair that was chosen at last. */
export interface ChosenPair {
  readonly choice: PersonChoice;
  /** The targets that stood left and right. */
  readonly left: string;
  readonly right: string;
  /** The target that each judge likes better; null for neither. */
  readonly judges: readonly { readonly judge: string; readonly liked: string | null }[];
}

/** A sitting in which a person chooses between answers. */
export interface ChoiceView {
  /** The pair to choose at; null when all are done. */
  readonly pair: ShownPair | null;
  /** The place of the pair, from 1, how many were chosen at, and how many there are. */
  readonly at: number;
  readonly judged: number;
  readonly total: number;
  readonly last?: ChosenPair;
}

export type ChoiceIntent = { readonly type: 'choose' } | { readonly type: 'leave-choice' } | ChoiceStep;

/** A wish about the choice under way. `item` is the pair that was on the page: one that has gone on since means nothing. */
export type ChoiceStep =
  | { readonly type: 'choice-undo' }
  | { readonly type: 'choice-made'; readonly item: string; readonly choice: PersonChoice }
  /** Goes to the next pair, or to the one before, without a choice. */
  | { readonly type: 'choice-move'; readonly step: 1 | -1 };
