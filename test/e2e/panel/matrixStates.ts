import { evalReport } from '../../../src/core/results/evalReport.ts';
import { casesByCell } from '../../../src/core/results/matrix/matrixCases.ts';
import { matrixOf } from '../../../src/core/results/matrix/matrixProjection.ts';
import { type RowDetail, rowDetail } from '../../../src/core/results/matrix/matrixRowDetail.ts';
import type { PlannedCell } from '../../../src/core/run/events.ts';
import type { RunState } from '../../../src/core/run/state.ts';
import type { MatrixHostMessage, MatrixLane, MatrixSetup, MatrixView } from '../../../src/protocol.ts';
import { withReadings } from './classStates.ts';
import { judgesOf } from './judgeStates.ts';
import { type Ending, type MadeRun, madeRun, madeVersionRun, ticketCase } from './matrixRuns.ts';
import { withPreferences } from './preferenceStates.ts';

export type MatrixSnapshot = Extract<MatrixHostMessage, { type: 'snapshot' }>;

/** A snapshot, and the rows that the host would send when they are opened. */
export interface MatrixScene {
  readonly snapshot: MatrixSnapshot;
  readonly rows: Readonly<Record<string, RowDetail>>;
}

export const matrixSetup: MatrixSetup = {
  suite: 'file:///prompts/triage.eval.yaml',
  title: 'triage.eval.yaml',
  trusted: true,
  estimate: 'est. $0.31 (0.24-0.42) · about 1 min 40 s · 37 cached',
  history: [
    { runId: 'run-2', startedAt: Date.UTC(2026, 10, 20, 14, 2), label: '3 models · ~$0.29 · 4 failed' },
    { runId: 'run-1', startedAt: Date.UTC(2026, 10, 19, 9, 30), label: '3 models · ~$0.30' },
  ],
  isReport: false,
};

export const lanes: readonly MatrixLane[] = [
  {
    lane: 0,
    model: 'openai/gpt-5.6-luna',
    state: 'open',
    concurrency: 6,
    requestsPerMinute: 500,
    tokensPerMinute: 200_000,
  },
  {
    lane: 1,
    model: 'anthropic/claude-haiku-4-5',
    state: 'paused',
    concurrency: 2,
    requestsPerMinute: 50,
    tokensPerMinute: 40_000,
    until: Date.now() + 3_600_000,
    error: {
      code: 'rate-limited',
      message: 'Anthropic limits the number of requests per minute.',
      hint: 'Wait, or lower the number of requests at once.',
      action: 'retry',
      retryable: true,
    },
  },
  { lane: 2, model: 'google/gemini-3.8-flash', state: 'open', concurrency: 4 },
];

/** Mostly passes, and one of everything else, the same every time. */
export function usualEnding({ caseId, target, repeat }: PlannedCell): Ending {
  const number = Number(caseId.replace(/\D/g, ''));
  if (target.includes('gemini')) {
    if (number === 12) return 'error';
    if (number % 5 === 1) return repeat === 0 ? 'fail' : 'pass';
    if (number === 8) return 'truncated';
  }
  if (target.includes('haiku') && number === 4) return 'refused';
  if (target.includes('haiku') && number % 17 === 9) return 'ungraded';
  if (target.includes('luna') && number % 13 === 5) return 'fail';
  return 'pass';
}

/** The change of the prompt cost every fifth case on the first model, and mended one on the last. */
export function versionEnding(target: string, number: number): Ending {
  const isOlder = target.endsWith('@ HEAD');
  if (target.includes('luna') && number % 5 === 2) return isOlder ? 'pass' : 'fail';
  if (target.includes('gemini') && number === 3) return isOlder ? 'fail' : 'pass';
  return target.includes('haiku') && number % 7 === 4 ? 'fail' : 'pass';
}

export function viewOf(run: MadeRun, previous?: RunState): MatrixView {
  const { targets, preferences } = evalReport(run.state, casesByCell(run.state, run.cases));
  return {
    matrix: matrixOf({ ...run, ...(previous ? { previous } : {}) }),
    totals: targets,
    ...(preferences ? { preferred: preferences } : {}),
    lanes: [],
    isPaused: false,
    isAtTodaysPrices: false,
  };
}

export function detailsOf({ state, cases }: MadeRun): Readonly<Record<string, RowDetail>> {
  const cells = Object.groupBy(Object.values(state.cells), ({ caseId }) => caseId);
  return Object.fromEntries(
    [...cases].map(([caseId, found]) => [caseId, rowDetail(caseId, found, cells[caseId] ?? [])]),
  );
}

export function sceneOf(run: MadeRun, change: Partial<MatrixView> = {}, previous?: RunState): MatrixScene {
  const view = { ...viewOf(run, previous), ...change };
  return { snapshot: { type: 'snapshot', seq: 1, setup: matrixSetup, view }, rows: detailsOf(run) };
}

export function manyRows(count: number) {
  return Array.from({ length: count }, (_, index) => ticketCase(index));
}

/** Rows of which every third is made up. */
export function mixedRows(count: number) {
  return manyRows(count).map((row, index) =>
    index % 3 === 2 ? { ...row, metadata: { ...row.metadata, source: 'generated' } } : row,
  );
}

/** What the matrix can look like, by name. */
export function matrixScenes(): Readonly<Record<string, MatrixScene>> {
  const rows = manyRows(120);
  const done = madeRun({ rows }, usualEnding);
  const before = madeRun({ rows, runId: 'run-1' }, (cell) => (cell.caseId === 'case-3' ? 'fail' : usualEnding(cell)));
  const running = (cell: PlannedCell): Ending => {
    const number = Number(cell.caseId.replace(/\D/g, ''));
    return number < 14 ? usualEnding(cell) : number < 18 ? 'started' : 'queued';
  };
  const startedAt = Date.now() - 41_000;
  const left = (cell: PlannedCell): Ending =>
    Number(cell.caseId.replace(/\D/g, '')) < 20 ? usualEnding(cell) : 'queued';
  return {
    done: sceneOf(done, { expected: 'about $0.31' }, before.state),
    running: sceneOf(madeRun({ rows, startedAt }, running, { isRunning: true }), { lanes }),
    budget: sceneOf(madeRun({ rows }, left, { outcome: 'budget' })),
    stopped: sceneOf(madeRun({ rows }, left, { outcome: 'stopped' }), {
      lanes: lanes.map((lane) => (lane.error ? { ...lane, state: 'stopped' } : lane)),
    }),
    paused: sceneOf(madeRun({ rows, startedAt }, running, { isRunning: true }), { isPaused: true }),
    repeats: sceneOf(madeRun({ rows: manyRows(12), repeats: 3 }, usualEnding)),
    classes: sceneOf(withReadings(done), {
      required: [
        { text: 'met: openai/gpt-5.6-luna recall(late) >= 70%, it is 81.8%', isMet: true },
        { text: 'not met: openai/gpt-5.6-luna recall(refund) >= 95%, it is 81.8%', isMet: false },
      ],
    }),
    preferred: sceneOf(withPreferences(done)),
    synthetic: sceneOf(madeRun({ rows: mixedRows(60) }, usualEnding)),
    judges: sceneOf(done, { judges: judgesOf(done) }),
    versions: sceneOf(madeVersionRun({ rows: manyRows(30) }, versionEnding)),
    empty: { snapshot: { type: 'snapshot', seq: 1, setup: matrixSetup, view: null }, rows: {} },
    untrusted: {
      snapshot: { type: 'snapshot', seq: 1, setup: { ...matrixSetup, trusted: false }, view: null },
      rows: {},
    },
  };
}
