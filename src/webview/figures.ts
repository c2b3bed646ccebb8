import type { Usage } from '../core/messages.ts';
import { formatCost } from '../core/pricing/format.ts';
import type { CellState } from '../core/run/state.ts';

/** `0.41 s`, `12.3 s`, `1 min 31 s`: at most three significant digits. */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds >= 60) {
    const whole = Math.round(seconds);
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  }
  if (seconds >= 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 0.005) return '<0.01 s';
  return `${seconds.toFixed(seconds >= 0.995 ? 1 : 2)} s`;
}

/** For time that runs: one decimal throughout, so that the figure does not change its width while it ticks. */
export function formatRunningTime(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : formatDuration(milliseconds);
}

/** `412`, `12.3k`, `1.05M`. */
export function formatCount(count: number): string {
  if (count < 10_000) return `${count}`;
  if (count < 999_500) return `${threeDigits(count / 1000)}k`;
  return `${threeDigits(count / 1_000_000)}M`;
}

function threeDigits(value: number): string {
  return `${Number(value.toPrecision(3))}`;
}

export function formatPercent(share: number): string {
  // Only what is equal may be called 100 %, only what shares nothing 0 %.
  const percent = Math.round(share * 100);
  if (percent === 100 && share < 1) return '99 %';
  if (percent === 0 && share > 0) return '1 %';
  return `${percent} %`;
}

/** `0.41 s to first token`, `1.9 s`, `96 tok/s`: as many of them as are known. */
export function timeFigures(cell: CellState): readonly string[] {
  const { timing } = cell;
  if (!timing) return [];
  const speed = tokensPerSecond(cell);
  return [
    ...(timing.firstTokenMs === undefined ? [] : [`${formatDuration(timing.firstTokenMs)} to first token`]),
    formatDuration(timing.totalMs),
    ...(speed === undefined ? [] : [`${formatCount(speed)} tok/s`]),
  ];
}

/** Output tokens over the time they streamed in; undefined when all came at once or the number is unknown. */
function tokensPerSecond({ timing, usage }: CellState): number | undefined {
  const tokens = usage?.outputTokens;
  if (!timing || timing.firstTokenMs === undefined || !tokens) return undefined;
  const streamedMs = timing.totalMs - timing.firstTokenMs;
  return streamedMs < 50 ? undefined : Math.round((tokens * 1000) / streamedMs);
}

/** `412 in (300 cached)` and `187 out (64 reasoning)`; `tokens unknown` alone when the vendor told nothing. */
export function tokenFigures(usage: Usage | undefined): readonly string[] {
  if (!usage || (usage.inputTokens === undefined && usage.outputTokens === undefined)) return ['tokens unknown'];
  const inputNotes = [note(usage.cachedInputTokens, 'cached'), note(usage.cacheWriteTokens, 'written to cache')];
  return [
    `${count(usage.inputTokens)} in${bracket(inputNotes)}`,
    `${count(usage.outputTokens)} out${bracket([note(usage.reasoningTokens, 'reasoning')])}`,
  ];
}

function count(tokens: number | undefined): string {
  return tokens === undefined ? 'unknown' : formatCount(tokens);
}

function note(tokens: number | undefined, name: string): string {
  return tokens ? `${formatCount(tokens)} ${name}` : '';
}

function bracket(notes: readonly string[]): string {
  const known = notes.filter((text) => text !== '');
  return known.length === 0 ? '' : ` (${known.join(', ')})`;
}

/** `$0.0011`, `~$0.0011` when computed from a price list, `price unknown` when there is none. */
export function costLine({ cost }: CellState): string {
  return formatCost(cost);
}

/** What a screen reader hears of a cost: `0.1 cents`, `2.50 dollars`. */
export function spokenCost(amount: number): string {
  if (amount === 0) return 'free';
  return amount < 1 ? `${Number((amount * 100).toPrecision(1))} cents` : `${amount.toFixed(2)} dollars`;
}

/** `200 kB`, `10.2 MB`, from characters. */
export function formatSize(characters: number): string {
  return characters < 1_000_000 ? `${Math.round(characters / 1000)} kB` : `${threeDigits(characters / 1_000_000)} MB`;
}
