import type { WidthRound } from './widthRound.ts';

/** The step to take once some widths have been measured. */
export interface WidthStep {
  readonly type: 'measure' | 'settle';
  readonly width: number;
}

interface Point {
  readonly width: number;
  readonly atOnce: number;
  /** Answers per time, in units of the first point's. */
  readonly rate: number;
}

/** A larger width pays where it brings this share of the gain at a server that never queues. */
const payingShare = 0.35;
/** The share of the best rate from which the smallest width is chosen. */
const enough = 0.95;
/** The share of a rate from which a smaller width makes it worth looking at smaller ones still. */
const asGood = 0.92;
/** The share of a rate from which a smaller width may be as good, once it is measured well. */
const nearlyAsGood = 0.75;

/**
 * The next step after rounds in the order of their widths: twice the width as long as that brings answers, half of it as long as that
 * brings as many, else the smallest width that brings the best rate.
 */
export function nextWidth(rounds: readonly WidthRound[], max: number): WidthStep {
  const points = pointsOf(rounds);
  const [bottom, top, below] = [points[0], points.at(-1), points.at(-2)];
  if (!bottom || !top) return { type: 'settle', width: max };
  const more: WidthStep = { type: 'measure', width: Math.min(max, top.width * 2) };
  const fewer: WidthStep = { type: 'measure', width: Math.floor(bottom.width / 2) };
  if (!below) {
    if (top.width < max) return more;
    return bottom.width > 1 ? fewer : { type: 'settle', width: 1 };
  }
  if (doesPay(below, top)) return top.width < max ? more : { type: 'settle', width: top.width };
  if (bottom.width > 1 && bottom.rate >= asGood * bestOf(points)) return fewer;
  return { type: 'settle', width: kneeOf(points) };
}

/** The smallest width that brings the best rate, as far as these rounds show. */
export function kneeWidth(rounds: readonly WidthRound[]): number {
  return kneeOf(pointsOf(rounds));
}

/** The next smaller width, where it may do as well and was judged by far fewer answers; undefined otherwise. */
export function doubtfulWidth(rounds: readonly WidthRound[], width: number): number | undefined {
  const index = rounds.findIndex((round) => round.width === width);
  const [below, own] = [rounds[index - 1], rounds[index]];
  if (!below || !own || 2 * below.count > own.count) return undefined;
  const points = pointsOf(rounds);
  return (points[index - 1]?.rate ?? 0) >= nearlyAsGood * bestOf(points) ? below.width : undefined;
}

/** True when it is clear whether the wider round pays: by one and a half standard errors. */
export function isClearlyTold(fewer: WidthRound, more: WidthRound): boolean {
  const { log, error } = more.slowdown(fewer);
  const ratio = more.atOnce / fewer.atOnce;
  const limit = Math.log(ratio / (1 + payingShare * (ratio - 1)));
  return Math.abs(log - limit) >= 1.5 * error;
}

function pointsOf(rounds: readonly WidthRound[]): readonly Point[] {
  let rate = 1;
  return rounds.map((round, index) => {
    const { width, atOnce } = round;
    const fewer = rounds[index - 1];
    if (fewer) rate *= atOnce / fewer.atOnce / Math.exp(round.slowdown(fewer).log);
    return { width, atOnce, rate };
  });
}

function doesPay(fewer: Point, more: Point): boolean {
  return more.rate / fewer.rate >= 1 + payingShare * (more.atOnce / fewer.atOnce - 1);
}

function bestOf(points: readonly Point[]): number {
  return Math.max(...points.map(({ rate }) => rate));
}

/**
 * The least width that can bring the wanted rate. A larger width never brings more per request than a smaller one did. The line through the
 * two points before it is thus at least as steep as the truth, and meets the wanted rate at the least width that can bring it.
 */
function kneeOf(points: readonly Point[]): number {
  const wanted = enough * bestOf(points);
  const index = points.findIndex(({ rate }) => rate >= wanted);
  const found = points[index];
  const before = points[index - 1];
  if (!found || !before) return found?.width ?? 1;
  if (index === points.length - 1 && doesPay(before, found)) return found.width;
  const origin = points[index - 2] ?? { atOnce: 0, rate: 0 };
  const slope = Math.max(0, (before.rate - origin.rate) / (before.atOnce - origin.atOnce));
  const reached = slope === 0 ? found.width : before.atOnce + (wanted - before.rate) / slope;
  return Math.min(found.width, Math.max(before.width, Math.ceil(reached - 0.1)));
}
