import { formatCount } from '../../core/text/formatCount.ts';
import type { ReadingState } from '../../node/cases/readCalls.ts';

/** Shows how much of the files was read, in one line that is written over. It holds no foreign text. */
export function showReading({ records, bytes, totalBytes }: ReadingState): void {
  if (!process.stderr.isTTY) return;
  const share = totalBytes === 0 ? 100 : Math.min(100, Math.floor((bytes / totalBytes) * 100));
  process.stderr.write(`\r\u001b[2K${formatCount(records)} records, ${share}%`);
}

/** Takes the line away. */
export function clearReading(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
}
