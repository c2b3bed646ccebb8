import { mcnemar } from './mcnemar.ts';
import { type PairedDifference, pairedDifference } from './pairedDifference.ts';
import { type Interval, wilson } from './wilson.ts';

/** Whom a judge chose: the left one of a pair, the right one, or neither. */
export type Choice = 'A' | 'B' | 'tie';

/** The choices about one pair: with A shown first, and with B shown first. */
export interface OrderedChoices {
  readonly first: Choice;
  readonly second: Choice;
}

/** What choices in both orders come to. A verdict that changes with the order is a tie. */
export interface BothOrders {
  readonly pairs: number;
  /** Pairs of which the same was said both times. */
  readonly same: number;
  readonly sameInterval: Interval | undefined;
  /** Of all choices that are no tie, the share that fell on what stood first. */
  readonly firstShare: number | undefined;
  /** Pairs of which what stood first was chosen both times, and what stood second. */
  readonly flipsToFirst: number;
  readonly flipsToSecond: number;
  /** Whether the flips lean to one side (exact, two-sided). */
  readonly p: number;
  /** The share of A when it stands first less that when it stands second, over pairs without a tie. */
  readonly orderEffect: PairedDifference | undefined;
  readonly strict: { readonly a: number; readonly b: number; readonly ties: number };
  /** `a` and half of the ties, of all pairs. */
  readonly strictRate: number | undefined;
  readonly strictInterval: Interval | undefined;
  /** The mean over both orders of 1, 1/2 or 0 for A. */
  readonly meanScore: number | undefined;
}

export function bothOrders(choices: readonly OrderedChoices[]): BothOrders {
  const pairs = choices.length;
  const count = (first: Choice, second: Choice) =>
    choices.filter((each) => each.first === first && each.second === second).length;
  const same = choices.filter(({ first, second }) => first === second).length;
  const [a, b] = [count('A', 'A'), count('B', 'B')];
  const [toFirst, toSecond] = [count('A', 'B'), count('B', 'A')];
  const decided = choices.flatMap(({ first, second }) => [first, second]).filter((choice) => choice !== 'tie').length;
  const onFirst = choices.reduce(
    (sum, { first, second }) => sum + (first === 'A' ? 1 : 0) + (second === 'B' ? 1 : 0),
    0,
  );
  const half = a + (pairs - a - b) / 2;
  return {
    pairs,
    same,
    sameInterval: wilson(same, pairs),
    firstShare: decided === 0 ? undefined : onFirst / decided,
    flipsToFirst: toFirst,
    flipsToSecond: toSecond,
    p: mcnemar(toFirst, toSecond),
    orderEffect: pairedDifference({ both: a, onlyLeft: toFirst, onlyRight: toSecond, neither: b }),
    strict: { a, b, ties: pairs - a - b },
    strictRate: pairs === 0 ? undefined : half / pairs,
    strictInterval: wilson(half, pairs),
    meanScore: pairs === 0 ? undefined : choices.reduce((sum, each) => sum + scoreOf(each), 0) / (2 * pairs),
  };
}

function scoreOf({ first, second }: OrderedChoices): number {
  const score = (choice: Choice) => (choice === 'A' ? 1 : choice === 'tie' ? 0.5 : 0);
  return score(first) + score(second);
}
