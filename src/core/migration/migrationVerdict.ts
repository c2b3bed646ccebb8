import type { Figure, FigureComparison } from '../results/figureComparisons.ts';
import { fewestCases } from '../results/modelComparisons.ts';
import { isSignificant, type PairedComparison } from '../stats/compareOutcomes.ts';
import { points, roundUp } from '../stats/roughFigures.ts';
import { formatCount } from '../text/formatCount.ts';
import { formatDuration } from '../text/formatDuration.ts';
import { formatLikeness } from '../text/formatPercent.ts';
import { type MigrationGroup, regressions } from './migrationGroups.ts';

export interface MigrationVerdict {
  readonly decision: 'switch' | 'stay' | 'undecided';
  /** One sentence, which begins with what to do. */
  readonly sentence: string;
}

/** Cases that the incumbent was graded on and the candidate was not: it refused, was cut off or failed there, or no judge decided. */
export interface UnjudgedCases {
  readonly cases: number;
  /** How many of them the incumbent passes. */
  readonly passedBefore: number;
}

export interface MigrationEvidence {
  /** The names of the two models. */
  readonly from: string;
  readonly to: string;
  /** The candidate minus the incumbent, like all comparisons here. */
  readonly comparison: PairedComparison;
  readonly unjudged: UnjudgedCases;
  readonly figures: readonly FigureComparison[];
  readonly groups: readonly MigrationGroup[];
  /** USD that a case costs on the incumbent. */
  readonly costPerCase: number;
  /** The share (0 to 1) by which the pass rate may be lower and still count as the same. */
  readonly margin: number;
}

/**
 * Decides by the figures. Switch where the candidate is better, or surely not worse by more than the margin and cheaper or faster. Stay
 * where it is worse, in all or in a group, or as good and dearer or slower. Otherwise it takes more cases to know. Where the candidate has
 * no verdict it may be worse, so that nobody is told to switch to a model that refuses what the other one passes.
 */
export function decideMigration(evidence: MigrationEvidence): MigrationVerdict {
  const verdict = decideByGraded(evidence);
  return verdict.decision === 'stay' || !mayLose(evidence) ? verdict : undecided(whatIsUnknown(evidence));
}

/** Whether the candidate may be worse by more than the margin, if it passes no case on which it has no verdict. */
function mayLose({ comparison, unjudged, margin }: MigrationEvidence): boolean {
  const { cases, low = -1 } = comparison;
  if (unjudged.passedBefore === 0) return false;
  return (low * cases - unjudged.passedBefore) / (cases + unjudged.cases) < -margin;
}

function whatIsUnknown({ from, to, comparison, unjudged }: MigrationEvidence): string {
  const all = formatCount(comparison.cases + unjudged.cases);
  const without = `${to} has no verdict on ${formatCount(unjudged.cases)} of ${all} cases`;
  return `Not enough is known: ${without}, of which ${from} passes ${formatCount(unjudged.passedBefore)}.`;
}

function decideByGraded(evidence: MigrationEvidence): MigrationVerdict {
  const { comparison, margin } = evidence;
  const { cases, difference = 0, low = -1 } = comparison;
  const to = evidence.to;
  if (cases < fewestCases)
    return undecided(
      `Not enough cases: ${to} and ${evidence.from} were both graded on ${cases}, it takes at least ${fewestCases}.`,
    );
  if (isSignificant(comparison) && difference < 0)
    return stay(`${to} passes ${points(-difference)} points less in ${cases} cases${gains(evidence, ', though it ')}.`);
  const [worst] = regressions(evidence.groups);
  if (worst)
    return stay(
      `${to} passes ${points(-(worst.comparison.difference ?? 0))} points less where ${worst.key} is ${worst.value} (${worst.comparison.cases} cases).`,
    );
  if (isSignificant(comparison))
    return switchTo(
      `${to} passes ${points(difference)} points more in ${cases} cases${gains(evidence, ' and ')}${losses(evidence, ', but ')}.`,
    );
  if (low >= -margin) return asGood(evidence, low);
  return undecided(
    `Not enough cases: ${to} may pass ${points(-low)} points less; ${needed(comparison, margin)} would settle it.`,
  );
}

function asGood(evidence: MigrationEvidence, low: number): MigrationVerdict {
  const to = evidence.to;
  const same = `${to} passes as many cases (at most ${points(Math.max(0, -low))} points less, at 95%)`;
  const [better, worse] = [gains(evidence, ' and '), losses(evidence, ' and ')];
  if (better !== '' && worse === '') return switchTo(`${same}${better}.`);
  if (worse !== '' && better === '') return stay(`${same}${worse}.`);
  if (better === '') return stay(`${same}, and is neither cheaper nor faster by more than noise.`);
  return undecided(`Your choice: ${same}${better}${losses(evidence, ', but ')}.`);
}

function switchTo(reason: string): MigrationVerdict {
  return { decision: 'switch', sentence: `Switch: ${reason}` };
}

function stay(reason: string): MigrationVerdict {
  return { decision: 'stay', sentence: `Do not switch: ${reason}` };
}

function undecided(sentence: string): MigrationVerdict {
  return { decision: 'undecided', sentence };
}

/** The gains that are more than noise, such as `costs 62% less and takes 0.4 s less`; empty when there are none. */
function gains(evidence: MigrationEvidence, before: string): string {
  return listed([changeOf(evidence, 'cost', -1), changeOf(evidence, 'time', -1)], before);
}

function losses(evidence: MigrationEvidence, before: string): string {
  return listed([changeOf(evidence, 'cost', 1), changeOf(evidence, 'time', 1)], before);
}

function listed(parts: readonly (string | undefined)[], before: string): string {
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? '' : `${before}${known.join(' and ')}`;
}

function changeOf({ figures, costPerCase }: MigrationEvidence, figure: Figure, sign: 1 | -1): string | undefined {
  const found = figures.find((comparison) => comparison.figure === figure);
  if (!found || (sign < 0 ? found.high >= 0 : found.low <= 0)) return undefined;
  const more = sign < 0 ? 'less' : 'more';
  if (figure === 'time') return `takes ${formatDuration(Math.abs(found.mean))} ${more}`;
  return costPerCase > 0 ? costChange(found.mean / costPerCase) : `costs ${more}`;
}

/** A change of cost such as `costs 62% less`, `costs 40% more` or `costs 112 times as much`; `change` is a share of the cost before. */
function costChange(change: number): string {
  if (change < 1) return `costs ${formatLikeness(Math.abs(change))} ${change < 0 ? 'less' : 'more'}`;
  const times = 1 + change;
  return `costs ${times < 10 ? Number(times.toFixed(1)) : formatCount(times)} times as much`;
}

/**
 * The number of further cases that would bring the lower bound inside the margin, or prove the difference that was seen: the smaller of
 * both.
 */
function needed({ cases, difference = 0, low = 0, moreCases }: PairedComparison, margin: number): string {
  const reach = difference - low;
  const room = margin + difference;
  const forMargin = room <= 0 ? Number.POSITIVE_INFINITY : Math.ceil(cases * (reach / room) ** 2) - cases;
  const more = Math.max(1, Math.min(forMargin, moreCases ?? Number.POSITIVE_INFINITY));
  return `about ${formatCount(roundUp(more))} more ${more === 1 ? 'case' : 'cases'}`;
}
