import type { WriteStream } from 'node:tty';
import type { RunEvent } from '../../core/run/events.ts';
import { costOfRun, formatRunCost } from '../../core/run/summary.ts';
import type { RunSession } from '../../node/runSession.ts';

const redrawMs = 200;
const barWidth = 24;
/** Without a terminal, one line for each of this many parts of the run. */
const plainParts = 10;

/** On a terminal a bar with cells, money and time left; elsewhere a line now and then. */
export function followEval(session: RunSession, stream: WriteStream): void {
  const total = session.state.plan.length;
  const started = Date.now();
  let ended = 0;
  let nextLine = Math.ceil(total / plainParts);
  const line = () =>
    `${ended} of ${total} cells, ${formatRunCost(costOfRun(session.state))}${timeLeft(started, ended, total)}`;
  const timer = stream.isTTY
    ? setInterval(() => stream.write(`\r\u001b[2K${bar(ended / total)} ${line()}`), redrawMs)
    : undefined;
  session.subscribe((event) => {
    if (isEnd(event)) ended += 1;
    if (event.type === 'run-ended') {
      clearInterval(timer);
      stream.write(stream.isTTY ? '\r\u001b[2K' : '');
    } else if (!stream.isTTY && ended >= nextLine) {
      nextLine += Math.ceil(total / plainParts);
      stream.write(`${line()}\n`);
    }
  });
}

function isEnd(event: RunEvent): boolean {
  return event.type === 'cell-done' || event.type === 'cell-failed' || event.type === 'cell-cancelled';
}

function bar(share: number): string {
  const full = Math.round(share * barWidth);
  return `[${'#'.repeat(full)}${'.'.repeat(barWidth - full)}]`;
}

function timeLeft(started: number, ended: number, total: number): string {
  if (ended === 0 || ended === total) return '';
  const seconds = (((Date.now() - started) / ended) * (total - ended)) / 1000;
  return seconds < 60 ? `, about ${Math.ceil(seconds)} s left` : `, about ${Math.ceil(seconds / 60)} min left`;
}
