import type { Assertion, AssertionSet, Check } from '../dataset/suite.ts';
import type { JsonObject } from '../json.ts';
import { renderNunjucks } from '../text/nunjucks/renderNunjucks.ts';
import { gradeCheck } from './gradeCheck.ts';
import type { GradingPorts } from './grader.ts';
import { isComparisonType } from './graders.ts';
import { type AnswerVerdict, allPassed, type GradedAnswer, type Verdict, type VerdictOutcome } from './verdict.ts';

export interface GradingOptions extends GradingPorts {
  /** The case's threshold: when set, the weighted mean alone decides. */
  readonly threshold?: number;
  /** The answers to the user's turns, for checks that look at one of them. */
  readonly turns?: readonly GradedAnswer[];
}

/**
 * Grades an answer by its checks. The score is the weighted mean of their scores; the answer passes when no check failed or, with a
 * threshold, when the mean reaches it. A check of weight 0 counts as passed. Checks that compare answers are left to `compareAnswers`.
 */
export async function gradeAnswer(
  answer: GradedAnswer,
  checks: readonly Check[],
  options: GradingOptions,
): Promise<AnswerVerdict> {
  const counted = await gradeAll(answer, checks, options);
  const { outcome, score, reason } = summarise(counted, options.threshold);
  return {
    outcome,
    score,
    reason,
    ...metricsOf(counted),
    checks: counted.map(({ verdict }) => verdict),
    ...(counted.every(isScored) ? {} : { awaitsComparison: true }),
  };
}

/** A check with its verdict and its weight in the verdict on the answer. */
export interface CountedCheck {
  readonly check: Check;
  readonly verdict: Verdict;
  readonly weight: number;
}

interface Counted extends CountedCheck {
  readonly metric: string | undefined;
  /** The members of a set, kept for their metrics. */
  readonly members: readonly Counted[];
}

/** The number of checks that run at a time: a judge is a model, and models have limits. */
const atOnce = 3;

async function gradeAll(
  answer: GradedAnswer,
  checks: readonly Check[],
  options: GradingOptions,
): Promise<readonly Counted[]> {
  const counted: Counted[] = [];
  for (let start = 0; start < checks.length; start += atOnce) {
    const group = checks.slice(start, start + atOnce);
    counted.push(...(await Promise.all(group.map((check) => countedCheck(answer, check, options)))));
  }
  return counted;
}

async function countedCheck(last: GradedAnswer, check: Check, options: GradingOptions): Promise<Counted> {
  const weight = check.weight ?? 1;
  const metric = metricOf(check, last.vars);
  const answer = check.turn === undefined ? last : options.turns?.[check.turn];
  if (!answer) {
    const reason = `The conversation ended before turn ${(check.turn ?? 0) + 1} was answered.`;
    return { check, verdict: { outcome: 'error', score: 0, reason }, weight, metric, members: [] };
  }
  if (!isSet(check)) {
    const verdict = withWeight(await gradeCheck(check, answer, options), weight);
    return { check, verdict, weight: isComparisonType(check.type) ? 0 : weight, metric, members: [] };
  }
  const misplaced = check.assert.find(({ type }) => isComparisonType(type));
  if (misplaced) {
    const reason = `"${misplaced.type}" compares whole answers: it cannot stand within a set.`;
    return { check, verdict: { outcome: 'error', score: 0, reason }, weight, metric, members: [] };
  }
  const members = await gradeAll(
    answer,
    check.assert.map((member) => withConfig(member, check)),
    options,
  );
  const { outcome, score, reason } = summarise(members, check.threshold);
  const verdict = withWeight({ outcome, score, reason, components: members.map((member) => member.verdict) }, weight);
  return { check, verdict, weight, metric, members };
}

/** A check as it counts with this verdict. A check that compares answers counts by itself, when that is done. */
export function countOf(check: Check, verdict: Verdict): CountedCheck {
  const weight = check.weight ?? 1;
  return { check, verdict: withWeight(verdict, weight), weight: isComparisonType(check.type) ? 0 : weight };
}

function isSet(check: Check): check is AssertionSet {
  return 'assert' in check;
}

/** A member of a set with the settings that stand with the set. */
export function withConfig(member: Assertion, { config }: AssertionSet): Assertion {
  return config === undefined ? member : { ...member, config: { ...config, ...member.config } };
}

function withWeight(verdict: Verdict, weight: number): Verdict {
  return weight === 0 && verdict.outcome === 'fail' ? { ...verdict, outcome: 'pass' } : verdict;
}

function metricOf(check: Check, vars: JsonObject): string | undefined {
  if (check.metric === undefined) return undefined;
  try {
    return renderNunjucks(check.metric, vars);
  } catch {
    return check.metric;
  }
}

type Summary = { readonly outcome: VerdictOutcome; readonly score: number; readonly reason: string };

/** Joins the verdicts of the checks into one. */
export function summarise(counted: readonly CountedCheck[], threshold: number | undefined): Summary {
  const scoring = counted.filter(({ weight }) => weight > 0);
  if (counted.length === 0) return { outcome: 'pass', score: 1, reason: 'There is nothing to check.' };
  const graded = scoring.filter(({ verdict }) => verdict.outcome !== 'ungraded');
  const score = meanOf(graded, ({ verdict }) => verdict.score, scoring.length === 0 && !counted.some(isScored) ? 1 : 0);
  const error = scoring.find(({ verdict }) => verdict.outcome === 'error');
  // Without a threshold one failed check decides, whatever the others say; with a threshold the mean needs all of them.
  const isDecided = threshold === undefined && scoring.some(({ verdict }) => verdict.outcome === 'fail');
  if (error !== undefined && !isDecided) return { outcome: 'error', score, reason: error.verdict.reason };
  return threshold === undefined ? byFailures(scoring, score) : byThreshold(scoring, score, threshold);
}

/** False for the checks that another step carries out. */
function isScored({ check }: Pick<CountedCheck, 'check'>): boolean {
  return isSet(check) || !isComparisonType(check.type);
}

function byFailures(scoring: readonly CountedCheck[], score: number): Summary {
  const failed = scoring.find(({ verdict }) => verdict.outcome === 'fail');
  if (failed !== undefined) return { outcome: 'fail', score, reason: failed.verdict.reason };
  const open = scoring.find(({ verdict }) => verdict.outcome === 'ungraded');
  if (open !== undefined) return { outcome: 'ungraded', score, reason: open.verdict.reason };
  return { outcome: 'pass', score, reason: allPassed };
}

/** Decides by the threshold. With ungraded checks it is decided only where they could not change the result. */
function byThreshold(scoring: readonly CountedCheck[], score: number, threshold: number): Summary {
  const open = scoring.find(({ verdict }) => verdict.outcome === 'ungraded');
  const [least, most] = [0, 1].map((guess) =>
    meanOf(scoring, ({ verdict }) => (verdict.outcome === 'ungraded' ? guess : verdict.score), score),
  );
  if (open !== undefined && (least ?? score) < threshold && (most ?? score) >= threshold) {
    return { outcome: 'ungraded', score, reason: open.verdict.reason };
  }
  const passed = score >= threshold;
  return {
    outcome: passed ? 'pass' : 'fail',
    score,
    reason: `The score of all checks is ${Number(score.toFixed(4))}; the threshold is ${threshold}.`,
  };
}

function meanOf(counted: readonly CountedCheck[], scoreOf: (entry: CountedCheck) => number, empty: number): number {
  const total = counted.reduce((sum, { weight }) => sum + weight, 0);
  return total === 0 ? empty : counted.reduce((sum, entry) => sum + scoreOf(entry) * entry.weight, 0) / total;
}

interface Metric {
  readonly score: number;
  readonly weight: number;
  readonly plain: number;
  readonly count: number;
}

/**
 * The score of each metric: the weighted mean over sets, their members, and the scores that scripts report. A metric with checks of weight
 * 0 only is their plain mean: such checks are there for the metric alone. Ungraded checks and errors do not count.
 */
function metricsOf(counted: readonly Counted[]): Pick<AnswerVerdict, 'namedScores' | 'namedWeights'> {
  const sums = new Map<string, Metric>();
  const add = (name: string, score: number, weight: number) => {
    const sum = sums.get(name) ?? { score: 0, weight: 0, plain: 0, count: 0 };
    sums.set(name, {
      score: sum.score + score * weight,
      weight: sum.weight + weight,
      plain: sum.plain + score,
      count: sum.count + 1,
    });
  };
  const visit = ({ verdict, metric, weight, members }: Counted) => {
    if (verdict.outcome === 'pass' || verdict.outcome === 'fail') {
      if (metric !== undefined) add(metric, verdict.score, weight);
      for (const [name, score] of Object.entries(verdict.namedScores ?? {})) add(name, score, weight);
    }
    members.forEach(visit);
  };
  counted.forEach(visit);
  const weights = [...sums].map(([name, { weight, count }]) => [name, weight === 0 ? count : weight] as const);
  const notable = weights.filter(([, weight]) => weight !== 1);
  return {
    namedScores:
      sums.size === 0 ? noScores : Object.fromEntries([...sums].map(([name, sum]) => [name, meanScore(sum)])),
    ...(notable.length > 0 ? { namedWeights: Object.fromEntries(notable) } : {}),
  };
}

/** The one empty set of scores: most answers have none, and a run keeps a hundred thousand verdicts. */
const noScores: Readonly<Record<string, number>> = {};

function meanScore({ score, weight, plain, count }: Metric): number {
  return weight === 0 ? plain / count : score / weight;
}
