import { isJsonObject } from '../core/json.ts';
import type { PlannedCell, RunEvent, RunStarted } from '../core/run/events.ts';

/** What a journal file holds; `damaged` counts lines that are not events. */
export interface JournalContent {
  readonly events: readonly RunEvent[];
  readonly damaged: number;
}

/**
 * A planned cell as a line of its own behind its `run-started`. Cells of one case are sent the same messages: only the first of them
 * holds these, the others name it.
 */
type CellPlanned = { readonly type: 'cell-planned' } & Omit<PlannedCell, 'inputs' | 'messages'> &
  (Pick<PlannedCell, 'inputs' | 'messages'> | { readonly like: string });

/** A run's first lines: its head, then its cells one by one. */
export function linesOfPlan(event: RunStarted): string {
  const first = new Map<PlannedCell['messages'], PlannedCell>();
  const lines = event.cells.map((cell) => {
    const known = first.get(cell.messages);
    if (known?.inputs === cell.inputs) return JSON.stringify(alike(cell, known));
    first.set(cell.messages, cell);
    return JSON.stringify({ type: 'cell-planned', ...cell } satisfies CellPlanned);
  });
  return [JSON.stringify({ ...event, cells: [], planned: event.cells.length }), ...lines, ''].join('\n');
}

function alike({ inputs: _same, messages: _sent, ...cell }: PlannedCell, known: PlannedCell): CellPlanned {
  return { type: 'cell-planned', ...cell, like: known.id };
}

type JournalLine = Exclude<RunEvent, RunStarted> | (RunStarted & { readonly planned?: number }) | CellPlanned;

/**
 * The events in a journal's lines. A plan that is not whole (a kill while it was written, before anything was asked) gives no events:
 * there is no such run.
 */
export function readLines(lines: readonly string[]): JournalContent {
  const read = lines.map(parseLine).filter((line) => line !== undefined);
  const planned = read.filter((line) => line.type === 'cell-planned');
  const cells = cellsOf(planned);
  const events = read.flatMap((line): RunEvent[] => {
    if (line.type === 'cell-planned') return [];
    if (line.type !== 'run-started') return [line];
    const { planned: count, ...started } = line;
    return [count === undefined ? started : { ...started, cells }];
  });
  const damaged = lines.length - read.length;
  const whole = read.every((line) => line.type !== 'run-started' || (line.planned ?? 0) <= planned.length + damaged);
  return { events: whole ? events : [], damaged };
}

function cellsOf(planned: readonly CellPlanned[]): PlannedCell[] {
  const known = new Map<string, PlannedCell>();
  return planned.flatMap((line) => {
    const { type: _line, ...cell } = line;
    const full = 'like' in cell ? sharing(cell, known.get(cell.like)) : cell;
    if (full) known.set(full.id, full);
    return full ? [full] : [];
  });
}

function sharing(
  { like: _known, ...cell }: Omit<PlannedCell, 'inputs' | 'messages'> & { readonly like: string },
  known: PlannedCell | undefined,
): PlannedCell | undefined {
  return known && { ...cell, inputs: known.inputs, messages: known.messages };
}

function parseLine(line: string): JournalLine | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isJournalLine(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Journals are our own files: the type tag is enough to tell an event from damage. */
function isJournalLine(value: unknown): value is JournalLine {
  return isJsonObject(value) && typeof value['type'] === 'string' && /^(run|cell)-[a-z]+$/.test(value['type']);
}
