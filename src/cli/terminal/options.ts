import { InvalidArgumentError } from 'commander';
import { mostRepeats } from '../../core/dataset/mostRepeats.ts';
import { formatCount } from '../../core/text/formatCount.ts';

/** Collects the values of an option that may be given more than once. */
export function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}

/** The option of commands that need prices, limits and ends of models. */
export const catalogOption = [
  '--catalog <file>',
  'a file with models, prices and ends, over those that Polyprompt is shipped with',
] as const;

/** The option of commands that look at stored runs, which keep the prices that they were made with. */
export const pricesOption = [
  '--todays-prices',
  'count what was asked at the prices of today, not at those that the run was made with',
] as const;

export function positive(value: string): number {
  const number = Number(value);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError('It has to be a number above 0.');
}

export function wholePositive(value: string): number {
  const number = positive(value);
  if (Number.isInteger(number)) return number;
  throw new InvalidArgumentError('It has to be a whole number above 0.');
}

/** Reads how often each case is asked. */
export function repeats(value: string): number {
  const number = wholePositive(value);
  if (number <= mostRepeats) return number;
  throw new InvalidArgumentError(`It may be ${formatCount(mostRepeats)} at most.`);
}

/** Reads a part of a whole, from 0 to 1. */
export function share(value: string): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (number >= 0 && number <= 1) return number;
  throw new InvalidArgumentError('It has to be a number from 0 to 1, for example 0.9.');
}

/** Reads a number of days, written `90d` or `90`. */
export function days(value: string): number {
  const [, number] = /^(\d{1,5})d?$/.exec(value.trim()) ?? [];
  if (number !== undefined) return Number(number);
  throw new InvalidArgumentError('It has to be a number of days, for example 90d.');
}

export function isoDate(value: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))) return value;
  throw new InvalidArgumentError('It has to be a day, written YYYY-MM-DD.');
}

export const concurrencyOption = [
  '--concurrency <n>',
  'requests at once per model at most; with --max-concurrency, in the beginning',
  wholePositive,
] as const;

export const maxConcurrencyOption = [
  '--max-concurrency <n>',
  'requests at once per model at most (default 200, and no more than bring answers sooner)',
  wholePositive,
] as const;
