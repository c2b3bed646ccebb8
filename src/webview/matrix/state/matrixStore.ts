import type { ChoiceView } from '../../../core/judges/choiceView.ts';
import type { JudgesReport } from '../../../core/judges/judgesReport.ts';
import type { PeoplePreferences } from '../../../core/judges/peoplePreferences.ts';
import type { RequirementNote } from '../../../core/reports/requirementLines.ts';
import type { TargetReport } from '../../../core/results/evalReport.ts';
import { applyChanges, type Matrix } from '../../../core/results/matrix/matrix.ts';
import type { RowDetail } from '../../../core/results/matrix/matrixRowDetail.ts';
import type { PreferenceFigures } from '../../../core/results/preferenceFigures.ts';
import type { MatrixHostMessage, MatrixLane, MatrixSetup, ReviewView } from '../../../protocol.ts';
import { inOrder, isMessageOf, type MessageOrder } from '../../panel/messageOrder.ts';

/** Everything that the host has told so far. */
export interface MatrixState extends MessageOrder {
  readonly setup: MatrixSetup | undefined;
  readonly matrix: Matrix | undefined;
  readonly totals: readonly TargetReport[];
  readonly preferred: readonly PreferenceFigures[];
  readonly required: readonly RequirementNote[];
  readonly chosen: readonly PeoplePreferences[];
  readonly judges: JudgesReport | undefined;
  readonly lanes: readonly MatrixLane[];
  readonly isPaused: boolean;
  readonly isAtTodaysPrices: boolean;
  readonly expected: string | undefined;
  /** The row that is open, once its answers are here. */
  readonly row: RowDetail | undefined;
  /** The review that stands in place of the results. */
  readonly review: ReviewView | undefined;
  /** The choice between answers that stands in place of the results. */
  readonly choice: ChoiceView | undefined;
}

export const emptyMatrix: MatrixState = {
  seq: 0,
  isBehind: false,
  setup: undefined,
  matrix: undefined,
  totals: [],
  preferred: [],
  required: [],
  chosen: [],
  judges: undefined,
  lanes: [],
  isPaused: false,
  isAtTodaysPrices: false,
  expected: undefined,
  row: undefined,
  review: undefined,
  choice: undefined,
};

type Changes = Extract<MatrixHostMessage, { readonly type: 'changes' }>;
type Snapshot = Extract<MatrixHostMessage, { readonly type: 'snapshot' }>;

/** The state after one more message. */
export function receiveMatrix(state: MatrixState, message: MatrixHostMessage): MatrixState {
  if (message.type === 'snapshot') return fromSnapshot(state, message);
  return inOrder(state, message.seq, (next) => {
    if (message.type === 'setup') return { ...next, setup: message.setup };
    if (message.type === 'review') return { ...next, review: message.review ?? undefined };
    if (message.type === 'choice') return { ...next, choice: message.choice ?? undefined };
    return message.type === 'row' ? { ...next, row: message.row ?? undefined } : withChanges(next, message);
  });
}

function fromSnapshot(state: MatrixState, { seq, setup, view }: Snapshot): MatrixState {
  const isSameRun = view?.matrix.run.runId === state.matrix?.run.runId;
  return {
    ...emptyMatrix,
    seq,
    setup,
    ...(view ? { ...view, expected: view.expected } : {}),
    row: isSameRun ? state.row : undefined,
    review: isSameRun ? state.review : undefined,
    choice: isSameRun ? state.choice : undefined,
  };
}

function withChanges(
  state: MatrixState,
  { cells, run, totals, preferred, required, lanes, isPaused }: Changes,
): MatrixState {
  return {
    ...state,
    matrix: state.matrix && applyChanges(state.matrix, cells, run),
    totals: totals ?? state.totals,
    preferred: preferred ?? (totals ? [] : state.preferred),
    required: required ?? (totals ? [] : state.required),
    lanes: lanes ?? state.lanes,
    isPaused: isPaused ?? state.isPaused,
  };
}

export const isMatrixMessage = isMessageOf<MatrixHostMessage>({
  snapshot: true,
  setup: true,
  row: true,
  review: true,
  choice: true,
  changes: true,
});
