import type { PolypromptError } from '../errors.ts';

export const maxRetries = 4;
const baseDelay = 500;
const longestDelay = 30_000;

/**
 * Milliseconds to wait after attempt number `attempt` (from 1) failed: exactly what the provider asked for, of any length;
 * otherwise full jitter under a bound that doubles from 0.5 s to 30 s, so that columns that failed together do not return together.
 */
export function retryDelay(error: PolypromptError, attempt: number, random: () => number): number {
  if (error.retryAfterMs !== undefined) return error.retryAfterMs;
  return Math.round(random() * Math.min(longestDelay, baseDelay * 2 ** (attempt - 1)));
}

/** A name that two more look-ups do not find is most likely misspelt. */
const maxLookUpRetries = 2;

/** True when attempt number `attempt` (from 1) is not the last one. */
export function mayRetry(error: PolypromptError, attempt: number): boolean {
  return error.retryable && attempt <= (error.code === 'host-not-found' ? maxLookUpRetries : maxRetries);
}
