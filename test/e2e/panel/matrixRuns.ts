import type { EvalCase } from '../../../src/core/dataset/suite.ts';
import { PolypromptError } from '../../../src/core/errors.ts';
import type { AnswerVerdict } from '../../../src/core/grading/verdict.ts';
import type { RunCase } from '../../../src/core/results/matrix/matrixCases.ts';
import type {
  CellResult,
  CellRunEvent,
  PlannedCell,
  RunEvent,
  RunOutcome,
  Target,
} from '../../../src/core/run/events.ts';
import { foldAll, type RunState } from '../../../src/core/run/state.ts';

/** How a cell is made to end. */
export type Ending =
  | 'pass'
  | 'fail'
  | 'error'
  | 'refused'
  | 'truncated'
  | 'ungraded'
  | 'cancelled'
  | 'started'
  | 'ungraded yet'
  | 'queued';

export interface MadeRun {
  readonly state: RunState;
  readonly cases: ReadonlyMap<string, RunCase>;
}

export const targetNames = ['openai/gpt-5.6-luna', 'anthropic/claude-haiku-4-5', 'google/gemini-3.8-flash'];

const tickets = [
  { topic: 'damaged', ticket: 'My parcel arrived broken and nobody answers the phone.' },
  { topic: 'refund', ticket: 'Where is my refund? I sent the lamp back three weeks ago.' },
  { topic: 'delivery', ticket: 'The parcel was to come on Monday. It is Thursday now.' },
  { topic: 'damaged', ticket: 'Glass was in pieces when I opened the box.' },
  { topic: 'other', ticket: 'Do you also sell the shade on its own, in green?' },
  { topic: 'refund', ticket: 'You charged me twice for the same order, please pay one back.' },
];

/** A case as suites have them, the same for the same index. */
export function ticketCase(index: number): EvalCase {
  const { topic, ticket } = tickets[index % tickets.length] ?? { topic: '', ticket: '' };
  return {
    id: `case-${index}`,
    vars: { ticket: index < tickets.length ? ticket : `${ticket} Order A-${1000 + index}.`, locale: 'en' },
    checks: [
      { type: 'icontains', negated: false, value: topic, metric: 'label' },
      { type: 'contains', negated: true, value: 'as an AI' },
    ],
    metadata: { topic, source: index % 3 === 0 ? 'mail' : 'chat' },
    options: {},
    place: { file: '/prompts/tickets.jsonl', range: { start: index * 100, end: index * 100 + 90 } },
  };
}

export function casesNamed(rows: readonly EvalCase[]): ReadonlyMap<string, RunCase> {
  return new Map(rows.map((row, index) => [row.id, { testCase: row, number: index + 1 }]));
}

export interface RunShape {
  readonly runId?: string;
  readonly rows: readonly EvalCase[];
  readonly targets?: readonly string[];
  readonly repeats?: number;
  readonly startedAt?: number;
}

export function planned({ rows, targets = targetNames, repeats = 1 }: RunShape): PlannedCell[] {
  return rows.flatMap((row) =>
    targets.flatMap((target) =>
      Array.from({ length: repeats }, (_, repeat) => ({
        id: `${row.id} ${target} ${repeat}`,
        target,
        caseId: row.id,
        repeat,
        inputs: row.vars,
        messages: [],
      })),
    ),
  );
}

export function evalStarted(shape: RunShape): RunEvent {
  const { targets = targetNames, startedAt = Date.UTC(2026, 10, 20, 14, 2), runId = 'run-2' } = shape;
  return {
    type: 'run-started',
    at: startedAt,
    runId,
    prompt: 'triage.eval.yaml',
    promptVersion: '0badcafe',
    kind: 'eval',
    targets: targets.map((id): Target => ({ id, model: id, parameters: {} })),
    cells: planned(shape),
  };
}

/** What happens to a cell that ends like this. */
export function eventsFor(cell: PlannedCell, ending: Ending, answer = answerTo(cell, ending)): CellRunEvent[] {
  const at = Date.UTC(2026, 10, 20, 14, 3);
  const { id, target } = cell;
  const started: CellRunEvent = { type: 'cell-started', cell: id, at, target, attempt: 1 };
  switch (ending) {
    case 'queued':
      return [];
    case 'started':
      return [started, { type: 'cell-delta', cell: id, at, text: answer.slice(0, 20) }];
    case 'cancelled':
      return [{ type: 'cell-cancelled', cell: id, at, target, model: target, partial: '' }];
    case 'error':
      return [started, failure(cell)];
    case 'ungraded yet':
      return [started, { type: 'cell-done', cell: id, at, ...result(cell, answer) }];
    case 'refused':
    case 'truncated':
    case 'pass':
    case 'fail':
    case 'ungraded': {
      const finishReason = ending === 'refused' ? 'refusal' : ending === 'truncated' ? 'length' : 'stop';
      return [
        started,
        { type: 'cell-done', cell: id, at, ...result(cell, answer), finishReason },
        { type: 'cell-graded', cell: id, at, verdict: verdictOf(ending) },
      ];
    }
  }
}

export function verdictOf(ending: Ending): AnswerVerdict {
  const isPass = ending === 'pass';
  const outcome = isPass ? 'pass' : ending === 'ungraded' ? 'ungraded' : 'fail';
  const reason = isPass
    ? 'The output contains "damaged".'
    : outcome === 'ungraded'
      ? 'The judge gave no verdict.'
      : 'Does not contain “damaged”.';
  return {
    outcome,
    score: isPass ? 1 : 0.5,
    reason,
    namedScores: { label: isPass ? 1 : 0 },
    checks: [
      { outcome, score: isPass ? 1 : 0, reason, ...(isPass ? {} : { expected: 'damaged' }) },
      { outcome: 'pass', score: 1, reason: 'The output does not contain "as an AI".' },
    ],
  };
}

function answerTo({ target, caseId }: PlannedCell, ending: Ending): string {
  if (ending === 'refused') return "I can't help with that.";
  const style = target.includes('haiku') ? 'The customer tells us this at length.' : 'In short:';
  return `${style} ${ending === 'pass' ? 'Label: damaged' : 'Label: late delivery'}\nUrgency: high (${caseId})`;
}

function result({ target, caseId, repeat }: PlannedCell, answer: string): CellResult {
  // A spread that looks measured, and is the same every time.
  const spread = (caseId.length * 7 + target.length * 13 + repeat * 29 + Number(caseId.replace(/\D/g, ''))) % 40;
  return {
    target,
    model: target,
    answer,
    toolCalls: [],
    usage: { inputTokens: 412, outputTokens: 64 + spread },
    cost: { amount: 0.0006 + spread / 100_000, basis: 'estimated', atLeast: false },
    servedModel: null,
    requestId: null,
    finishReason: 'stop',
    rawFinishReason: null,
    timing: { firstTokenMs: 300 + spread, totalMs: 900 + spread * 50 },
    attempts: 1,
    warnings: [],
  };
}

function failure({ id, target }: PlannedCell): CellRunEvent {
  const error = new PolypromptError('server-error', 'The provider failed to answer (503).', { status: 503 });
  return {
    type: 'cell-failed',
    cell: id,
    at: Date.UTC(2026, 10, 20, 14, 3),
    target,
    model: target,
    error: error.toRecord(),
    partial: '',
    usage: null,
    cost: null,
    timing: { totalMs: 820 },
    attempts: 4,
  };
}

/** A run in which every cell ends as said; it has ended unless `isRunning`. */
export function madeRun(
  shape: RunShape,
  endingOf: (cell: PlannedCell, index: number) => Ending,
  { isRunning = false, outcome = 'done' }: { readonly isRunning?: boolean; readonly outcome?: RunOutcome } = {},
): MadeRun {
  const { runId = 'run-2', startedAt = Date.UTC(2026, 10, 20, 14, 2) } = shape;
  const events = [
    evalStarted(shape),
    ...planned(shape).flatMap((cell, index) => eventsFor(cell, endingOf(cell, index))),
    ...(isRunning ? [] : [{ type: 'run-ended' as const, runId, at: startedAt + 91_000, outcome }]),
  ];
  const state = foldAll(events);
  if (!state) throw new Error('a run begins with run-started');
  return { state, cases: casesNamed(shape.rows) };
}

/** A run of two versions of a prompt, as a comparison with HEAD makes it: the older version's targets stand last. */
export function madeVersionRun(
  { targets = targetNames, ...shape }: RunShape,
  endingOf: (target: string, number: number) => Ending,
  { isRunning = false } = {},
): MadeRun {
  const older = targets.map((target) => `${target} @ HEAD`);
  const ending = ({ target, caseId }: PlannedCell) => endingOf(target, Number(caseId.replace(/\D/g, '')));
  const { state, cases } = madeRun({ ...shape, targets: [...targets, ...older] }, ending, { isRunning });
  const versioned = state.targets.map((target) =>
    older.includes(target.id)
      ? { ...target, model: newerId(target.id), version: 'HEAD', newerId: newerId(target.id) }
      : target,
  );
  return { state: { ...state, targets: versioned }, cases };
}

function newerId(target: string): string {
  return target.slice(0, -' @ HEAD'.length);
}
