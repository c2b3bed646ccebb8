import type { Call, CallEstimate, CallEstimator } from './estimateCall.ts';
import type { Range } from './range.ts';
import { rangeOfLearnt } from './runStatistics.ts';

/** The requests that one cell may take. */
export interface RoundsAhead {
  /** How many they are, where no earlier run tells; `high` is never exceeded. */
  readonly requests: Range;
  /** The tokens that results and users add to the prompt of each request, besides the answer before it. */
  readonly added: number;
}

/**
 * Estimates a cell whose model is asked several times. Each prompt holds all that was said before, so that a request is dearer than the one
 * before it; `call` is the average of them, and `requests` how many there are.
 */
export function estimateRounds(
  calls: Pick<CallEstimator, 'estimate' | 'roundsOf'>,
  one: Call,
  ahead: RoundsAhead,
): { readonly call: CallEstimate; readonly requests: Range } {
  const first = calls.estimate(one);
  const { requests: learnt, growth } = calls.roundsOf(one.model);
  const requests = learnt ? atMost(rangeOfLearnt(learnt), ahead.requests.high) : ahead.requests;
  const perRound = growth?.mean ?? ahead.added + first.outputTokens.expected;
  const average = (count: number) => one.promptTokens + (perRound * Math.max(0, count - 1)) / 2;
  const [low, expected, high] = [requests.low, requests.expected, requests.high].map((count) =>
    calls.estimate({ ...one, promptTokens: average(count) }),
  );
  if (!low || !expected || !high) return { call: first, requests };
  const ends = (pick: (call: CallEstimate) => Range): Range => ({
    low: pick(low).low,
    expected: pick(expected).expected,
    high: pick(high).high,
  });
  const promptTokens = ends((call) => call.promptTokens);
  return { call: { ...expected, promptTokens, promptCost: ends((call) => call.promptCost) }, requests };
}

function atMost({ low, expected, high }: Range, most: number): Range {
  return { low: Math.min(low, most), expected: Math.min(expected, most), high: Math.min(high, most) };
}
