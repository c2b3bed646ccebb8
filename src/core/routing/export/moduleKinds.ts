import type { RouteKind } from '../route.ts';

const pausing = `
function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
`;

const retrying = `
async function take(step: Step, request: RouteRequest, attempts: Attempt[]): Promise<Outcome> {
  let outcome: Outcome;
  for (let failures = 0; ; ) {
    outcome = await takeOnce(step, request, attempts);
    if (outcome.cause === undefined || !mayPass.has(outcome.cause) || ++failures > (step.retries ?? 0)) return outcome;
    const delay = Math.random() * Math.min(8000, 500 * 2 ** (failures - 1));
    await pause(outcome.retryAfterMs ?? delay, request.signal);
  }
}

const mayPass: ReadonlySet<Cause> = new Set(['rate-limit', 'overloaded', 'server', 'timeout', 'network', 'incomplete']);
`;

const rests = `
/** Targets that failed too often rest; when a rest is over, one request finds out. */
class Rests {
  private readonly rule: Rule;
  private readonly known = new Map<Step, { failures: number[]; until: number; isProbing: boolean }>();

  constructor(rule: Rule) {
    this.rule = rule;
  }

  isResting(step: Step): boolean {
    const rest = this.known.get(step);
    return rest !== undefined && rest.until > 0 && (rest.isProbing || performance.now() < rest.until);
  }

  until(step: Step): number {
    return this.known.get(step)?.until ?? 0;
  }

  begin(step: Step): void {
    const rest = this.known.get(step);
    if (rest && rest.until > 0) rest.isProbing = true;
  }

  end(step: Step, { text, cause, retryAfterMs }: Outcome): void {
    if (text !== undefined) {
      this.known.delete(step);
      return;
    }
    const rest = this.known.get(step) ?? { failures: [], until: 0, isProbing: false };
    rest.isProbing = false;
    if (cause === undefined || !(mayPass.has(cause) || cause === 'access')) return;
    this.known.set(step, rest);
    const now = performance.now();
    rest.failures = [...rest.failures.filter((at) => at > now - this.rule.windowMs), now];
    const isPlain = rest.until > 0 || cause === 'access' || (cause === 'rate-limit' && retryAfterMs !== undefined);
    if (isPlain || rest.failures.length > this.rule.failures)
      rest.until = Math.max(rest.until, now + (retryAfterMs ?? this.rule.restMs));
  }
}

interface Rule {
  readonly failures: number;
  readonly windowMs: number;
  readonly restMs: number;
}
`;

const fallback = `
interface Fallback {
  readonly steps: readonly Step[];
  /** After what the next one is asked. */
  readonly on: readonly Cause[];
  readonly contextSteps?: readonly Step[];
  readonly policySteps?: readonly Step[];
  readonly cooldown?: Rule;
  /** Moves, at most. */
  readonly depth: number;
}

function fallback(rule: Fallback): Target {
  const rests = new Rests(rule.cooldown ?? { failures: Number.POSITIVE_INFINITY, windowMs: 0, restMs: 0 });
  return async (request, attempts) => {
    let list = rule.steps;
    let answered: Outcome | undefined;
    let outcome: Outcome = { model: 'none', error: new Error('There is no target to ask.') };
    const tried = new Set<Step>();
    for (let moves = 0; moves <= rule.depth; moves++) {
      const left = list.filter((step) => !tried.has(step));
      const soonest = [...left].sort((one, other) => rests.until(one) - rests.until(other))[0];
      const step = left.find((one) => !rests.isResting(one)) ?? soonest;
      if (!step) break;
      tried.add(step);
      outcome = await takeNoted(rests, rule.cooldown !== undefined, step, request, attempts);
      if (outcome.text !== undefined) answered = outcome;
      const { cause } = outcome;
      if (cause === undefined) break;
      const own =
        cause === 'context-too-long' ? rule.contextSteps : cause === 'content-policy' ? rule.policySteps : undefined;
      if (own && own !== list) list = own;
      else if (!rule.on.includes(cause)) break;
    }
    return outcome.text === undefined ? (answered ?? outcome) : outcome;
  };
}

/** Every failed try counts towards the rest, retries too. */
function takeNoted(rests: Rests, counts: boolean, step: Step, request: RouteRequest, attempts: Attempt[]): Promise<Outcome> {
  if (!counts) return take(step, request, attempts);
  rests.begin(step);
  const target: Target = async (asked, list) => {
    const outcome = await step.target(asked, list);
    rests.end(step, outcome);
    return outcome;
  };
  return take({ ...step, target }, request, attempts);
}
`;

const words = `
/** The words of a message, without its images. */
function wordsOf({ content }: Message): string {
  return typeof content === 'string' ? content : content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}
`;

const shares = `
/** In [0, 1), always the same for the same request. */
function shareOf(name: string, { system, messages }: RouteRequest): number {
  const text = name + JSON.stringify([system ?? null, messages.map((message) => [message.role, wordsOf(message)])]);
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x1_0000_0000;
}
`;

const weighted = `
function weighted(name: string, shares: readonly { readonly step: Step; readonly weight: number }[]): Target {
  return (request, attempts) => {
    let left = shareOf(name, request) * shares.reduce((sum, { weight }) => sum + weight, 0);
    const chosen = shares.find(({ weight }) => {
      left -= weight;
      return left < 0;
    });
    const step = (chosen ?? shares.find(({ weight }) => weight > 0))?.step;
    return step
      ? takeOnce(step, request, attempts)
      : Promise.resolve({ model: 'none', error: new Error('No target has a weight above 0.') });
  };
}
`;

const shadow = `
/** Called with each answer that was only asked for to be compared. */
export const compared: { listener?: (request: RouteRequest, other: Answer) => void } = {};

function shadow(name: string, rule: { readonly serve: Step; readonly compare: readonly Step[]; readonly share: number }): Target {
  return (request, attempts) => {
    if (shareOf(name, request) < rule.share) for (const step of rule.compare) void besides(step, request);
    return takeOnce(rule.serve, request, attempts);
  };
}

async function besides(step: Step, request: RouteRequest): Promise<void> {
  const attempts: Attempt[] = [];
  const { onText: _unheard, ...quiet } = request;
  const outcome = await takeOnce(step, quiet, attempts).catch(() => undefined);
  if (outcome?.text === undefined) return;
  const { text, toolCalls = [], model: served, cause } = outcome;
  compared.listener?.(request, { text, toolCalls, model: served, attempts, ...(cause === undefined ? {} : { cause }) });
}
`;

const cascade = `
interface Cascade {
  readonly steps: readonly Step[];
  /** What makes the next one be asked. */
  readonly on: readonly ('check' | 'cut' | 'refusal' | 'error')[];
  /** All have to hold. */
  readonly checks: readonly ((text: string) => boolean)[];
}

function cascade({ steps, on, checks }: Cascade): Target {
  return async (request, attempts) => {
    let answered: Outcome | undefined;
    let outcome: Outcome = { model: 'none', error: new Error('There is no target to ask.') };
    for (const step of steps) {
      outcome = await takeOnce(step, request, attempts);
      if (outcome.text !== undefined) answered = outcome;
      const lack = lackOf(outcome, checks);
      if (lack === undefined || !on.includes(lack)) break;
    }
    return outcome.text === undefined ? (answered ?? outcome) : outcome;
  };
}

function lackOf({ text, toolCalls = [], cause }: Outcome, checks: Cascade['checks']): Cascade['on'][number] | undefined {
  if (text === undefined) return 'error';
  if (cause === 'cut') return 'cut';
  if (cause !== undefined) return 'refusal';
  // An answer that consists of calls is checked as these.
  const said = text === '' && toolCalls.length > 0 ? JSON.stringify(toolCalls) : text;
  return checks.every((holds) => holds(said)) ? undefined : 'check';
}
`;

const inTurn = `
/** One after the other until one answers. */
async function inTurn(steps: readonly Step[], request: RouteRequest, attempts: Attempt[]): Promise<Outcome> {
  let outcome: Outcome = { model: 'none', error: new Error('There is no target to ask.') };
  for (const step of steps) {
    outcome = await takeOnce(step, request, attempts);
    if (outcome.text !== undefined || outcome.cause === 'rejected') break;
  }
  return outcome;
}
`;

const cost = String.raw`
type RequestClass = 'simple' | 'standard' | 'hard';

/** For each class who is asked, in this order. */
function cost(
  classify: (request: RouteRequest) => RequestClass | Promise<RequestClass>,
  order: Readonly<Record<RequestClass, readonly Step[]>>,
): Target {
  return async (request, attempts) => inTurn(order[await classify(request)], request, attempts);
}

function textOf({ system, messages }: RouteRequest): string {
  return [system ?? '', ...messages.map(wordsOf)].join('\n').toLowerCase();
}

function hasImage({ messages }: RouteRequest): boolean {
  return messages.some(({ content }) => typeof content !== 'string' && content.some(({ type }) => type === 'image'));
}

/** About four characters make a token. */
function tokensOf(request: RouteRequest): number {
  return Math.ceil(textOf(request).length / 4);
}

function hasWord(text: string, word: string): boolean {
  const letter = /[\p{L}\p{N}_]/u;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!letter.test(text.charAt(at - 1)) && !letter.test(text.charAt(at + word.length))) return true;
  return false;
}
`;

const latency = `
interface Latency {
  readonly steps: readonly Step[];
  readonly tolerance: number;
  /** A second one is asked after so many milliseconds, or after the time that 95% of answers take. */
  readonly hedge?: 'p95' | number;
}

function latency(name: string, { steps, tolerance, hedge }: Latency): Target {
  const times = new Map<string, number[]>();
  const keyOf = (step: Step, request: RouteRequest) => steps.indexOf(step) + ' ' + sizeOf(request);
  const timed = (step: Step): Step => ({
    ...step,
    target: async (request, attempts) => {
      const began = performance.now();
      const outcome = await step.target(request, attempts);
      const key = keyOf(step, request);
      if (outcome.text !== undefined) times.set(key, [...(times.get(key) ?? []), performance.now() - began].slice(-64));
      return outcome;
    },
  });
  return async (request, attempts) => {
    const middle = (step: Step) => quantile(times.get(keyOf(step, request)), 0.5);
    const order = explored(name, bySpeed(steps, middle, tolerance), middle, request);
    const [first, second, ...others] = order;
    if (!first) return inTurn([], request, attempts);
    const known = times.get(keyOf(first, request)) ?? [];
    const after = hedge === 'p95' ? (known.length < 8 ? undefined : quantile(known, 0.95)) : hedge;
    if (!second || after === undefined) return inTurn(order.map(timed), request, attempts);
    const outcome = await race(timed(first), timed(second), after, request, attempts);
    return outcome.text !== undefined || outcome.cause === 'rejected' || others.length === 0
      ? outcome
      : inTurn(others.map(timed), request, attempts);
  };
}

/** Unknown ones first, then those within the tolerance by price, then the others by time. */
function bySpeed(
  steps: readonly Step[],
  middle: (step: Step) => number | undefined,
  tolerance: number,
): readonly Step[] {
  const timeOf = (step: Step) => middle(step) ?? 0;
  const known = steps.filter((step) => middle(step) !== undefined);
  const bound = Math.min(...known.map(timeOf)) * (1 + tolerance);
  const near = known.filter((step) => timeOf(step) <= bound);
  const far = known.filter((step) => timeOf(step) > bound);
  const priceOf = ({ price }: Step) => price ?? Number.MAX_VALUE;
  return [
    ...steps.filter((step) => !known.includes(step)),
    ...near.sort((one, other) => priceOf(one) - priceOf(other)),
    ...far.sort((one, other) => timeOf(one) - timeOf(other)),
  ];
}

/** One request in twenty asks another one first, so that its times stay known. */
function explored(
  name: string,
  order: readonly Step[],
  middle: (step: Step) => number | undefined,
  request: RouteRequest,
): readonly Step[] {
  const share = shareOf('explore ' + name, request) / 0.05;
  if (share >= 1 || order.length < 2 || order.some((step) => middle(step) === undefined)) return order;
  const chosen = order[1 + Math.floor(share * (order.length - 1))];
  return chosen ? [chosen, ...order.filter((step) => step !== chosen)] : order;
}

/** The second starts when the first takes too long or has failed; the first answer wins and the other request is stopped. */
async function race(first: Step, second: Step, after: number, request: RouteRequest, attempts: Attempt[]): Promise<Outcome> {
  const stops = [new AbortController(), new AbortController()] as const;
  const { onText: _held, ...quiet } = request;
  // Two speak at once: what the winner said is heard when it has won.
  const won = (outcome: Outcome): Outcome => {
    if (outcome.text) heardFrom(request, attempts).onText?.(outcome.text);
    return outcome;
  };
  const start = (step: Step, stop: AbortController) =>
    takeOnce(step, { ...quiet, signal: request.signal ? AbortSignal.any([request.signal, stop.signal]) : stop.signal }, attempts);
  const one = start(first, stops[0]);
  const early = await Promise.race([one, pause(after, request.signal)]);
  if (early && early.text !== undefined) return won(early);
  const other = start(second, stops[1]);
  const winner = await Promise.race([one, other]);
  const outcome = winner.text !== undefined ? winner : await firstAnswer([one, other]);
  for (const stop of stops) stop.abort();
  for (const loser of [one, other]) loser.catch(() => undefined);
  return won(outcome);
}

async function firstAnswer(outcomes: readonly Promise<Outcome>[]): Promise<Outcome> {
  const ended = await Promise.all(outcomes);
  const [first] = ended;
  return ended.find(({ text }) => text !== undefined) ?? first ?? { model: 'none' };
}

function quantile(times: readonly number[] | undefined, share: number): number | undefined {
  const sorted = [...(times ?? [])].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

/** Prompts of about the same size. */
function sizeOf({ system, messages }: RouteRequest): number {
  const characters = messages.reduce((sum, message) => sum + wordsOf(message).length, (system ?? '').length);
  return Math.max(8, Math.ceil(Math.log2(Math.max(1, characters / 4))));
}
`;

/** The parts that each kind of route needs; shared ones are written once. */
export const kindParts: Readonly<Record<RouteKind, readonly string[]>> = {
  fallback: [pausing, retrying, rests, fallback],
  cost: [words, inTurn, cost],
  latency: [pausing, words, shares, inTurn, latency],
  cascade: [cascade],
  weighted: [words, shares, weighted],
  shadow: [words, shares, shadow],
};
