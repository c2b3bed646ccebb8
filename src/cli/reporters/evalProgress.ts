import type { Clock } from '../../core/environment.ts';
import { costOfRun, formatRunCost } from '../../core/results/summary.ts';
import type { RunEvent } from '../../core/run/events.ts';
import { counted, formatCount } from '../../core/text/formatCount.ts';
import { formatRoughTime } from '../../core/text/roughTime.ts';
import type { RunSession } from '../../node/runs/runSession.ts';

const redrawMs = 200;
const widestBar = 24;
const narrowestBar = 6;
/** Some terminals do not say how wide they are. */
const unknownWidth = 80;
/** Without a terminal, one line for each of this many parts of the run. */
const plainParts = 10;
const eraseLine = '\r\u001b[2K';

/** Where progress goes; stderr is one. */
export interface ProgressStream {
  readonly isTTY: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface EvalProgress {
  readonly ended: number;
  readonly total: number;
  readonly money: string;
  /** Undefined while nothing can be said. */
  readonly leftMs: number | undefined;
}

/** On a terminal that can erase a line, a bar with cells, money and time left, gone at the end; elsewhere a line now and then. */
export function followEval(
  session: Pick<RunSession, 'state' | 'isRunning' | 'subscribe'>,
  { stream, clock, term }: { readonly stream: ProgressStream; readonly clock: Clock; readonly term?: string },
): void {
  if (!session.isRunning) return;
  const counter = new EndCounter(session.state.plan.length, session.state, clock);
  const progress = () => counter.progress(formatRunCost(costOfRun(session.state)));
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

/** One line that fits: the bar gives way first, then the end of the text. */
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
    stream.write(`${eraseLine}${line()}`);
    cancel = clock.after(redrawMs, draw);
  }
  return () => {
    cancel();
    stream.write(eraseLine);
  };
}

/** Cells that have their end. What a resumed run had before counts, but says nothing about how fast this one is. */
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
