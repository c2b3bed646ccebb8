import type { ImportPage } from './core/cases/page/importPage.ts';
import type { ErrorAction, ErrorRecord } from './core/errors.ts';
import type { ImproveOptions, ImproveSetup, ImproveView } from './core/improve/improvePage.ts';
import type { JsonObject } from './core/json.ts';
import type { ChoiceIntent, ChoiceView } from './core/judges/choiceView.ts';
import type { PeopleInRun } from './core/judges/peopleInRun.ts';
import type { PersonMark } from './core/people/personMark.ts';
import type { PersonVerdict } from './core/people/verdictLines.ts';
import type { PersonalChoice } from './core/privacy/personalChoices.ts';
import type { PersonalKind } from './core/privacy/personalKinds.ts';
import type { PhoneRegion } from './core/privacy/phonePlans.ts';
import type { InputField } from './core/prompt/document.ts';
import type { RequirementNote } from './core/reports/requirementLines.ts';
import type { ResultFormat } from './core/reports/resultFormats.ts';
import type { TargetReport } from './core/results/evalReport.ts';
import type { Matrix, MatrixChange, MatrixRun } from './core/results/matrix/matrix.ts';
import type { CheckLabel, RowDetail } from './core/results/matrix/matrixRowDetail.ts';
import type { PreferenceFigures } from './core/results/preferenceFigures.ts';
import type { CallReply } from './core/run/callReply.ts';
import type { LaneStatus, RunEvent } from './core/run/events.ts';
import type { RunState } from './core/run/state.ts';
import type { SimulationView } from './core/simulation/simulationView.ts';

/** A variable as the panel's form shows it; its value, default included, stands in `inputs`. */
export type FormField = Omit<InputField, 'default'>;

/** A column that a run would have: the model and what is known of it. Prices are ready-made text: "$0.20 in · $1.25 out". */
export interface ChosenModel {
  readonly model: string;
  readonly label: string;
  readonly provider: string;
  readonly simulated: boolean;
  readonly price: string;
  readonly keyMissing: boolean;
}

export interface RunSummary {
  readonly runId: string;
  readonly startedAt: number;
  /** A line for the run, such as "5 models · $0.004 · 2 failed". */
  readonly label: string;
}

/** The case of a suite that the inputs are from, and by whose checks the answers are checked. */
export interface ChosenRow {
  /** The id of its row in a run. */
  readonly caseId: string;
  /** The name of its suite. */
  readonly suite: string;
  /** Its place among all cases of the prompt's suites, from 1. */
  readonly number: number;
  readonly description?: string;
  readonly checks: readonly CheckLabel[];
  /** What people say of the answers to it that are shown. */
  readonly people: readonly PersonMark[];
}

/** Everything the panel shows that is not the run itself. */
export interface CompareSetup {
  /** The address of the prompt. The panel keeps it in its saved state, so that a reloaded window finds the prompt again. */
  readonly prompt: string;
  /** File name of the prompt. */
  readonly title: string;
  readonly models: readonly ChosenModel[];
  readonly fields: readonly FormField[];
  readonly inputs: JsonObject;
  /** Names of required fields without a value. */
  readonly missing: readonly string[];
  /** How many times each column is asked. */
  readonly repeats: number;
  /** The versions of the prompt and the settings, for each pair of which each model gets a column. */
  readonly kinds: { readonly versions: number; readonly settings: number };
  /** The expected price, such as "est. $0.004-0.011" or "price unknown for 1 of 3 models". */
  readonly estimate: string;
  readonly trusted: boolean;
  /** True when only simulated models could answer, because there is no key at all. */
  readonly needsKey: boolean;
  readonly problem?: ErrorRecord;
  readonly history: readonly RunSummary[];
  /** How many cases the suites of the prompt have. */
  readonly rows: number;
  readonly row?: ChosenRow;
}

/** Messages from the host to the panel. `events` follow the snapshot without a gap in `seq`; a panel that sees a gap asks for `resync`. */
export type HostMessage =
  | {
      readonly type: 'snapshot';
      readonly seq: number;
      readonly setup: CompareSetup;
      readonly run: RunState | null;
      readonly previous: RunState | null;
    }
  | { readonly type: 'events'; readonly seq: number; readonly events: readonly RunEvent[] }
  | { readonly type: 'setup'; readonly seq: number; readonly setup: CompareSetup };

/** An answer of a column: with `repeat`, from 0, that of several to the same request; the first one without. */
export interface ColumnAnswer {
  readonly target: string;
  readonly repeat?: number;
}

/** A wish of the panel, from a short list. No wish carries a command id, a path to write, or a key. */
export type CompareIntent =
  | { readonly type: 'run' }
  | { readonly type: 'run-simulated' }
  | { readonly type: 'stop' }
  | { readonly type: 'choose-models' | 'choose-columns' }
  /** Chooses a case of the prompt's suites; `leave-row` keeps its inputs, without its checks. */
  | { readonly type: 'choose-row' | 'next-row' | 'previous-row' | 'leave-row' }
  | { readonly type: 'set-inputs'; readonly inputs: JsonObject }
  /** How many times each column is asked from the next run on. */
  | { readonly type: 'set-repeats'; readonly repeats: number }
  | { readonly type: 'rerun-target'; readonly target: string }
  | { readonly type: 'stop-target'; readonly target: string }
  | { readonly type: 'remove-model'; readonly model: string }
  | { readonly type: 'error-action'; readonly action: ErrorAction; readonly target?: string }
  | { readonly type: 'open-diff'; readonly left: ColumnAnswer; readonly right: ColumnAnswer | 'previous-run' }
  /** The request of the last round, or of another one, from 1. */
  | (ColumnAnswer & { readonly type: 'view-request'; readonly round?: number })
  /** The calls that an answer ended with are to get results, which a person gives. */
  | (ColumnAnswer & { readonly type: 'take-up-calls' })
  /** `keep` writes the result into the prompt as well, as a rule. */
  | (ColumnAnswer & { readonly type: 'answer-call'; readonly reply: CallReply; readonly keep?: true })
  /** Writes a result that a person gave into the prompt, as a rule; both count from 1. */
  | (ColumnAnswer & { readonly type: 'keep-mock'; readonly round: number; readonly call: number })
  /** Says more to these columns, each in its own conversation. */
  | { readonly type: 'follow-up'; readonly targets: readonly string[]; readonly text: string }
  /** Writes what was said in a column, and the results that persons gave there, into a suite as a case. */
  | (ColumnAnswer & {
      readonly type: 'keep-conversation' | 'copy-answer' | 'copy-curl' | 'save-answer' | 'keep-answer';
    })
  /** A person's verdict on an answer to the chosen case; null takes it back. */
  | (ColumnAnswer & { readonly type: 'judge'; readonly verdict: PersonVerdict | null })
  | (ColumnAnswer & { readonly type: 'note' })
  | { readonly type: 'open-run'; readonly runId: string }
  | { readonly type: 'open-link'; readonly url: string };

/** Messages from the panel to the host: a wish, or the request for a snapshot. */
export type CompareMessage = { readonly type: 'ready' } | { readonly type: 'resync' } | CompareIntent;

/** Everything the matrix shows that is not a run itself. */
export interface MatrixSetup {
  /** The address of the suite, which is kept in the panel's saved state. */
  readonly suite: string;
  /** File name of the suite. */
  readonly title: string;
  readonly trusted: boolean;
  /** What a run would take, such as "est. $0.31 (0.24-0.42) · about 1 min 40 s · 37 cached"; empty when it is not known. */
  readonly estimate: string;
  readonly history: readonly RunSummary[];
  /** True in a report, which can only be looked at. */
  readonly isReport: boolean;
  readonly problem?: ErrorRecord;
}

/** A lane by a number that means nothing outside of this panel, because the lane's own id names an address and a key. */
export type MatrixLane = Omit<LaneStatus, 'id'> & { readonly lane: number };

/** A run as the matrix shows it. */
export interface MatrixView extends PeopleInRun {
  readonly matrix: Matrix;
  readonly totals: readonly TargetReport[];
  /** What checks of preference have found; absent where there are none. */
  readonly preferred?: readonly PreferenceFigures[];
  /** What the suite requires of the figures; absent where it requires nothing. */
  readonly required?: readonly RequirementNote[];
  readonly lanes: readonly MatrixLane[];
  /** True while nothing new is asked because nothing can be recorded. */
  readonly isPaused: boolean;
  /** True when costs are counted at the prices of today, not at those that the run was made with. */
  readonly isAtTodaysPrices: boolean;
  /** The cost that was expected before the run began, such as `about $0.31`. */
  readonly expected?: string;
}

/** An answer as a person judges it: with what it was given for, and without a word of who gave it or what any check says. */
export interface ReviewAnswer {
  /** Names the answer in wishes about it, and nothing else. */
  readonly item: string;
  /** The name of the case, where the suite gives it one. */
  readonly description?: string;
  readonly vars: RowDetail['vars'];
  /** What is checked: the values of the checks, without what came of them. */
  readonly checks: readonly CheckLabel[];
  /** The answer, or the whole conversation where more was said than that. */
  readonly text: string;
  readonly isConversation?: true;
  /** What this person has said of it before. */
  readonly own?: PersonVerdict;
}

/** What was hidden of the answer that was judged last. */
export interface ReviewedAnswer {
  readonly verdict: PersonVerdict;
  readonly target: string;
  /** What the suite's checks say, such as `pass`. */
  readonly outcome: string;
  /** Why a check failed. */
  readonly reason?: string;
}

/** A review of a run's answers. */
export interface ReviewView {
  /** The answer to judge; null when all have been judged, or when there is none. */
  readonly answer: ReviewAnswer | null;
  /** The place in the queue, from 1, how many were judged, and how many there are. */
  readonly at: number;
  readonly judged: number;
  readonly total: number;
  readonly last?: ReviewedAnswer;
}

/** Messages from the host to the matrix, numbered as those to the compare panel. A row comes when it is opened, and again as it changes. */
export type MatrixHostMessage =
  | { readonly type: 'snapshot'; readonly seq: number; readonly setup: MatrixSetup; readonly view: MatrixView | null }
  | { readonly type: 'setup'; readonly seq: number; readonly setup: MatrixSetup }
  | {
      readonly type: 'row';
      readonly seq: number;
      readonly row: RowDetail | null;
      /** A person asked in the editor for the row, so it opens. */
      readonly reveals?: true;
    }
  /** The review under way; null when it is over. */
  | { readonly type: 'review'; readonly seq: number; readonly review: ReviewView | null }
  /** The choice between answers that is under way; null when it is over. */
  | { readonly type: 'choice'; readonly seq: number; readonly choice: ChoiceView | null }
  | ({ readonly type: 'changes'; readonly seq: number } & MatrixChanges);

/** What has changed since the last message. */
export interface MatrixChanges
  extends Partial<Pick<MatrixView, 'totals' | 'preferred' | 'required' | 'lanes' | 'isPaused'>> {
  readonly cells: readonly MatrixChange[];
  readonly run: MatrixRun;
}

/** One answer in the matrix. */
export interface MatrixAnswer {
  readonly caseId: string;
  readonly target: string;
  readonly repeat: number;
}

/** A wish of the matrix. `resume` goes on with a run that was stopped, `raise-limit` asks for a higher limit first. */
export type MatrixIntent =
  | {
      readonly type:
        | 'run'
        | 'run-failed'
        | 'stop'
        | 'resume'
        | 'raise-limit'
        | 'retry-recording'
        | 'collect-batch'
        | 'improve';
    }
  | { readonly type: 'improve-judge'; readonly check: string }
  | { readonly type: 'show-case' | 'rerun-case'; readonly caseId: string }
  | ({
      readonly type: 'rerun-cell' | 'accept-answer' | 'keep-as-test-case' | 'open-expected-diff' | 'copy-answer';
    } & MatrixAnswer)
  /** A person's verdict on an answer, as a whole or by a criterion; null takes it back. */
  | ({ readonly type: 'judge'; readonly verdict: PersonVerdict | null; readonly criterion?: string } & MatrixAnswer)
  | ({ readonly type: 'note'; readonly criterion?: string } & MatrixAnswer)
  | {
      readonly type: 'open-diff';
      readonly caseId: string;
      readonly left: ColumnAnswer;
      readonly right: ColumnAnswer;
    }
  /** The request of the last round, or of another one, from 1. */
  | ({ readonly type: 'view-request'; readonly round?: number } & MatrixAnswer)
  | { readonly type: 'open-run'; readonly runId: string }
  | { readonly type: 'export'; readonly format: ResultFormat }
  | { readonly type: 'set-concurrency'; readonly lane: number; readonly concurrency: number }
  | { readonly type: 'error-action'; readonly action: ErrorAction }
  | { readonly type: 'open-link'; readonly url: string };

export type ReviewIntent = { readonly type: 'review' } | { readonly type: 'leave-review' } | ReviewStep;

/** A wish about the review under way. `item` is the answer that was on the page: one that has gone on since means nothing. */
export type ReviewStep =
  | { readonly type: 'review-undo' }
  | { readonly type: 'review-verdict'; readonly item: string; readonly verdict: PersonVerdict }
  | { readonly type: 'review-note'; readonly item: string }
  /** Goes to the next answer, or to the one before, without a verdict. */
  | { readonly type: 'review-move'; readonly step: 1 | -1 };

/** Messages from the matrix to the host: a wish, or a request for everything or for one row with its answers. */
export type MatrixMessage =
  | { readonly type: 'ready' | 'resync' | 'close-row' | 'use-todays-prices' | 'use-own-prices' }
  | { readonly type: 'open-row'; readonly caseId: string }
  | ReviewIntent
  | ChoiceIntent
  | MatrixIntent;

/** Messages from the host to the page about routes. */
export type RoutesHostMessage =
  | { readonly type: 'simulation'; readonly view: SimulationView }
  /** The wish cannot be carried out; the text says why. */
  | { readonly type: 'problem'; readonly problem: string };

/** A wish of the page about routes. Shares are from 0 to 1. */
export type RoutesMessage =
  | { readonly type: 'ready' }
  | {
      readonly type: 'simulate';
      readonly outages: readonly string[];
      readonly requests?: number;
      readonly keep: number;
      /** True when costs are counted at the prices of today, not at those that the run was made with. */
      readonly atTodaysPrices?: true;
    }
  | { readonly type: 'adopt'; readonly proposal: number };

/** Messages from the host to the page of an improvement, each with everything that it shows. */
export interface ImproveHostMessage {
  readonly type: 'improvement';
  readonly seq: number;
  readonly setup: ImproveSetup;
  readonly view: ImproveView | null;
}

/** A wish of the page of an improvement; a wording is named by its number. */
export type ImproveIntent =
  | { readonly type: 'start' | 'stop' | 'resume' | 'begin-anew' | 'choose-reflect' }
  | { readonly type: 'set-options'; readonly options: ImproveOptions }
  | { readonly type: 'open-diff' | 'accept' | 'take-parts'; readonly wording: number }
  | { readonly type: 'show-case'; readonly caseId: string }
  | { readonly type: 'error-action'; readonly action: ErrorAction };

export type ImproveMessage = { readonly type: 'ready' } | ImproveIntent;

/** Messages from the host to the page between a file and the repository. They hold what was read, so the page keeps nothing of them. */
export interface ImportHostMessage {
  readonly type: 'cases';
  readonly seq: number;
  readonly page: ImportPage;
}

/** A wish about what is personal in the rows. */
export type PersonalIntent =
  | { readonly type: 'decide-kind'; readonly kind: PersonalKind; readonly choice: PersonalChoice }
  | { readonly type: 'decide-value'; readonly value: string; readonly choice: PersonalChoice }
  | { readonly type: 'add-word' | 'remove-word'; readonly word: string }
  | { readonly type: 'add-region' | 'remove-region'; readonly region: PhoneRegion };

/** A wish about what is read and where it is written. */
export type RowsIntent =
  | { readonly type: 'stop' | 'read-again' | 'write' }
  | { readonly type: 'map-column'; readonly variable: string; readonly column: string }
  /** `choice` counts from 0; null leaves the call out. */
  | { readonly type: 'resolve'; readonly call: number; readonly choice: number | null }
  | { readonly type: 'sample'; readonly count: number | null }
  | { readonly type: 'set-file'; readonly file: string }
  | { readonly type: 'set-suite'; readonly suite: string };

/** A wish of the page between a file and the repository. */
export type ImportIntent =
  | { readonly type: 'close' }
  | { readonly type: 'personal'; readonly wish: PersonalIntent }
  | { readonly type: 'rows'; readonly wish: RowsIntent }
  | { readonly type: 'error-action'; readonly action: ErrorAction };

export type ImportMessage = { readonly type: 'ready' } | ImportIntent;
