import type { Usage } from '../../core/messages.ts';
import { timeTaken } from '../../core/results/timeTaken.ts';
import type { CellState } from '../../core/run/cellState.ts';
import { counted, formatShortCount } from '../../core/text/formatCount.ts';
import { formatDuration } from '../../core/text/formatDuration.ts';

/**
 * Times such as `1.9 s · 96 tok/s` and `0.41 s to first token`, as far as they are known; of several rounds `6.2 s · 3 rounds`, and of a
 * failure `10.2 s in 5 tries`. Where other requests of ours at the same server may have lengthened a time, it says so: `1.9 s (3 at once)`.
 */
export function timeFigures(cell: CellState): readonly string[] {
  const { timing, status, attempt } = cell;
  if (!timing) return [];
  const time = formatDuration(timeTaken(cell) ?? timing.totalMs);
  if (status === 'failed') return [attempt > 1 ? `${time} in ${attempt} tries` : time];
  const rounds = roundCount(cell);
  // A speed over several rounds would count the time of tools as the model's.
  const speed = rounds > 1 ? undefined : tokensPerSecond(cell);
  const { atOnce = 1 } = timing;
  const measured = atOnce > 1 ? `${time} (${atOnce} at once)` : time;
  return [
    [
      measured,
      ...(speed === undefined ? [] : [`${formatShortCount(speed)} tok/s`]),
      ...(rounds > 1 ? [counted(rounds, 'round')] : []),
    ].join(' · '),
    ...(timing.firstTokenMs === undefined ? [] : [`${formatDuration(timing.firstTokenMs)} to first token`]),
  ];
}

/** The number of answers that a cell took, the last one included. */
export function roundCount({ rounds = [], status, finishReason, toolCalls }: CellState): number {
  // Where the results of the calls are the answer, no model was asked for it.
  const isOfTools = status === 'done' && finishReason === 'tool-calls' && toolCalls.length === 0;
  return rounds.length + (isOfTools && rounds.length > 0 ? 0 : 1);
}

/** Output tokens per second of streaming; undefined when all came at once or the number is unknown. */
function tokensPerSecond({ timing, usage }: CellState): number | undefined {
  const tokens = usage?.outputTokens;
  if (!timing || timing.firstTokenMs === undefined || !tokens) return undefined;
  const streamedMs = timing.totalMs - timing.firstTokenMs;
  return streamedMs < 50 ? undefined : Math.round((tokens * 1000) / streamedMs);
}

/** Tokens such as `412 tokens in (300 cached)` and `187 out (64 reasoning)`; only `tokens unknown` when the vendor told nothing. */
export function tokenFigures(usage: Usage | undefined): readonly string[] {
  if (!usage || (usage.inputTokens === undefined && usage.outputTokens === undefined)) return ['tokens unknown'];
  const inputNotes = [note(usage.cachedInputTokens, 'cached'), note(usage.cacheWriteTokens, 'written to cache')];
  return [
    `${count(usage.inputTokens)} tokens in${bracket(inputNotes)}`,
    `${count(usage.outputTokens)} out${bracket([note(usage.reasoningTokens, 'reasoning')])}`,
  ];
}

function count(tokens: number | undefined): string {
  return tokens === undefined ? 'unknown' : formatShortCount(tokens);
}

function note(tokens: number | undefined, name: string): string {
  return tokens ? `${formatShortCount(tokens)} ${name}` : '';
}

function bracket(notes: readonly string[]): string {
  const known = notes.filter((text) => text !== '');
  return known.length === 0 ? '' : ` (${known.join(', ')})`;
}

/** The words of a cost for a screen reader, such as `0.1 cents` or `2.50 dollars`. */
export function spokenCost(amount: number): string {
  if (amount === 0) return 'free';
  return amount < 1 ? `${Number((amount * 100).toPrecision(1))} cents` : `${amount.toFixed(2)} dollars`;
}

/** A size from a number of characters, such as `200 kB` or `10.2 MB`. */
export function formatSize(characters: number): string {
  return characters < 1_000_000
    ? `${Math.round(characters / 1000)} kB`
    : `${Number((characters / 1_000_000).toPrecision(3))} MB`;
}
