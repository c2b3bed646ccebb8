import { InvalidArgumentError } from 'commander';
import { mostRepeats } from '../../core/dataset/mostRepeats.ts';
import { formatCount } from '../../core/text/formatCount.ts';
import { type McpMode, mcpModes } from '../../core/tools/mcp/serversToStart.ts';

/** Collects the values of an option that may be given more than once. */
export function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}

type RepeatedOption = [flags: string, description: string, collect: typeof collect, none: string[]];

/** The option of commands that ask a provider, wherever it is. */
export const endpointOption: RepeatedOption = [
  '--endpoint <provider=url>',
  'another address for a provider; repeat for more',
  collect,
  [],
];

/** The option of commands that plan a suite. */
export const suiteModelOption: RepeatedOption = [
  '-m, --model <id>',
  "a model in place of the suite's own; repeat for more",
  collect,
  [],
];

/** The option of commands that plan some cases of a suite. */
export const filterOption: RepeatedOption = [
  '--filter <text>',
  'only cases that hold this text, or whose metadata has key=value; repeat to narrow further',
  collect,
  [],
];

/** The option of commands that plan the grading of a suite. */
export const judgeOption = ['--judge <id>', 'the model that grades where no check or case names one'] as const;

/** The option of commands that render a prompt. */
export const inputsOption = ['--inputs <file>', 'a JSON file with values for the variables'] as const;

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

export function notNegative(value: string): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (number >= 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError('It has to be a number of 0 or more.');
}

/** Reads how MCP servers answer. */
export function mcpMode(value: string): McpMode {
  const mode = mcpModes.find((known) => known === value);
  if (mode) return mode;
  throw new InvalidArgumentError(`It is one of ${mcpModes.join(', ')}.`);
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

/** The option of commands that plan every case more than once. */
export const repeatOption = ['--repeat <n>', 'runs per case', repeats] as const;

/** The option of commands whose exit code follows from results. */
export const thresholdOption = [
  '--threshold <share>',
  'share of rows that has to pass, 0 to 1 (default: all)',
  share,
] as const;

/** The options of commands that run prompts with the tools of MCP servers. */
export const mcpOption = [
  '--mcp <mode>',
  'how MCP servers answer: record, replay or live (default: replay what is recorded, record the rest)',
  mcpMode,
] as const;

export const allowMcpOption: RepeatedOption = [
  '--allow-mcp <hash>',
  'let the MCP server of polyprompt.yaml with this hash start (HASH or NAME=HASH); repeat for more',
  collect,
  [],
];

/** The option of commands that wait for batch jobs. */
export const everyOption = ['--every <seconds>', 'with --wait: how often to look', positive, 30] as const;
