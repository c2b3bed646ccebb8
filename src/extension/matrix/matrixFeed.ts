import type { Suite } from '../../core/dataset/suite.ts';
import { defined } from '../../core/jsonRead.ts';
import type { PairedRow } from '../../core/judges/choicePairs.ts';
import { peoplePreferences } from '../../core/judges/peoplePreferences.ts';
import type { reviewCandidates } from '../../core/judges/reviewCandidates.ts';
import { onceFor } from '../../core/onceFor.ts';
import type { AnswerLabel } from '../../core/people/answerLabels.ts';
import type { ChoiceLine } from '../../core/people/choiceLines.ts';
import type { Catalog } from '../../core/pricing/catalog.ts';
import { formatPlannedMoney } from '../../core/pricing/formatSuiteEstimate.ts';
import { requirementNotes } from '../../core/reports/requirementLines.ts';
import { evalReport } from '../../core/results/evalReport.ts';
import type { MatrixRun } from '../../core/results/matrix/matrix.ts';
import { casesByCell, casesOfRun, type RunCase } from '../../core/results/matrix/matrixCases.ts';
import { MatrixProjection, matrixRun } from '../../core/results/matrix/matrixProjection.ts';
import { type RowDetail, rowDetail } from '../../core/results/matrix/matrixRowDetail.ts';
import { type DigestOf, digestsOf, peopleRates, withPeople } from '../../core/results/peopleRates.ts';
import { requiredIn } from '../../core/results/requirements.ts';
import { atTodaysPrices, repriced } from '../../core/results/todaysPrices.ts';
import type { CellState } from '../../core/run/cellState.ts';
import type { LaneStatus, RunEvent } from '../../core/run/events.ts';
import type { RunState } from '../../core/run/state.ts';
import type { RunSession } from '../../node/runs/runSession.ts';
import type { MatrixAnswer, MatrixChanges, MatrixLane, MatrixView } from '../../protocol.ts';

/** Milliseconds between two sums over all cells, and how many times as long as the last sum took the next one waits at least. */
const totalsEveryMs = 500;
const restPerWork = 10;

interface MatrixSource {
  readonly suite: Suite | undefined;
  /** The run before this one. */
  readonly previous: RunState | undefined;
  /** What people say of the suite's answers, by digest; nobody says anything without. */
  readonly labels?: () => ReadonlyMap<string, AnswerLabel>;
  /** What people chose between answers of the suite. */
  readonly choices?: readonly ChoiceLine[];
  /** Prices to count with, in place of those that the run was made with. */
  readonly prices?: Catalog | undefined;
}

/** One run as its matrix hears of it: the whole first, then what has changed since the last question. */
export class MatrixFeed {
  readonly session: RunSession;
  readonly cases: ReadonlyMap<string, RunCase>;
  readonly #derivedMetrics: Suite['derivedMetrics'] | undefined;
  readonly #required: Pick<Suite, 'requirements'>;
  readonly #projection: MatrixProjection;
  /** Ids of a case's cells, by the id of the case. */
  readonly #cellsOf: ReadonlyMap<string, readonly string[]>;
  readonly #labels: () => ReadonlyMap<string, AnswerLabel>;
  readonly #digestOf: DigestOf;
  readonly #prices: Catalog | undefined;
  readonly #previous: RunState | undefined;
  /** The model of each target, by the id of the target. */
  readonly #models: ReadonlyMap<string, string>;
  readonly #choices: readonly ChoiceLine[];
  readonly #touched = new Set<string>();
  readonly #laneIds: string[] = [];
  #run: MatrixRun;
  #totalsDueAt = 0;
  #wasPaused: boolean;

  constructor(session: RunSession, { suite, previous, labels = () => new Map(), choices = [], prices }: MatrixSource) {
    this.session = session;
    this.#labels = labels;
    this.#choices = choices;
    this.#digestOf = keptDigests(session.state);
    this.#prices = prices;
    this.#previous = previous;
    this.#models = new Map(session.state.targets.map(({ id, model }) => [id, model]));
    const state = this.#state;
    this.cases = casesOfRun(state, suite);
    this.#derivedMetrics = suite?.derivedMetrics;
    this.#required = defined({ requirements: suite?.requirements });
    this.#projection = new MatrixProjection({ state, cases: this.cases, previous });
    this.#cellsOf = idsByCase(state);
    this.#run = matrixRun(state);
    this.#wasPaused = session.isPaused;
  }

  get #state(): RunState {
    const { state } = this.session;
    return this.#prices ? atTodaysPrices(state, this.#prices) : state;
  }

  #cell(id: string): CellState | undefined {
    const cell = this.session.cell(id);
    return cell && this.#prices ? repriced(cell, this.#models.get(cell.target) ?? '', this.#prices) : cell;
  }

  get view(): MatrixView {
    const { estimate } = this.session.state;
    return {
      matrix: this.#projection.matrix,
      ...this.#totals(),
      ...this.#chosen(),
      lanes: this.#lanes(),
      isPaused: this.session.isPaused,
      isAtTodaysPrices: this.#prices !== undefined,
      ...(estimate && estimate.money.expected > 0 ? { expected: formatPlannedMoney(estimate) } : {}),
    };
  }

  /** Takes note of an event. The result is true when it can be told as a change, and false when the run is another one now. */
  take(event: RunEvent): boolean {
    if (event.type === 'run-started' || event.type === 'run-changed' || event.type === 'run-extended') return false;
    if ('cell' in event) this.#touched.add(event.cell);
    // A cell that is asked again makes an ended run a running one.
    if (event.type === 'run-ended' || this.#run.status !== 'running') {
      this.#run = matrixRun(this.session.state);
      this.#totalsDueAt = 0;
    }
    return true;
  }

  /** What has changed since the last question. `now` is in milliseconds. */
  changes(now: number): MatrixChanges {
    const touched = [...this.#touched];
    this.#touched.clear();
    const cells = this.#projection.update((id) => this.#cell(id), touched, this.#run);
    const { isPaused } = this.session;
    const pause = isPaused === this.#wasPaused ? {} : { isPaused };
    this.#wasPaused = isPaused;
    if (now < this.#totalsDueAt) return { cells, run: this.#run, ...pause };
    const before = performance.now();
    const figures = this.#totals();
    this.#totalsDueAt = now + Math.max(totalsEveryMs, (performance.now() - before) * restPerWork);
    return { cells, run: this.#run, ...figures, lanes: this.#lanes(), ...pause };
  }

  /** True when one of the cells that were touched belongs to this case. */
  hasTouched(caseId: string): boolean {
    return this.#cellsOf.get(caseId)?.some((id) => this.#touched.has(id)) ?? false;
  }

  row(caseId: string): RowDetail | undefined {
    const found = this.cases.get(caseId);
    return found && rowDetail(caseId, found, this.#cells(caseId));
  }

  /** What a review chooses from. */
  get reviewed(): Parameters<typeof reviewCandidates>[0] {
    const { state } = this.session;
    const cells = state.plan.map(({ id }) => this.#cell(id)).filter((cell) => cell !== undefined);
    return { cells, cases: this.cases, previous: this.#previous };
  }

  /** What a person can choose between. */
  get paired(): readonly PairedRow[] {
    const { state } = this.session;
    return state.plan.flatMap(({ id, inputs, caseId }) => {
      const cell = this.#cell(id);
      return cell ? [{ cell, inputs, testCase: this.cases.get(caseId)?.testCase }] : [];
    });
  }

  /** The ended answers of a row with what identifies each for people's verdicts. */
  digests(caseId: string): readonly (Omit<MatrixAnswer, 'caseId'> & { readonly digest: string })[] {
    const ended = this.#cells(caseId).filter(({ status }) => status === 'done');
    return ended.map((cell) => ({ target: cell.target, repeat: cell.repeat, digest: this.#digestOf(cell) }));
  }

  /** The answer of a row as it is now. */
  answer({ caseId, target, repeat }: MatrixAnswer): CellState | undefined {
    return this.#cells(caseId).find((cell) => cell.target === target && cell.repeat === repeat);
  }

  /** The engine's id of a lane that the panel knows by its number. */
  laneId(lane: number): string | undefined {
    return this.#laneIds[lane];
  }

  #cells(caseId: string): CellState[] {
    const ids = this.#cellsOf.get(caseId) ?? [];
    return ids.map((id) => this.#cell(id)).filter((cell) => cell !== undefined);
  }

  /** The figures of people's choices, which are made while nothing runs. */
  #chosen(): Pick<MatrixView, 'chosen'> {
    const chosen = this.#choices.length === 0 ? [] : peoplePreferences(this.paired, this.#choices);
    return chosen.length > 0 ? { chosen } : {};
  }

  #totals(): Pick<MatrixView, 'totals' | 'preferred' | 'required'> {
    const state = this.#state;
    const report = evalReport(state, casesByCell(state, this.cases), this.#derivedMetrics);
    const { targets, preferences } = report;
    // Cells at other prices are made anew each time, and their answers have been digested already.
    const { cells } = this.#prices ? this.session.state : state;
    const totals = withPeople(targets, peopleRates(Object.values(cells), this.#labels(), this.#digestOf));
    const required = requirementNotes(requiredIn(report, this.#required).required);
    return { totals, ...defined({ preferred: preferences }), ...(required.length > 0 ? { required } : {}) };
  }

  /** The lanes of the run. After the run only those with an error are known, which says why cells were left. */
  #lanes(): readonly MatrixLane[] {
    const running = this.session.lanes();
    const lanes = running.length > 0 ? running : Object.values(this.session.state.lanes ?? {});
    return lanes.map((lane) => this.#numbered(lane));
  }

  #numbered({ id, ...lane }: LaneStatus): MatrixLane {
    if (!this.#laneIds.includes(id)) this.#laneIds.push(id);
    return { ...lane, lane: this.#laneIds.indexOf(id) };
  }
}

function idsByCase({ plan }: RunState): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>();
  for (const { id, caseId } of plan) {
    const known = ids.get(caseId);
    if (known) known.push(id);
    else ids.set(caseId, [id]);
  }
  return ids;
}

/** The digests of a run's answers, each made once: the sums over all cells are made many times. */
function keptDigests(state: RunState): DigestOf {
  const digestOf = digestsOf(state);
  const kept = onceFor((cell: CellState) => ({ digest: digestOf(cell) }));
  return (cell) => kept(cell).digest;
}
