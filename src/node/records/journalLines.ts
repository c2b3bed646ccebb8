import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { defined } from '../../core/jsonRead.ts';
import { messagesKey } from '../../core/lateMessages.ts';
import type { PlannedCell, RunEvent, RunStarted } from '../../core/run/events.ts';
import { openLine, summedLine } from './summedLine.ts';

/** What a journal file holds; `damaged` counts lines that are not events. */
export interface JournalContent {
  readonly events: readonly RunEvent[];
  readonly damaged: number;
}

/** A planned cell as it is written: what it shares with an earlier one is left out, and `as` names that one. */
type WrittenCell = PlannedCell & { readonly as?: { readonly parameters?: string; readonly loop?: string } };

/**
 * A planned cell as a line of its own behind its `run-started`. Cells of one case are sent the same messages, so the first of them holds
 * the messages and the others name it.
 */
export type CellPlanned = { readonly type: 'cell-planned' } & Omit<WrittenCell, 'inputs' | 'messages'> &
  (Pick<PlannedCell, 'inputs' | 'messages'> | { readonly like: string });

/** How many characters of a plan are put together at once. V8 keeps texts that are much longer until it looks through the whole heap. */
const pieceLength = 1 << 16;

/** A run's first lines in pieces: its head, then its cells one by one, so that a large plan is never one text in memory. */
export function* piecesOfPlan(event: RunStarted): Generator<string> {
  const first = new Map<object, PlannedCell>();
  const settings = new SettingsTold();
  let piece = `${summedLine({ ...event, cells: [], planned: event.cells.length })}\n`;
  for (const cell of event.cells) {
    const messages = messagesKey(cell);
    const known = first.get(messages);
    const isAlike = known !== undefined && known.inputs === cell.inputs;
    if (!isAlike) first.set(messages, cell);
    const short = settings.leaveOut(cell);
    const line: CellPlanned = isAlike ? alike(short, known) : { type: 'cell-planned', ...short };
    piece += `${summedLine(line)}\n`;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

/** Shorter settings are written again, since naming a cell is as long. */
const leastShared = 100;

/** The settings that were written with a cell, and that later cells name. */
class SettingsTold {
  readonly #told = new Map<string, string>();

  leaveOut(cell: PlannedCell): WrittenCell {
    const { parameters, loop, ...rest } = cell;
    const knownParameters = this.#holderOf(parameters, cell.id);
    const knownLoop = this.#holderOf(loop, cell.id);
    const as = defined({ parameters: knownParameters, loop: knownLoop });
    return {
      ...rest,
      ...(knownParameters === undefined ? defined({ parameters }) : {}),
      ...(knownLoop === undefined ? defined({ loop }) : {}),
      ...(Object.keys(as).length > 0 ? { as } : {}),
    };
  }

  /** The earlier cell that was written with these settings; undefined for the first, which later ones name. */
  #holderOf(settings: object | undefined, cell: string): string | undefined {
    const text = JSON.stringify(settings) ?? '';
    if (text.length < leastShared) return undefined;
    const known = this.#told.get(text);
    if (known === undefined) this.#told.set(text, cell);
    return known;
  }
}

function alike({ inputs: _same, messages: _sent, ...cell }: WrittenCell, known: PlannedCell): CellPlanned {
  return { type: 'cell-planned', ...cell, like: known.id };
}

/** A line of a journal: an event, or a planned cell of the `run-started` before it. */
export type JournalLine = Exclude<RunEvent, RunStarted> | (RunStarted & { readonly planned?: number }) | CellPlanned;

/**
 * The events in a journal's lines. A plan that is not whole gives no events: the process was killed while it wrote the plan, before
 * anything was asked, so there is no such run.
 */
export function readLines(lines: Iterable<string>): JournalContent {
  const read: JournalLine[] = [];
  let damaged = 0;
  for (const line of believable(lines)) {
    if (line) read.push(line);
    else damaged++;
  }
  const planned = read.filter((line) => line.type === 'cell-planned');
  const cells = [...plannedIn(planned)];
  const events = read.flatMap((line): RunEvent[] => {
    if (line.type === 'cell-planned') return [];
    if (line.type !== 'run-started') return [line];
    const { planned: count, ...started } = line;
    return [count === undefined ? started : { ...started, cells }];
  });
  const whole = read.every((line) => line.type !== 'run-started' || (line.planned ?? 0) <= planned.length + damaged);
  return { events: whole ? events : [], damaged };
}

/**
 * Yields the lines that can be believed, and undefined for the others. Once a line has a checksum, every later line must have one that fits;
 * lines before it come from an older release. Each line is parsed as it comes, so that the texts of a large journal are never all in memory.
 * Whole lines of the types in `without` are passed over, and not parsed.
 */
export function* believable(
  lines: Iterable<string>,
  without: readonly JournalLine['type'][] = [],
): Generator<JournalLine | undefined> {
  const beginnings = without.map((type) => `{"type":"${type}",`);
  let haveSums = false;
  for (const line of lines) {
    const { hasSum, json } = openLine(line);
    haveSums ||= hasSum;
    if (hasSum && json !== undefined && beginnings.some((beginning) => json.startsWith(beginning))) continue;
    yield json === undefined || hasSum !== haveSums ? undefined : parseLine(json);
  }
}

/** The cells that these lines plan, one after the other, wherever they stand: in lines of their own, or in the event itself. */
export function* plannedIn(lines: Iterable<JournalLine | undefined>): Generator<PlannedCell> {
  const known = new Map<string, PlannedCell>();
  for (const line of lines) {
    if (line?.type === 'run-started' || line?.type === 'run-changed' || line?.type === 'run-extended')
      yield* line.cells;
    if (line?.type !== 'cell-planned') continue;
    const { type: _line, ...cell } = line;
    const { as, ...own } = cell;
    const settings = settingsOf(as, known);
    const settled = settings && { ...own, ...settings };
    const full = settled && ('like' in settled ? sharing(settled, known.get(settled.like)) : settled);
    if (!full) continue;
    known.set(full.id, full);
    yield full;
  }
}

/** The settings of the cells that are named; undefined where one of these is damaged. */
function settingsOf(
  as: WrittenCell['as'],
  known: ReadonlyMap<string, PlannedCell>,
): Pick<PlannedCell, 'parameters' | 'loop'> | undefined {
  if (!as) return {};
  const parameters = as.parameters === undefined ? undefined : known.get(as.parameters)?.parameters;
  const loop = as.loop === undefined ? undefined : known.get(as.loop)?.loop;
  const isWhole = (as.parameters === undefined || parameters) && (as.loop === undefined || loop);
  return isWhole ? defined({ parameters, loop }) : undefined;
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

type FieldKind = 'text' | 'number' | 'boolean' | 'list' | 'object' | 'object or null';

const cellEnd = { cell: 'text', at: 'number', target: 'text', model: 'text' } as const;
const account = {
  ...cellEnd,
  usage: 'object or null',
  cost: 'object or null',
  timing: 'object',
  attempts: 'number',
} as const;

/** The fields that every reader of an event relies on. Journals are our own files, so a line that lacks any of these is damaged. */
const requiredFields: Readonly<Record<JournalLine['type'], Readonly<Record<string, FieldKind>>>> = {
  'run-started': { at: 'number', runId: 'text', prompt: 'text', promptVersion: 'text', targets: 'list', cells: 'list' },
  'run-changed': { at: 'number', runId: 'text', targets: 'list', cells: 'list' },
  'run-extended': { at: 'number', runId: 'text', targets: 'list', cells: 'list' },
  'proposal-made': { at: 'number', proposal: 'object' },
  'proposal-judged': { at: 'number', proposal: 'object' },
  'rows-asked': { at: 'number', phase: 'text', cells: 'list' },
  'result-found': { at: 'number', result: 'object' },
  'run-ended': { at: 'number', runId: 'text', outcome: 'text' },
  'lane-changed': { at: 'number', lane: 'object' },
  'batch-prepared': { batch: 'text', at: 'number', model: 'text', purpose: 'text', requests: 'list' },
  'batch-uploaded': { batch: 'text', at: 'number', file: 'text' },
  'batch-submitted': { batch: 'text', at: 'number', job: 'text', status: 'text' },
  'batch-changed': { batch: 'text', at: 'number', status: 'text' },
  'batch-collected': { batch: 'text', at: 'number', status: 'text' },
  'cell-planned': { id: 'text', target: 'text', caseId: 'text', repeat: 'number' },
  'cell-started': { cell: 'text', at: 'number', target: 'text', attempt: 'number' },
  'cell-round': { cell: 'text', at: 'number', round: 'object' },
  'user-turn': { cell: 'text', at: 'number', user: 'object' },
  'calls-taken-up': { cell: 'text', at: 'number' },
  'tool-awaited': { cell: 'text', at: 'number', call: 'object' },
  'tool-result': { cell: 'text', at: 'number', result: 'object' },
  'cell-delta': { cell: 'text', at: 'number' },
  'cell-warning': { cell: 'text', at: 'number', warning: 'object' },
  'cell-usage': { cell: 'text', at: 'number', usage: 'object' },
  'cell-retrying': { cell: 'text', at: 'number', delayMs: 'number', maxAttempts: 'number', error: 'object' },
  'cell-rerouted': { cell: 'text', at: 'number', ask: 'object', restarts: 'boolean' },
  'cell-done': { ...account, answer: 'text', toolCalls: 'list', warnings: 'list', finishReason: 'text' },
  'cell-failed': { ...account, error: 'object', partial: 'text' },
  'cell-cancelled': { ...cellEnd, partial: 'text' },
  'cell-graded': { cell: 'text', at: 'number', verdict: 'object' },
};

const fieldsOf = new Map(Object.entries(requiredFields).map(([type, fields]) => [type, Object.entries(fields)]));

function isJournalLine(value: unknown): value is JournalLine {
  if (!isJsonObject(value) || typeof value['type'] !== 'string') return false;
  const fields = fieldsOf.get(value['type']);
  if (!fields) return false;
  return fields.every(([name, kind]) => isKind(value[name], kind)) && isWhole(value);
}

function isKind(value: JsonValue | undefined, kind: FieldKind): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'object':
      return isJsonObject(value);
    case 'object or null':
      return value === null || isJsonObject(value);
  }
}

/** The parts inside of an event that are counted and listed. */
function isWhole({ type, verdict, timing, like, inputs, messages, targets }: JsonObject): boolean {
  if (isJsonObject(verdict))
    return (
      typeof verdict['outcome'] === 'string' && Array.isArray(verdict['checks']) && isJsonObject(verdict['namedScores'])
    );
  if (type === 'cell-planned') return typeof like === 'string' || (isJsonObject(inputs) && isMessages(messages));
  if (Array.isArray(targets))
    return targets.every(
      (target) => isJsonObject(target) && typeof target['id'] === 'string' && typeof target['model'] === 'string',
    );
  return !isJsonObject(timing) || typeof timing['totalMs'] === 'number';
}

function isMessages(value: JsonValue | undefined): boolean {
  const isMessage = (message: JsonValue) => isJsonObject(message) && Array.isArray(message['parts']);
  return Array.isArray(value) && value.every(isMessage);
}
