import type { WidthRound } from './widthRound.ts';

/** What to do once some widths have been measured. */
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

/** More at once pays where it brings this share of what it would bring at a server that never queues. */
const payingShare = 0.35;
/** The width is the smallest that brings so much of the best rate seen. */
const enough = 0.95;
/** Fewer that bring so much make it worth to look at fewer still. */
const asGood = 0.92;
/** Fewer that may bring as much, once they are measured well. */
const nearlyAsGood = 0.75;

/**
 * Where to go on from rounds in the order of their widths: twice as many as long as that brings answers, half as many as long as
 * those bring as much, else the smallest width that brings what can be had.
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

/** The smallest width that brings what can be had, as far as these rounds tell. */
export function kneeWidth(rounds: readonly WidthRound[]): number {
  return kneeOf(pointsOf(rounds));
}

/** The width next below that one, where it may do as well and was judged by far fewer answers. */
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
 * More at once never brings more per request than fewer did: the line through the two points before goes at least as steeply as the
 * truth, so that where it meets the rate that is wanted is the least width that can do.
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
