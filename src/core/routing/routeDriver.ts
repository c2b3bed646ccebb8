import type { Clock } from '../environment.ts';
import type { RequestClass } from './route.ts';
import type { Ask, AskEnd, CheckedAnswer, CommandEnd, RouteCommand, RouteCourse, RouteEnd } from './routeCommand.ts';

/** One line of work of a route, which can be stopped alone. */
export class Branch {
  readonly #controller = new AbortController();
  readonly #said = Promise.withResolvers<void>();
  /** True when nobody reads along: for a shadow, or a question about the request. */
  readonly isHidden: boolean;
  #hasSaid = false;

  constructor(around: AbortSignal, { isHidden = false } = {}) {
    this.isHidden = isHidden;
    if (around.aborted) this.stop();
    else around.addEventListener('abort', () => this.stop(), { once: true, signal: this.#controller.signal });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Settles with the first word. */
  get said(): Promise<void> {
    return this.#said.promise;
  }

  get hasSaid(): boolean {
    return this.#hasSaid;
  }

  saySomething(): void {
    this.#hasSaid = true;
    this.#said.resolve();
  }

  stop(): void {
    this.#controller.abort();
  }
}

/** The actions that a driver needs. All of them may throw: the route then ends with that error. */
export interface RouteWorld {
  readonly clock: Clock;
  ask(ask: Ask, branch: Branch): Promise<AskEnd>;
  check(command: Extract<RouteCommand, { type: 'check' }>): Promise<CheckedAnswer>;
  classify(ask: Ask, branch: Branch): Promise<RequestClass>;
}

const givenUp: RouteEnd = { attempt: undefined, isAnswered: false };

/** Carries out the commands of a route in real time. */
export class RouteDriver {
  readonly #world: RouteWorld;
  readonly #beside: Promise<unknown>[] = [];

  constructor(world: RouteWorld) {
    this.#world = world;
  }

  /** Drives a plan to its end; rejects when the branch was stopped, or with an error of the world. */
  async drive(plan: RouteCourse, branch: Branch): Promise<RouteEnd> {
    let told: CommandEnd = { type: 'done' };
    try {
      for (;;) {
        branch.signal.throwIfAborted();
        const { done, value } = plan.next(told);
        if (done) return value;
        told = await this.#carryOut(value, branch);
      }
    } catch (error) {
      plan.return(givenUp);
      throw error;
    }
  }

  /** Settles when nothing is under way beside the answer. */
  async settled(): Promise<void> {
    // A plan that goes on beside may begin more of its own.
    for (let count = -1; count !== this.#beside.length; ) {
      count = this.#beside.length;
      await Promise.allSettled(this.#beside);
    }
  }

  async #carryOut(command: RouteCommand, branch: Branch): Promise<CommandEnd> {
    const { clock } = this.#world;
    switch (command.type) {
      case 'ask':
        return { type: 'asked', end: await this.#world.ask(command.ask, branch) };
      case 'race':
        return { type: 'raced', end: await this.#race(command, branch) };
      case 'beside':
        this.#beside.push(this.drive(command.plan, new Branch(branch.signal, { isHidden: true })));
        return { type: 'done' };
      case 'check':
        return { type: 'checked', answer: await this.#world.check(command) };
      case 'classify':
        return { type: 'classified', class: await this.#world.classify(command.ask, branch) };
      case 'wait':
        await clock.sleep(command.ms, branch.signal);
        return { type: 'done' };
    }
  }

  /** Runs two plans. The first word decides, and stops the other plan; a plan that fails before it leaves the field to the other. */
  async #race({ first, second, afterMs }: Extract<RouteCommand, { type: 'race' }>, around: Branch): Promise<RouteEnd> {
    const one = this.#enter(first, around);
    const early = await this.#within(afterMs, one.decided);
    if (early === 'said') return this.#win(one, around);
    if (early === 'answered') return one.end;
    const two = this.#enter(second(), around);
    if (early === 'failed') return this.#win(two, around);
    const decided = await Promise.race([
      one.decided.then((how) => ({ how, entry: one, other: two })),
      two.decided.then((how) => ({ how, entry: two, other: one })),
    ]);
    if (decided.how === 'failed') return this.#win(decided.other, around);
    decided.other.branch.stop();
    await decided.other.end.catch(() => {});
    return this.#win(decided.entry, around);
  }

  #enter(plan: RouteCourse, around: Branch) {
    const branch = new Branch(around.signal, { isHidden: around.isHidden });
    const end = this.drive(plan, branch);
    const ended = end.then(
      ({ isAnswered }) => (isAnswered ? ('answered' as const) : ('failed' as const)),
      () => 'failed' as const,
    );
    return { branch, end, decided: Promise.race([branch.said.then(() => 'said' as const), ended]) };
  }

  async #win(
    { branch, end }: { readonly branch: Branch; readonly end: Promise<RouteEnd> },
    around: Branch,
  ): Promise<RouteEnd> {
    if (branch.hasSaid) around.saySomething();
    else void branch.said.then(() => around.saySomething());
    return end;
  }

  /** The decision that was made in that time, or `late`. */
  async #within<Decision>(ms: number, decided: Promise<Decision>): Promise<Decision | 'late'> {
    const late = Promise.withResolvers<'late'>();
    const cancel = this.#world.clock.after(ms, () => late.resolve('late'));
    try {
      return await Promise.race([decided, late.promise]);
    } finally {
      cancel();
    }
  }
}
