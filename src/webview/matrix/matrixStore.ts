import type { TargetReport } from '../../core/run/evalReport.ts';
import { applyChanges, type Matrix } from '../../core/run/matrix.ts';
import type { RowDetail } from '../../core/run/matrixRowDetail.ts';
import type { MatrixHostMessage, MatrixLane, MatrixSetup } from '../../protocol.ts';

/** What the host has told so far. `isBehind` means that messages were lost and a new snapshot is needed. */
export interface MatrixState {
  readonly seq: number;
  readonly isBehind: boolean;
  readonly setup: MatrixSetup | undefined;
  readonly matrix: Matrix | undefined;
  readonly totals: readonly TargetReport[];
  readonly lanes: readonly MatrixLane[];
  readonly isPaused: boolean;
  readonly isAtTodaysPrices: boolean;
  readonly expected: string | undefined;
  /** The row that is open, once its answers are here. */
  readonly row: RowDetail | undefined;
}

export const emptyMatrix: MatrixState = {
  seq: 0,
  isBehind: false,
  setup: undefined,
  matrix: undefined,
  totals: [],
  lanes: [],
  isPaused: false,
  isAtTodaysPrices: false,
  expected: undefined,
  row: undefined,
};

type Changes = Extract<MatrixHostMessage, { readonly type: 'changes' }>;
type Snapshot = Extract<MatrixHostMessage, { readonly type: 'snapshot' }>;

/** The state after one more message. A message from before the last one is dropped, a gap leaves everything as it was. */
export function receiveMatrix(state: MatrixState, message: MatrixHostMessage): MatrixState {
  if (message.type === 'snapshot') return fromSnapshot(state, message);
  if (state.isBehind || message.seq <= state.seq) return state;
  if (message.seq > state.seq + 1) return { ...state, isBehind: true };
  const next = { ...state, seq: message.seq };
  if (message.type === 'setup') return { ...next, setup: message.setup };
  return message.type === 'row' ? { ...next, row: message.row ?? undefined } : withChanges(next, message);
}

function fromSnapshot(state: MatrixState, { seq, setup, view }: Snapshot): MatrixState {
  const isSameRun = view?.matrix.run.runId === state.matrix?.run.runId;
  return {
    ...emptyMatrix,
    seq,
    setup,
    ...(view ? { ...view, expected: view.expected } : {}),
    row: isSameRun ? state.row : undefined,
  };
}

function withChanges(state: MatrixState, { cells, run, totals, lanes, isPaused }: Changes): MatrixState {
  return {
    ...state,
    matrix: state.matrix && applyChanges(state.matrix, cells, run),
    totals: totals ?? state.totals,
    lanes: lanes ?? state.lanes,
    isPaused: isPaused ?? state.isPaused,
  };
}

const types: ReadonlySet<unknown> = new Set<MatrixHostMessage['type']>(['snapshot', 'setup', 'row', 'changes']);

/** True when `data` has the shape of a message of ours; windows also receive messages of others. */
export function isMatrixMessage(data: unknown): data is MatrixHostMessage {
  return (
    typeof data === 'object' &&
    data !== null &&
    'type' in data &&
    types.has(data.type) &&
    'seq' in data &&
    typeof data.seq === 'number'
  );
}
