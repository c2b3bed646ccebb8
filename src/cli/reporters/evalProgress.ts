import type { Clock } from '../../core/environment.ts';
import { formatRunCost } from '../../core/results/summary.ts';
import type { RunEvent } from '../../core/run/events.ts';
import { counted, formatCount } from '../../core/text/formatCount.ts';
import { formatRoughTime } from '../../core/text/roughTime.ts';
import type { RunSession } from '../../node/runs/runSession.ts';

const redrawMs = 200;
/** How many times as long as a line took follows as a pause, since the cost of many cells takes time to add up. */
const pauses = 20;
const widestBar = 24;
const narrowestBar = 6;
/** Some terminals do not say how wide they are. */
const unknownWidth = 80;
/** Number of parts of a run; without a terminal each of them gets one line. */
const plainParts = 10;
const eraseLine = '\r\u001b[2K';

/** A stream for progress, such as stderr. */
export interface ProgressStream {
  readonly isTTY: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface EvalProgress {
  readonly ended: number;
  readonly total: number;
  readonly money: string;
  /** Milliseconds that are left; undefined while they cannot be estimated. */
  readonly leftMs: number | undefined;
}

/**
 * Shows the progress of a run. A terminal that can erase a line gets a bar with cells, money and time left, which is removed at the end;
 * other streams get a line now and then.
 */
export function followEval(
  session: Pick<RunSession, 'state' | 'cost' | 'isRunning' | 'subscribe'>,
  { stream, clock, term }: { readonly stream: ProgressStream; readonly clock: Clock; readonly term?: string },
): void {
  if (!session.isRunning) return;
  const counter = new EndCounter(session.state.plan.length, session.state, clock);
  const progress = () => counter.progress(formatRunCost(session.cost));
  const isLive = stream.isTTY && term !== 'dumb';
  const stopDrawing = isLive
    ? drawOften(() => progressBar(progress(), stream.columns || unknownWidth), stream, clock)
    : undefined;
  const step = Math.ceil(counter.total / plainParts);
  let nextLine = counter.ended + step;
  session.subscribe((event) => {
    counter.add(event);
    if (event.type === 'run-ended') stopDrawing?.();
    else if (!isLive && counter.ended >= nextLine) {
      nextLine = counter.ended + step;
      stream.write(`${progressText(progress())}\n`);
    }
  });
}

/** A line of progress that fits the width: the bar is shortened first, then the end of the text. */
export function progressBar(progress: EvalProgress, width: number): string {
  const text = progressText(progress);
  const room = Math.min(widestBar, width - text.length - 4);
  if (room < narrowestBar) return text.slice(0, Math.max(0, width - 1));
  const full = Math.round((progress.ended / Math.max(1, progress.total)) * room);
  return `[${'#'.repeat(full)}${'.'.repeat(room - full)}] ${text}`;
}

function progressText({ ended, total, money, leftMs }: EvalProgress): string {
  const left =
    ended === total ? ', grading the last answers' : leftMs === undefined ? '' : `, ${formatRoughTime(leftMs)} left`;
  return `${formatCount(ended)} of ${counted(total, 'cell')}, ${money}${left}`;
}

function drawOften(line: () => string, stream: ProgressStream, clock: Clock): () => void {
  let cancel = clock.after(redrawMs, draw);
  function draw(): void {
    const began = clock.now();
    stream.write(`${eraseLine}${line()}`);
    cancel = clock.after(Math.max(redrawMs, pauses * (clock.now() - began)), draw);
  }
  return () => {
    cancel();
    stream.write(eraseLine);
  };
}

/** Counts the cells that have ended. Cells that a resumed run had before count as ended, but not for the speed of this run. */
class EndCounter {
  readonly total: number;
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #ended: Set<string>;
  readonly #before: number;

  constructor(total: number, { cells }: RunSession['state'], clock: Clock) {
    this.total = total;
    this.#clock = clock;
    this.#startedAt = clock.now();
    const had = Object.values(cells).filter(({ status }) => status === 'done' || status === 'failed');
    this.#ended = new Set(had.map(({ id }) => id));
    this.#before = this.#ended.size;
  }

  get ended(): number {
    return this.#ended.size;
  }

  add(event: RunEvent): void {
    if (event.type === 'cell-started') this.#ended.delete(event.cell);
    if (event.type === 'cell-done' || event.type === 'cell-failed' || event.type === 'cell-cancelled')
      this.#ended.add(event.cell);
  }

  progress(money: string): EvalProgress {
    const { ended, total } = this;
    const done = ended - this.#before;
    const leftMs = done > 0 ? ((this.#clock.now() - this.#startedAt) / done) * (total - ended) : undefined;
    return { ended, total, money, leftMs };
  }
}
