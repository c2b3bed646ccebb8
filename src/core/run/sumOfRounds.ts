import { defined } from '../jsonRead.ts';
import type { Usage } from '../messages.ts';
import { addCost, type Cost } from '../pricing/cost.ts';
import type { Timing } from './account.ts';
import type { Round } from './round.ts';

/** The account of one request. */
export interface RequestAccount {
  readonly usage: Usage | null;
  readonly cost: Cost | null;
  readonly timing: Timing;
}

type RoundAccount = RequestAccount & Partial<Pick<Round, 'results'>>;

/**
 * The account of a cell: that of its last request and of the rounds before it. A figure that one request did not report is unknown in the
 * sum, and a cost is then a lower bound. Times are those of the requests and of the tools: waiting for a turn, or for a person, is no part.
 */
export function sumOfRounds(rounds: readonly RoundAccount[], last: RequestAccount): RequestAccount {
  if (rounds.length === 0) return { usage: last.usage, cost: last.cost, timing: last.timing };
  const requests = [...rounds, last];
  return { usage: sumOfUsage(requests), cost: sumOfCost(requests), timing: sumOfTimes(rounds, last) };
}

/** The account of the last request of a cell: what its rounds leave of the sum. A figure that is unknown in either is unknown. */
export function lastOfSum(sum: RequestAccount, rounds: readonly RoundAccount[]): RequestAccount {
  const [first, ...others] = rounds;
  const last = others.at(-1) ?? first;
  if (!first || !last) return { usage: sum.usage, cost: sum.cost, timing: sum.timing };
  const before = sumOfRounds(rounds.slice(0, -1), last);
  const totalMs = Math.max(0, Math.round((sum.timing.totalMs - before.timing.totalMs) * 10) / 10);
  return { usage: usageLeft(sum.usage, before.usage), cost: costLeft(sum.cost, before.cost), timing: { totalMs } };
}

function usageLeft(sum: Usage | null, before: Usage | null): Usage | null {
  if (!sum || !before) return null;
  const left = counts.map((field) => {
    const [whole, part] = [sum[field], before[field]];
    if (whole === undefined) return [field, undefined] as const;
    return [
      field,
      part === undefined && !mayBeLeftOut.has(field) ? undefined : Math.max(0, whole - (part ?? 0)),
    ] as const;
  });
  return defined(Object.fromEntries(left));
}

function costLeft(sum: Cost | null, before: Cost | null): Cost | null {
  if (!sum || !before) return null;
  return { ...sum, amount: Math.max(0, sum.amount - before.amount) };
}

const counts = [
  'inputTokens',
  'cachedInputTokens',
  'cacheWriteTokens',
  'outputTokens',
  'reasoningTokens',
  'reportedCost',
] as const;

/** Cached, written and reasoning tokens are parts of the others, and vendors leave them out where there are none. */
const mayBeLeftOut: ReadonlySet<string> = new Set(['cachedInputTokens', 'cacheWriteTokens', 'reasoningTokens']);

function sumOfUsage(requests: readonly RequestAccount[]): Usage | null {
  if (requests.every(({ usage }) => !usage)) return null;
  const sum: { -readonly [Field in keyof Usage]: Usage[Field] } = {};
  for (const field of counts) {
    const total = sumOfField(requests, field);
    if (total !== undefined) sum[field] = total;
  }
  return sum;
}

/** Undefined where a request does not tell this figure, unless it may be left out. */
function sumOfField(requests: readonly RequestAccount[], field: (typeof counts)[number]): number | undefined {
  let [total, told] = [0, 0];
  for (const { usage } of requests) {
    const figure = usage?.[field];
    if (figure === undefined) continue;
    total += figure;
    told++;
  }
  return told === requests.length || (told > 0 && mayBeLeftOut.has(field)) ? total : undefined;
}

function sumOfCost(requests: readonly RequestAccount[]): Cost | null {
  const sum = requests.reduce<Cost | null>((total, { cost }) => addCost(total, cost), null);
  return sum && requests.some(({ cost }) => !cost) ? { ...sum, atLeast: true } : sum;
}

function sumOfTimes(rounds: readonly RoundAccount[], last: RequestAccount): Timing {
  const requests = [...rounds, last];
  const tools = rounds.flatMap(({ results = [] }) => results).filter(({ by }) => by !== 'person');
  const asked = requests.reduce((total, { timing }) => total + timing.totalMs, 0);
  const ran = tools.reduce((total, { ms = 0 }) => total + ms, 0);
  const atOnce = requests.flatMap(({ timing }) => timing.atOnce ?? []);
  return {
    ...defined({ firstTokenMs: requests[0]?.timing.firstTokenMs }),
    totalMs: Math.round((asked + ran) * 10) / 10,
    ...(atOnce.length > 0 ? { atOnce: Math.max(...atOnce) } : {}),
  };
}
