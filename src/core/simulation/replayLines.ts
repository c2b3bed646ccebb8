import type { AskEnd, CommandEnd, RouteCommand, RouteCourse, RouteEnd } from '../routing/routeCommand.ts';

/** The outcome of a request to a model, known before it happens. */
export interface AskOutcome {
  readonly end: AskEnd;
  /** Milliseconds until its first word; undefined when it says nothing. */
  readonly saidMs: number | undefined;
}

/** The events on a clock that only this simulation moves. */
export interface LinesWorld {
  now(): number;
  setNow(now: number): void;
  ask(command: Extract<RouteCommand, { type: 'ask' }>): AskOutcome;
  /** Gives the result of a check; it needs no time, since it was found out before. */
  check(command: Extract<RouteCommand, { type: 'check' }>): CommandEnd;
  classify(command: Extract<RouteCommand, { type: 'classify' }>): CommandEnd;
  /** Milliseconds that a classification takes. */
  toldMs(command: Extract<RouteCommand, { type: 'classify' }>): number;
}

/** One line of work of a route, like a branch of the live run. */
interface Line {
  readonly plan: RouteCourse;
  /** True when nobody reads along. */
  readonly isHidden: boolean;
  readonly inside: Line[];
  readonly onSaid: () => void;
  readonly onEnd: (end: RouteEnd) => void;
  hasSaid: boolean;
  isStopped: boolean;
}

interface Happening {
  readonly at: number;
  readonly line: Line;
  readonly happen: () => void;
}

const givenUp: RouteEnd = { attempt: undefined, isAnswered: false };

/** Carries out a route whose lines of work go on side by side, in the order of time. */
export class ReplayLines {
  readonly #world: LinesWorld;
  readonly #ahead: Happening[] = [];

  constructor(world: LinesWorld) {
    this.#world = world;
  }

  /**
   * Goes on with a plan after its first command, and waits for all that goes on beside it. `at` is the time when the plan itself was over.
   */
  run(plan: RouteCourse, command: RouteCommand): { readonly end: RouteEnd; readonly at: number } {
    const over: { end: RouteEnd; at: number } = { end: givenUp, at: this.#world.now() };
    const onEnd = (end: RouteEnd) => {
      over.end = end;
      over.at = this.#world.now();
    };
    this.#begin(lineOf(plan, { isHidden: false, onSaid: () => {}, onEnd }), command);
    for (let next = this.#next(); next; next = this.#next()) {
      this.#world.setNow(next.at);
      next.happen();
    }
    return over;
  }

  /** Takes the next event; of several at the same time the one that was begun first. */
  #next(): Happening | undefined {
    let first: number | undefined;
    for (const [index, { at }] of this.#ahead.entries())
      if (first === undefined || at < (this.#ahead[first]?.at ?? 0)) first = index;
    if (first === undefined) return undefined;
    const [next] = this.#ahead.splice(first, 1);
    return next?.line.isStopped ? this.#next() : next;
  }

  #later(line: Line, ms: number, happen: () => void): void {
    this.#ahead.push({ at: this.#world.now() + ms, line, happen });
  }

  #proceed(line: Line, told: CommandEnd): void {
    const { done, value } = line.plan.next(told);
    if (done) line.onEnd(value);
    else this.#begin(line, value);
  }

  #begin(line: Line, command: RouteCommand): void {
    switch (command.type) {
      case 'ask': {
        const { end, saidMs } = this.#world.ask(command);
        if (saidMs !== undefined) this.#later(line, saidMs, () => say(line));
        this.#later(line, end.totalMs, () => this.#proceed(line, { type: 'asked', end }));
        return;
      }
      case 'race':
        this.#race(line, command);
        return;
      case 'beside': {
        const beside = lineOf(command.plan, { isHidden: true, onSaid: () => {}, onEnd: () => {} });
        line.inside.push(beside);
        this.#proceed(beside, { type: 'done' });
        this.#proceed(line, { type: 'done' });
        return;
      }
      case 'wait':
        this.#later(line, command.ms, () => this.#proceed(line, { type: 'done' }));
        return;
      case 'classify':
        this.#later(line, this.#world.toldMs(command), () => this.#proceed(line, this.#world.classify(command)));
        return;
      default:
        this.#proceed(line, this.#world.check(command));
    }
  }

  /** Runs two lines. The first word decides, and stops the other; a line that fails before it leaves the field to the other. */
  #race(around: Line, { first, second, afterMs }: Extract<RouteCommand, { type: 'race' }>): void {
    const entries: Line[] = [];
    const ends = new Map<Line, RouteEnd>();
    let winner: Line | undefined;
    const settle = (line: Line) => {
      winner ??= line;
      const end = ends.get(winner);
      if (line === winner && end) this.#proceed(around, { type: 'raced', end });
    };
    const win = (line: Line) => {
      winner = line;
      for (const other of entries) if (other !== line && !ends.has(other)) stop(other);
    };
    const enter = (plan: RouteCourse): Line => {
      const line: Line = lineOf(plan, {
        isHidden: around.isHidden,
        onSaid: () => {
          if (!winner) win(line);
          if (winner === line) say(around);
        },
        onEnd: (end) => {
          ends.set(line, end);
          if (!winner && end.isAnswered) win(line);
          settle(winner ?? entries.find((other) => other !== line) ?? enter(second()));
        },
      });
      entries.push(line);
      around.inside.push(line);
      this.#proceed(line, { type: 'done' });
      return line;
    };
    const one = enter(first);
    this.#later(one, afterMs, () => {
      if (!winner && entries.length === 1) enter(second());
    });
  }
}

function lineOf(plan: RouteCourse, way: Pick<Line, 'isHidden' | 'onSaid' | 'onEnd'>): Line {
  return { plan, ...way, inside: [], hasSaid: false, isStopped: false };
}

function say(line: Line): void {
  if (line.isHidden || line.hasSaid) return;
  line.hasSaid = true;
  line.onSaid();
}

function stop(line: Line): void {
  line.isStopped = true;
  for (const inside of line.inside) if (!inside.isStopped) stop(inside);
  line.plan.return(givenUp);
}
