import { defined } from '../../jsonRead.ts';
import type { HeaderReader } from './retryAfter.ts';

/** One limit as a vendor states it beside an answer. */
export interface Quota {
  /** The limit per minute, unless `resetMs` says that it takes longer to refill. */
  readonly limit: number;
  readonly remaining: number;
  /** Milliseconds until all of it is free again. */
  readonly resetMs?: number;
}

export interface RateLimits {
  readonly requests?: Quota;
  readonly tokens?: Quota;
}

interface HeaderNames {
  readonly limit: string;
  readonly remaining: string;
  readonly reset: string;
}

const openaiNames = (kind: string): HeaderNames => ({
  limit: `x-ratelimit-limit-${kind}`,
  remaining: `x-ratelimit-remaining-${kind}`,
  reset: `x-ratelimit-reset-${kind}`,
});

const anthropicNames = (kind: string): HeaderNames => ({
  limit: `anthropic-ratelimit-${kind}-limit`,
  remaining: `anthropic-ratelimit-${kind}-remaining`,
  reset: `anthropic-ratelimit-${kind}-reset`,
});

const requestNames = [openaiNames('requests'), anthropicNames('requests')];
const tokenNames = [
  openaiNames('tokens'),
  anthropicNames('tokens'),
  anthropicNames('input-tokens'),
  anthropicNames('output-tokens'),
];

/**
 * The limits in an answer's headers, under OpenAI's and Anthropic's names alike; of several limits for tokens the one closest to its end.
 * https://platform.openai.com/docs/guides/rate-limits, https://platform.claude.com/docs/en/api/rate-limits
 */
export function readRateLimits(headers: HeaderReader, wallTime: number): RateLimits {
  const requests = tightest(requestNames, headers, wallTime);
  const tokens = tightest(tokenNames, headers, wallTime);
  return { ...defined({ requests, tokens }) };
}

function tightest(names: readonly HeaderNames[], headers: HeaderReader, wallTime: number): Quota | undefined {
  const quotas = names.map((name) => readQuota(name, headers, wallTime)).filter((quota) => quota !== undefined);
  return quotas.sort((left, right) => left.remaining / left.limit - right.remaining / right.limit)[0];
}

function readQuota(names: HeaderNames, headers: HeaderReader, wallTime: number): Quota | undefined {
  const limit = countIn(headers.get(names.limit));
  if (limit === undefined || limit === 0) return undefined;
  const remaining = countIn(headers.get(names.remaining));
  if (remaining === undefined) return undefined;
  const resetMs = readReset(headers.get(names.reset), wallTime);
  return { limit, remaining, ...defined({ resetMs }) };
}

function countIn(value: string | null): number | undefined {
  return value !== null && /^\d+$/.test(value.trim()) ? Number(value) : undefined;
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Milliseconds until a reset: OpenAI writes `6m0s` or `120ms`, some compatible servers plain seconds, Anthropic a date. Undefined for
 * anything else.
 */
function readReset(value: string | null, wallTime: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  if (/^(\d+(\.\d+)?(ms|[smhd]))+$/.test(value)) {
    const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)];
    return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (unitMs[unit] ?? 0), 0);
  }
  const until = Date.parse(value) - wallTime;
  return until >= 0 ? until : undefined;
}
