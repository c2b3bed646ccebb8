import type { EvalCase, Suite } from '../dataset/suite.ts';
import type { JsonObject } from '../json.ts';
import { type PromptPlace, promptSuffix } from '../run/cellIdentity.ts';
import type { CellState } from '../run/cellState.ts';
import type { PlannedCell } from '../run/events.ts';
import type { RunState } from '../run/state.ts';
import { type Repeat, type RepeatsSummary, summarizeRepeats } from './repeats.ts';

/** The part of the suite that has changed since a result: its prompt, its checks, or the whole case. */
export type Staleness = 'prompt' | 'checks' | 'case';

/** The knowledge about one case on one target: the newest result of each repeat. */
export interface TargetResult extends RepeatsSummary {
  readonly target: string;
  /** The label of the prompt, in suites with several prompts. */
  readonly prompt?: string;
  readonly staleness?: Staleness;
  readonly runId: string;
  readonly cells: readonly CellState[];
}

interface Entry extends Repeat {
  readonly runId: string;
}

/**
 * The newest results of a suite's cases over several runs. Runs are added newest first; the answers of a newer run hide those of an older
 * one. A case is found by its id, else by its inputs (its checks have changed), else by the id that it is said to have had.
 */
export class SuiteResults {
  readonly #entries = new Map<string, Map<string, Entry[]>>();
  readonly #formerIds: Map<string, string>;
  readonly #runs: RunState[] = [];
  /** The targets of older versions of the prompt, whose answers are no results of the suite as it is. */
  readonly #olderVersions = new Set<string>();
  #byInputs: Map<string, string> | undefined;

  /** `before` holds the results until now; the identities that it knows are kept. */
  constructor(before?: SuiteResults) {
    this.#formerIds = new Map(before ? before.#formerIds : []);
  }

  /** Adds a run. With `isLive` its cells without an end are under way, not left over. */
  add(state: RunState, { isLive = false } = {}): void {
    this.#runs.push(state);
    this.#byInputs = undefined;
    for (const { id, version } of state.targets) if (version !== undefined) this.#olderVersions.add(id);
    for (const cell of Object.values(state.cells))
      if (!this.#olderVersions.has(cell.target)) this.#addOlder({ cell, runId: state.runId, isLive });
  }

  /** Takes a changed cell of the newest run, which was added before. */
  update(cell: CellState, runId: string, isLive = true): void {
    if (this.#olderVersions.has(cell.target)) return;
    const targets = this.#targetsOf(cell.caseId);
    const repeats = targets.get(cell.target)?.filter((entry) => entry.runId === runId) ?? [];
    targets.set(cell.target, withRepeat(repeats, { cell, runId, isLive }));
  }

  /** Says that the case `former` was edited into `id`; its results are shown, as old ones, until there are new ones. */
  setFormerId(id: string, former: string): void {
    if (id !== former) this.#formerIds.set(id, this.#formerIds.get(former) ?? former);
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  /** The results in the suite's order; empty when nothing is known. */
  resultsOf(testCase: EvalCase, suite: Suite): TargetResult[] {
    if (this.#entries.size === 0) return [];
    const several = suite.prompts.length > 1;
    return suite.prompts.flatMap((prompt, index) => {
      const suffix = promptSuffix(several ? { promptIndex: index } : {});
      const found = this.#find(testCase, suffix);
      return [...(found?.targets ?? [])].map(([target, entries]) => ({
        ...resultOf(target, entries),
        ...(several ? { prompt: prompt.label } : {}),
        ...(found?.staleness ? { staleness: found.staleness } : {}),
      }));
    });
  }

  #addOlder(entry: Entry): void {
    const targets = this.#targetsOf(entry.cell.caseId);
    const known = targets.get(entry.cell.target) ?? [];
    const isNewest = known.every((other) => other.runId === entry.runId) || !known.some(isResult);
    if (!isNewest || (known.length > 0 && !isResult(entry) && known[0]?.runId !== entry.runId)) return;
    const same = known.filter((other) => other.runId === entry.runId);
    targets.set(entry.cell.target, withRepeat(same, entry));
  }

  #targetsOf(caseId: string): Map<string, Entry[]> {
    const targets = this.#entries.get(caseId) ?? new Map<string, Entry[]>();
    this.#entries.set(caseId, targets);
    return targets;
  }

  #find(testCase: EvalCase, suffix: string) {
    const targets = this.#entries.get(testCase.id + suffix);
    if (targets) return { targets };
    const sameInputs = this.#entries.get(this.#caseWith(testCase.vars, suffix) ?? '');
    if (sameInputs) return { targets: sameInputs, staleness: 'checks' as const };
    const former = this.#entries.get(`${this.#formerIds.get(testCase.id) ?? ''}${suffix}`);
    return former && { targets: former, staleness: 'case' as const };
  }

  #caseWith(vars: JsonObject, suffix: string): string | undefined {
    this.#byInputs ??= inputsIndex(this.#runs);
    return this.#byInputs.get(JSON.stringify(vars) + suffix);
  }
}

/** The cases of runs, newest run first, by `inputsKey`; the newest case with the same inputs wins. */
export function inputsIndex(runs: readonly RunState[]): Map<string, string> {
  const index = new Map<string, string>();
  for (const cell of runs.toReversed().flatMap((run) => run.plan)) index.set(inputsKey(cell), cell.caseId);
  return index;
}

/** A key by which a case is found again when its checks have changed: its inputs, and the prompt that they go into. */
export function inputsKey({ inputs, ...cell }: Pick<PlannedCell, 'inputs'> & PromptPlace): string {
  return JSON.stringify(inputs) + promptSuffix(cell);
}

function isResult({ cell, isLive }: Entry): boolean {
  return isLive || cell.status === 'done' || cell.status === 'failed';
}

function withRepeat(entries: readonly Entry[], entry: Entry): Entry[] {
  const others = entries.filter((other) => other.cell.repeat !== entry.cell.repeat);
  return [...others, entry].sort((left, right) => left.cell.repeat - right.cell.repeat);
}

function resultOf(target: string, entries: readonly Entry[]): TargetResult {
  return {
    target,
    ...summarizeRepeats(entries),
    runId: entries[0]?.runId ?? '',
    cells: entries.map(({ cell }) => cell),
  };
}
