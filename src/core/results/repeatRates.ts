import { passAtK, passHatK } from '../stats/passAtK.ts';
import { formatPercent } from '../text/formatPercent.ts';

/** The rates of a target when each case is run `k` times: means over the cases that were graded `k` times. */
export interface RepeatRates {
  readonly k: number;
  /** The share (0 to 1) of cases of which at least one of k runs passes. */
  readonly passAtK: number;
  /** The share (0 to 1) of cases of which all of k runs pass. */
  readonly passHatK: number;
}

/**
 * The rates from the graded runs of each case, which are true where one passed. Undefined without repeats, or where no case was graded that
 * often.
 */
export function repeatRates(runsOfCases: Iterable<readonly boolean[]>): RepeatRates | undefined {
  const cases = [...runsOfCases];
  const k = cases.reduce((most, runs) => Math.max(most, runs.length), 0);
  const whole = cases.filter((runs) => runs.length === k);
  if (k < 2) return undefined;
  const mean = (rate: typeof passAtK) =>
    whole.reduce((sum, runs) => sum + (rate(k, runs.filter(Boolean).length, k) ?? 0), 0) / whole.length;
  return { k, passAtK: mean(passAtK), passHatK: mean(passHatK) };
}

/** The rates as text, such as `pass@3 95.0% · pass^3 81.7%`. */
export function formatRepeatRates({ k, passAtK: some, passHatK: all }: RepeatRates): string {
  return `pass@${k} ${formatPercent(some)} · pass^${k} ${formatPercent(all)}`;
}
