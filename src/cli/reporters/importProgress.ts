import { formatCount } from '../../core/text/formatCount.ts';
import type { ReadingState } from '../../node/cases/readCalls.ts';

/** How far the reading of logs has come: one line that is written over and holds no foreign text. */
export function showProgress({ records, bytes, totalBytes }: ReadingState): void {
  if (!process.stderr.isTTY) return;
  const share = totalBytes === 0 ? 100 : Math.min(100, Math.floor((bytes / totalBytes) * 100));
  process.stderr.write(`\r\u001b[2K${formatCount(records)} records, ${share}%`);
}

export function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
}
