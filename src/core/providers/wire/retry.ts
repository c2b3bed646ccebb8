import type { PolypromptError } from '../../errors.ts';

export const maxRetries = 4;
const baseDelay = 500;
const longestDelay = 30_000;

/**
 * Milliseconds of full jitter under a bound that doubles from 0.5 s to `longest`, so that requests which failed together do not return
 * together.
 */
export function jitteredDelay(failures: number, longest: number, random: number): number {
  return Math.round(random * Math.min(longest, baseDelay * 2 ** (failures - 1)));
}

/**
 * Milliseconds to wait after attempt number `attempt` (from 1) failed: exactly the time that the provider asked for, of any length;
 * otherwise full jitter up to 30 s.
 */
export function retryDelay(error: PolypromptError, attempt: number, random: () => number): number {
  if (error.retryAfterMs !== undefined) return error.retryAfterMs;
  return jitteredDelay(attempt, longestDelay, random());
}

/** The most retries of a look-up: a name that two more do not find is most likely misspelt. */
const maxLookUpRetries = 2;

/** True when attempt number `attempt` (from 1) is not the last one. */
export function mayRetry(error: PolypromptError, attempt: number): boolean {
  return error.retryable && attempt <= (error.code === 'host-not-found' ? maxLookUpRetries : maxRetries);
}
