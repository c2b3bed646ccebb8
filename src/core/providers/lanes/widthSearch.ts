import type { LaneLimits } from './laneLimits.ts';
import { doubtfulWidth, isClearlyTold, kneeWidth, nextWidth, type WidthStep } from './widthCurve.ts';
import { type Place, type SearchedAnswer, WidthRound } from './widthRound.ts';

/** Answers until another width is tried, for each request at once; more often means to slow what is measured. */
const restPerPlace = 25;
const leastRest = 40;
/** Milliseconds that it lasts at least: what a quick server answers within a moment tells no more than the moment. */
const shortestRest = 15_000;
/** The first time it has settled, sooner: a hiccup in the beginning is not to cost the whole run. */
const firstRest = 4000;
const shortestRound = { seek: 100, look: 250, watch: 1000 } as const;
/** What was tried in vain is tried again after twice as long, up to so many times. */
const longestRest = 3;
/** After a refusal, milliseconds until as many are tried again. */
const refusalRest = 60_000;
/** An answer so much slower than its likes before means that the server has changed: by the logarithm of the ratio. */
const changed = Math.log(1.25);
const fewestToSeek = 2;
const fewestToLook = 5;
const mostCorrections = 3;
/** With a standard error above this (of a logarithm) a round is too rough to correct a width by it. */
const sure = 0.12;

/**
 * Finds how many requests at once bring the most answers, by the time that answers take: a width is kept as long as it is measured,
 * then compared with fewer or more. Once it has settled it goes on watching, and looks around from time to time. It holds no timer,
 * and the time is given.
 */
export class WidthSearch {
  readonly #ceiling: number;
  #width: number;
  /** What the server says that it answers at once. */
  #slots = Number.POSITIVE_INFINITY;
  /** Where the server has refused more. */
  #refusedAbove = Number.POSITIVE_INFINITY;
  #refusals = 0;
  #triedAgainFrom = 0;
  #underWay = 0;
  #sent = 0;
  /** By model: requests up to this one were sent before its first answer. */
  readonly #warmFrom = new Map<string, number>();
  #epoch = 0;
  #round: WidthRound;
  /** Rounds that are compared, by their widths. */
  #rounds: readonly WidthRound[] = [];
  #isSettled = false;
  #hasSettled = false;
  /** It had settled and looks whether another width has become better: that has to be shown. */
  #isLooking = false;
  /** What had settled was measured again during the look. */
  #isConfirmed = false;
  #isPinned = false;
  /** What answers took when it settled. */
  #usual: WidthRound | undefined;
  #corrections = 0;
  #settledAt: number;
  #rest = 1;
  #answersLeft = 0;
  #restsUntil = 0;
  /** Rounds in a row that were slower than usual. */
  #slowRounds = 0;
  #growsAfter = 0;

  constructor({ start, nearStart = Math.min(start, 2), max }: LaneLimits, isNear: boolean) {
    this.#ceiling = Math.max(start, max);
    this.#width = isNear ? nearStart : start;
    this.#settledAt = this.#width;
    this.#round = fullRound(this.#width);
  }

  get width(): number {
    return this.#width;
  }

  get isFull(): boolean {
    return this.#underWay >= this.#width;
  }

  /** A person's wish: nothing but trouble changes it. */
  pin(width: number): void {
    this.#isPinned = true;
    this.#startOver(Math.max(1, Math.round(width)));
  }

  begin(): Place {
    return { underWay: ++this.#underWay, epoch: this.#epoch, number: ++this.#sent };
  }

  /** It ended without an answer, which says nothing. */
  end(): void {
    this.#underWay--;
  }

  answered(answer: SearchedAnswer, now: number): void {
    this.#underWay--;
    if (this.#isPinned || this.#isWarmUp(answer) || answer.place.epoch !== this.#epoch) return;
    this.#round.add(answer, now);
    if (this.#isSettled) this.#watch(now);
    else this.#seek(now);
  }

  /** What was sent before the first answer of a model waited for more than its turn: modules and models load, connections are made. */
  #isWarmUp({ model, place }: SearchedAnswer): boolean {
    const warmFrom = this.#warmFrom.get(model) ?? this.#sent;
    this.#warmFrom.set(model, warmFrom);
    return place.number <= warmFrom;
  }

  /** Too many: half as many go on. `refused` is one that the server did not take at all, while so many were under way. */
  halve(now: number, refused?: Place): void {
    this.#isPinned = false;
    if (refused && refused.underWay > 1) {
      this.#refusedAbove = Math.min(this.#refusedAbove, refused.underWay - 1);
      this.#triedAgainFrom = now + refusalRest * 2 ** Math.min(this.#refusals++, 4);
    }
    this.#startOver(Math.max(1, Math.min(Math.floor(this.#width / 2), this.#refusedAbove)));
  }

  /** Trouble on the server's side: no more at once until then. */
  holdUntil(time: number): void {
    this.#growsAfter = time;
  }

  /** What one more refusal of the same moment tells. */
  refused({ underWay }: Place): void {
    if (underWay < 2) return;
    this.#refusedAbove = Math.min(this.#refusedAbove, underWay - 1);
    if (this.#width > this.#refusedAbove) this.#startOver(this.#refusedAbove);
  }

  /** The server has told how many it answers at once. */
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
      // Those that filled the new places stood behind fewer than the later ones do: what does not pay is measured once more.
      this.#round = fullRound(round.width);
      return;
    }
    if (this.#isLooking && this.#leaves({ type, width }, rounds) && !this.#isConfirmed) {
      this.#confirm(rounds);
      return;
    }
    this.#rounds = rounds;
    // Once more has paid, what follows is a search like the first.
    this.#isLooking &&= width < this.#settledAt;
    if (type === 'measure') this.#measure(width);
    else this.#settle(width, now);
  }

  /** What has settled stays unless another width is clearly better, and is not halved to find out. */
  #lookOn(rounds: readonly WidthRound[], isSure: boolean): WidthStep {
    const settled = this.#settledAt;
    const step = isSure ? nextWidth(rounds, this.#max) : ({ type: 'settle', width: settled } as const);
    const isOnlyWiderKnown = rounds[0]?.width === settled;
    if (!isOnlyWiderKnown || settled === 1 || step.width > settled) return step;
    return { type: 'measure', width: Math.floor(settled * 0.75) };
  }

  /** Whether what has settled would not be gone back to. */
  #leaves({ type, width }: WidthStep, rounds: readonly WidthRound[]): boolean {
    const settled = this.#settledAt;
    if (type === 'settle') return width !== settled;
    return width > settled || (rounds[0]?.width ?? settled) < settled;
  }

  /** The server may have become quicker or slower by itself since it was measured: what has settled gets another turn before it is left. */
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
    // What others are compared with for long has to be no accident.
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

  /** The width where it settled was worked out; now it is measured. */
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
    this.#rounds = [];
    this.#isSettled = false;
    this.#isLooking = false;
    this.#rest = 1;
    this.#change(fullRound(width));
  }

  /** Requests that are on their way belong to the width before. */
  #change(round: WidthRound): void {
    this.#width = round.width;
    this.#epoch++;
    this.#round = round;
  }
}

/** Of requests that were sent when all places were taken, or nearly all of many. */
function fullRound(width: number): WidthRound {
  return new WidthRound(width, Math.ceil(0.9 * width) - 1);
}

/** By the width next to it. */
function isTold(rounds: readonly WidthRound[], round: WidthRound): boolean {
  const index = rounds.indexOf(round);
  const [fewer, more] = [rounds[index - 1], rounds[index + 1]];
  if (fewer) return isClearlyTold(fewer, round);
  return !more || isClearlyTold(round, more);
}
