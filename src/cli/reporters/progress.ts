import type { WriteStream } from 'node:tty';
import type { CellState } from '../../core/run/cellState.ts';
import type { RunEvent } from '../../core/run/events.ts';
import type { RunState } from '../../core/run/state.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import type { RunSession } from '../../node/runs/runSession.ts';

const redrawMs = 100;
/** Some terminals do not say how wide they are. */
const unknownWidth = 80;

/**
 * Shows the progress of a comparison. A terminal gets one live line per model; other streams get one line when a model ends or has to wait.
 */
export function followProgress(session: RunSession, stream: WriteStream): void {
  if (stream.isTTY) followLive(session, stream);
  else session.subscribe((event) => stream.write(plainLines(event)));
}

function followLive(session: RunSession, stream: WriteStream): void {
  let lines = 0;
  const draw = () => {
    const state = session.state;
    const text = state.plan
      .map((planned) => liveLine(state, state.cells[planned.id], stream.columns || unknownWidth))
      .join('\n');
    stream.write(`${lines > 0 ? `\u001b[${lines}A` : ''}${text.replace(/^/gm, '\u001b[2K')}\n`);
    lines = state.plan.length;
  };
  const timer = setInterval(draw, redrawMs);
  session.subscribe((event) => {
    if (event.type !== 'run-ended') return;
    clearInterval(timer);
    draw();
  });
}

function liveLine(state: RunState, cell: CellState | undefined, width: number): string {
  if (!cell) return '';
  const widest = Math.max(...state.targets.map((target) => target.id.length));
  const tail = cell.text.replace(/[^\P{C}]+|\s+/gu, ' ').slice(-Math.max(0, width - widest - 30));
  return `${inOneLine(cell.target).padEnd(widest)}  ${statusOf(cell).padEnd(24)}  ${tail}`.slice(
    0,
    Math.max(20, width - 1),
  );
}

function statusOf(cell: CellState): string {
  const waited = cell.startedAt === undefined ? 0 : (Date.now() - cell.startedAt) / 1000;
  switch (cell.status) {
    case 'queued':
      return 'queued';
    case 'waiting':
      return `waiting ${waited.toFixed(1)} s`;
    case 'streaming':
      return cell.text === ''
        ? `thinking ${waited.toFixed(1)} s`
        : `${waited.toFixed(1)} s, ${cell.text.length} characters`;
    case 'retrying': {
      const left = Math.max(0, (cell.retry?.until ?? 0) - Date.now()) / 1000;
      return `${cell.retry?.error.code}, retry in ${left.toFixed(0)} s`;
    }
    case 'done':
      return 'done';
    case 'failed':
      return `failed: ${cell.error?.code}`;
    case 'cancelled':
      return 'stopped';
  }
}

function plainLines(event: RunEvent): string {
  const line = plainLine(event);
  return line === '' ? '' : `${inOneLine(line)}\n`;
}

function plainLine(event: RunEvent): string {
  switch (event.type) {
    case 'cell-done':
      return `${event.target}: done in ${(event.timing.totalMs / 1000).toFixed(1)} s`;
    case 'cell-failed':
      return `${event.target}: ${event.error.message}`;
    case 'cell-cancelled':
      return `${event.target}: stopped`;
    case 'cell-retrying':
      return `${event.error.message} Retrying in ${(event.delayMs / 1000).toFixed(1)} s (${event.attempt + 1} of ${event.maxAttempts}).`;
    default:
      return '';
  }
}
