import type { LaneLimits } from './laneLimits.ts';
import { Opening } from './opening.ts';
import { doubtfulWidth, isClearlyTold, kneeWidth, nextWidth, type WidthStep } from './widthCurve.ts';
import { type Place, type SearchedAnswer, WidthRound } from './widthRound.ts';

/**
 * The number of answers before another width is tried, for each request at once; trying more often would slow the thing that is measured.
 */
const restPerPlace = 25;
const leastRest = 40;
/** The least time in milliseconds before another width is tried: answers of a quick server within a moment say no more than that moment. */
const shortestRest = 15_000;
/** The same time after it has settled for the first time. It is shorter, so that a hiccup in the beginning does not cost the whole run. */
const firstRest = 4000;
const shortestRound = { seek: 100, look: 250, watch: 1000 } as const;
/** The most times that the rest is doubled after a try in vain. */
const longestRest = 3;
/** The time in milliseconds after a refusal until as many requests are tried again. */
const refusalRest = 60_000;
/** The slowdown (the logarithm of the ratio) against earlier answers that shows that the server has changed. */
const changed = Math.log(1.25);
const fewestToSeek = 2;
const fewestToLook = 5;
const mostCorrections = 3;
/** The standard error (of a logarithm) above which a round is too rough to correct a width by it. */
const sure = 0.12;

/**
 * Finds the number of requests at once that brings the most answers, by the time that answers take. A width is kept as long as it is
 * measured, then compared with smaller or larger ones. After settling, the search goes on watching and looks around from time to time. It
 * holds no timer, and is given the time.
 */
export class WidthSearch {
  readonly #ceiling: number;
  #width: number;
  /** The number of requests that the server says it answers at once. */
  #slots = Number.POSITIVE_INFINITY;
  /** The number of requests above which the server has refused. */
  #refusedAbove = Number.POSITIVE_INFINITY;
  #refusals = 0;
  #triedAgainFrom = 0;
  #underWay = 0;
  #sent = 0;
  /** The number of the last request, by model, that was sent before the model's first answer. */
  readonly #warmFrom = new Map<string, number>();
  #epoch = 0;
  #round: WidthRound;
  /** Undefined once an answer has waited, or the widest is reached. */
  #opening: Opening | undefined;
  /** The rounds that are compared, by their widths. */
  #rounds: readonly WidthRound[] = [];
  #isSettled = false;
  #hasSettled = false;
  /** True when it has settled and looks whether another width has become better, which has to be shown. */
  #isLooking = false;
  /** True when the settled width was measured again during the look. */
  #isConfirmed = false;
  #isPinned = false;
  /** The times of answers when it settled; undefined before. */
  #usual: WidthRound | undefined;
  #corrections = 0;
  #settledAt: number;
  #rest = 1;
  #answersLeft = 0;
  #restsUntil = 0;
  /** The number of rounds in a row that were slower than usual. */
  #slowRounds = 0;
  #growsAfter = 0;

  constructor({ start, nearStart = Math.min(start, 2), max }: LaneLimits, isNear: boolean) {
    this.#ceiling = Math.max(start, max);
    this.#width = isNear ? nearStart : start;
    this.#settledAt = this.#width;
    this.#round = fullRound(this.#width);
    if (this.#width < this.#ceiling) this.#opening = new Opening(this.#width);
  }

  get width(): number {
    return this.#width;
  }

  get isFull(): boolean {
    return this.#underWay >= this.#width;
  }

  /** Fixes the width as a person wishes; only trouble changes it. */
  pin(width: number): void {
    this.#isPinned = true;
    this.#startOver(Math.max(1, Math.round(width)));
  }

  begin(): Place {
    return { underWay: ++this.#underWay, epoch: this.#epoch, number: ++this.#sent };
  }

  /** Ends a request without an answer, which says nothing. */
  end(): void {
    this.#underWay--;
  }

  answered(answer: SearchedAnswer, now: number): void {
    this.#underWay--;
    if (this.#isPinned) return;
    const isWarmUp = this.#isWarmUp(answer);
    if (answer.place.epoch !== this.#epoch) return;
    if (!isWarmUp) this.#round.add(answer, now);
    if (this.#opening) this.#open(this.#opening, answer, now);
    else if (isWarmUp) return;
    else if (this.#isSettled) this.#watch(now);
    else this.#seek(now);
  }

  /** Doubles the width while no answer waits. Once one does, the search goes on from the last width that was right. */
  #open(opening: Opening, answer: SearchedAnswer, now: number): void {
    const found = opening.add(answer);
    if (!found) return;
    const { right } = opening;
    const isWidest = this.#width >= this.#max;
    if (found === 'over' || now < this.#growsAfter || (isWidest && right === undefined)) {
      this.#opening = undefined;
      if (this.#rounds.length > 0) this.#change(fullRound(this.#width));
      else if (right !== undefined) this.#startOver(right);
      return;
    }
    this.#rounds = right === undefined ? [] : [...this.#rounds.slice(-1), this.#round];
    if (isWidest) {
      this.#opening = undefined;
      this.#settle(this.#width, now);
      return;
    }
    const width = Math.min(this.#max, 2 * this.#width);
    opening.widen(width, width - this.#underWay);
    this.#change(new WidthRound(width, 0));
  }

  /**
   * True for a request that was sent before the first answer of its model: it waited for more than its turn, since models load and
   * connections are made.
   */
  #isWarmUp({ model, place }: SearchedAnswer): boolean {
    const warmFrom = this.#warmFrom.get(model) ?? this.#sent;
    this.#warmFrom.set(model, warmFrom);
    return place.number <= warmFrom;
  }

  /** Halves the width after too many requests. `refused` is one that the server did not take at all, while so many were under way. */
  halve(now: number, refused?: Place): void {
    this.#isPinned = false;
    if (refused && refused.underWay > 1) {
      this.#refusedAbove = Math.min(this.#refusedAbove, refused.underWay - 1);
      this.#triedAgainFrom = now + refusalRest * 2 ** Math.min(this.#refusals++, 4);
    }
    this.#startOver(Math.max(1, Math.min(Math.floor(this.#width / 2), this.#refusedAbove)));
  }

  /** Stops growth until a time, after trouble on the server's side. */
  holdUntil(time: number): void {
    this.#growsAfter = time;
  }

  /** Learns from one more refusal of the same moment. */
  refused({ underWay }: Place): void {
    if (underWay < 2) return;
    this.#refusedAbove = Math.min(this.#refusedAbove, underWay - 1);
    if (this.#width > this.#refusedAbove) this.#startOver(this.#refusedAbove);
  }

  /** Learns the number of requests that the server says it answers at once. */
  limit(slots: number): void {
    this.#slots = slots;
    if (this.#width > slots) this.#startOver(slots);
  }

  get #max(): number {
    return Math.max(1, Math.min(this.#ceiling, this.#slots, this.#refusedAbove));
  }

  #seek(now: number): void {
    const round = this.#round;
    const [fewest, shortest] = this.#isLooking
      ? [fewestToLook, shortestRound.look]
      : [fewestToSeek, shortestRound.seek];
    if (round.count < Math.max(fewest, round.isFilling ? Math.ceil(round.width / 2) : round.width)) return;
    if (round.count > fewest && round.lasts(now) < shortest) return;
    const rounds = [...this.#rounds, round].sort((left, right) => left.width - right.width);
    const isSure = isTold(rounds, round);
    if (round.count < 2 * round.width + 16 && !isSure) return;
    const { type, width } = this.#isLooking ? this.#lookOn(rounds, isSure) : nextWidth(rounds, this.#max);
    if (width > this.#width && now < this.#growsAfter) return;
    if (round.isFilling && width <= round.width && this.#rounds.length > 0) {
      // The requests that filled the new places stood behind fewer than the later ones do, so that a width that does not pay is measured
      // once more.
      this.#round = fullRound(round.width);
      return;
    }
    if (this.#isLooking && this.#leaves({ type, width }, rounds) && !this.#isConfirmed) {
      this.#confirm(rounds);
      return;
    }
    this.#rounds = rounds;
    // When a larger width has paid, a search like the first follows.
    this.#isLooking &&= width < this.#settledAt;
    if (type === 'measure') this.#measure(width);
    else this.#settle(width, now);
  }

  /** The next step of a look. The settled width stays unless another one is clearly better, and it is not halved to find out. */
  #lookOn(rounds: readonly WidthRound[], isSure: boolean): WidthStep {
    const settled = this.#settledAt;
    const step = isSure ? nextWidth(rounds, this.#max) : ({ type: 'settle', width: settled } as const);
    const isOnlyWiderKnown = rounds[0]?.width === settled;
    if (!isOnlyWiderKnown || settled === 1 || step.width > settled) return step;
    return { type: 'measure', width: Math.floor(settled * 0.75) };
  }

  /** True when the step leads away from the settled width. */
  #leaves({ type, width }: WidthStep, rounds: readonly WidthRound[]): boolean {
    const settled = this.#settledAt;
    if (type === 'settle') return width !== settled;
    return width > settled || (rounds[0]?.width ?? settled) < settled;
  }

  /** Measures the settled width again before it is left: the server may have become quicker or slower by itself. */
  #confirm(rounds: readonly WidthRound[]): void {
    this.#isConfirmed = true;
    this.#rounds = rounds.filter(({ width }) => width !== this.#settledAt);
    this.#change(fullRound(this.#settledAt));
  }

  #measureAgain(width: number): void {
    this.#rounds = this.#rounds.filter((round) => round.width !== width);
    this.#isSettled = false;
    this.#change(fullRound(width));
  }

  #measure(width: number): void {
    const widest = this.#rounds.at(-1)?.width ?? 0;
    this.#change(width > widest ? new WidthRound(width, widest) : fullRound(width));
  }

  #settle(width: number, now: number): void {
    const isAsBefore = width === this.#settledAt;
    this.#rest = isAsBefore ? Math.min(longestRest, this.#rest * 2) : 1;
    this.#settledAt = width;
    this.#answersLeft = this.#rest * Math.max(leastRest, restPerPlace * width);
    this.#restsUntil = now + (this.#hasSettled ? this.#rest * shortestRest : firstRest);
    this.#hasSettled = true;
    this.#isSettled = true;
    this.#isLooking = false;
    if (!isAsBefore) this.#usual = undefined;
    this.#corrections = 0;
    this.#change(fullRound(width));
  }

  #watch(now: number): void {
    const round = this.#round;
    if (round.count < Math.max(8, 2 * round.width) || round.lasts(now) < shortestRound.watch) return;
    // A round that others are compared with for long must be no accident.
    const isRough = round.slowdown(round).error > sure;
    if (!this.#usual && isRough && round.count < 6 * round.width + 16) return;
    this.#answersLeft -= round.count;
    if (!this.#usual && this.#correct()) return;
    this.#round = fullRound(round.width);
    if (!this.#usual) {
      this.#usual = round;
      return;
    }
    const { log, error } = round.slowdown(this.#usual);
    const isClear = Math.abs(log) > changed && Math.abs(log) > 4 * error;
    this.#slowRounds = isClear && log > 0 ? this.#slowRounds + 1 : 0;
    if (this.#slowRounds === 2 && this.#width > 1) this.#look(round, Math.floor(this.#width / 2));
    else if ((isClear && log < 0) || this.#slowRounds === 2 || !Number.isFinite(error)) this.#usual = round;
    else if (this.#answersLeft <= 0 && now >= Math.max(this.#growsAfter, this.#restsUntil))
      this.#lookAround(round, now);
  }

  /** Measures the settled width, if it was only worked out. */
  #correct(): boolean {
    const rounds = [...this.#rounds.filter(({ width }) => width !== this.#width), this.#round];
    this.#rounds = rounds.sort((left, right) => left.width - right.width);
    const step = nextWidth(this.#rounds, this.#max);
    if (step.type === 'measure' && step.width < this.#width) {
      this.#isSettled = false;
      this.#measure(step.width);
      return true;
    }
    const doubtful = this.#corrections === 0 ? doubtfulWidth(this.#rounds, this.#width) : undefined;
    if (doubtful !== undefined) {
      this.#measureAgain(doubtful);
      return true;
    }
    const width = Math.min(this.#max, kneeWidth(this.#rounds));
    if (width === this.#width || this.#corrections++ === mostCorrections) return false;
    this.#settledAt = width;
    this.#change(fullRound(width));
    return true;
  }

  #lookAround(round: WidthRound, now: number): void {
    const wider = Math.max(this.#width + 1, Math.floor(this.#width * 1.5));
    if (this.#width < this.#max) this.#look(round, Math.min(this.#max, wider));
    else if (this.#width === this.#refusedAbove && now >= this.#triedAgainFrom) {
      this.#refusedAbove = Number.POSITIVE_INFINITY;
      this.#look(round, Math.min(this.#max, this.#width + Math.max(1, Math.floor(this.#width / 10))));
    } else this.#answersLeft = restPerPlace * this.#width;
  }

  #look(round: WidthRound, width: number): void {
    this.#rounds = [round];
    this.#isSettled = false;
    this.#isLooking = true;
    this.#isConfirmed = false;
    this.#slowRounds = 0;
    this.#change(fullRound(width));
  }

  #startOver(width: number): void {
    this.#opening = undefined;
    this.#rounds = [];
    this.#isSettled = false;
    this.#isLooking = false;
    this.#rest = 1;
    this.#change(fullRound(width));
  }

  /** Changes the round. Requests on their way belong to the width before. */
  #change(round: WidthRound): void {
    this.#width = round.width;
    this.#epoch++;
    this.#round = round;
  }
}

/** A round of requests that are sent when all places are taken, or nearly all of many. */
function fullRound(width: number): WidthRound {
  return new WidthRound(width, Math.ceil(0.9 * width) - 1);
}

/** True when the width next to the round's has told whether it pays. */
function isTold(rounds: readonly WidthRound[], round: WidthRound): boolean {
  const index = rounds.indexOf(round);
  const [fewer, more] = [rounds[index - 1], rounds[index + 1]];
  if (fewer) return isClearlyTold(fewer, round);
  return !more || isClearlyTold(round, more);
}
