import { sum } from './sum.ts';
import { type Interval, wilson } from './wilson.ts';

/** A stratum of answers of which some were labelled at random. */
export interface Stratum {
  /** How many answers it has. */
  readonly answers: number;
  readonly labelled: number;
  /** How many of the labelled ones people passed. */
  readonly passed: number;
}

/** A pass rate as people would give it, with its 95% interval. */
export interface PeopleRate {
  readonly rate: number;
  readonly interval: Interval;
}

/**
 * The pass rate that people would give, from labels drawn at random within each stratum and weighted by its size (Wilson's reaches, weighted,
 * squared and added). Undefined while a stratum that has answers has no label.
 */
export function stratifiedRate(strata: readonly Stratum[]): PeopleRate | undefined {
  const all = strata.reduce((total, { answers }) => total + answers, 0);
  const parts = strata.filter(({ answers }) => answers > 0).map((stratum) => weighted(stratum, all));
  if (parts.length === 0 || parts.some((part) => part === undefined)) return undefined;
  const known = parts.filter((part) => part !== undefined);
  const rate = known.reduce((total, part) => total + part.rate, 0);
  const reach = (side: 'below' | 'above') => Math.hypot(...known.map((part) => part[side]));
  return { rate, interval: { low: Math.max(0, rate - reach('below')), high: Math.min(1, rate + reach('above')) } };
}

/** What a judge said of all answers, and people of some of each kind. */
export interface ByVerdict {
  readonly judgePass: number;
  readonly judgeFail: number;
  readonly labelledOfPass: number;
  readonly personPassOfPass: number;
  readonly labelledOfFail: number;
  readonly personPassOfFail: number;
}

/**
 * The pass rate that people would give, from labels weighted by the judge's verdict: right for a bad judge too. With `theseAnswers` alone the
 * answers at hand are all that matters; else they are a sample, and the share of the judge's passes is uncertain too.
 */
export function rateByVerdict(counts: ByVerdict, { theseAnswers = false } = {}): PeopleRate | undefined {
  const { judgePass, judgeFail, labelledOfPass, personPassOfPass, labelledOfFail, personPassOfFail } = counts;
  const at = stratifiedRate([
    { answers: judgePass, labelled: labelledOfPass, passed: personPassOfPass },
    { answers: judgeFail, labelled: labelledOfFail, passed: personPassOfFail },
  ]);
  const share = wilson(judgePass, judgePass + judgeFail);
  if (!at || !share || theseAnswers) return at;
  const passShare = judgePass / (judgePass + judgeFail);
  const rateIn = (passed: number, labelled: number) => (labelled === 0 ? 0 : passed / labelled);
  const slope = rateIn(personPassOfPass, labelledOfPass) - rateIn(personPassOfFail, labelledOfFail);
  const reaches = [slope * (share.low - passShare), slope * (share.high - passShare)];
  const { rate, interval } = at;
  return {
    rate,
    interval: {
      low: Math.max(0, rate - Math.hypot(rate - interval.low, Math.min(...reaches))),
      high: Math.min(1, rate + Math.hypot(interval.high - rate, Math.max(...reaches))),
    },
  };
}

/** The share that people pass, from labels that were each asked for with a known chance (Hajek), with its standard error. */
export function hajekRate(
  labels: readonly { readonly passed: boolean; readonly chance: number }[],
): { readonly rate: number; readonly error: number; readonly effective: number } | undefined {
  const weights = labels.map(({ chance }) => 1 / chance);
  const all = sum(weights);
  if (all === 0) return undefined;
  const rate = sum(labels.map(({ passed }, index) => (passed ? (weights[index] ?? 0) : 0))) / all;
  const spread = sum(labels.map(({ passed, chance }) => ((1 - chance) / chance ** 2) * ((passed ? 1 : 0) - rate) ** 2));
  return { rate, error: Math.sqrt(spread) / all, effective: all ** 2 / sum(weights.map((weight) => weight ** 2)) };
}

function weighted({ answers, labelled, passed }: Stratum, all: number) {
  const interval = wilson(passed, labelled);
  if (!interval) return undefined;
  const [share, rate] = [answers / all, passed / labelled];
  return { rate: share * rate, below: share * (rate - interval.low), above: share * (interval.high - rate) };
}
