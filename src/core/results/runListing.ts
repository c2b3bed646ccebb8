import type { CellState } from '../run/cellState.ts';
import { leftOutOf } from '../run/runProblem.ts';
import type { RunState } from '../run/state.ts';
import { formatCount } from '../text/formatCount.ts';
import { outcomeOf, waitsForPerson } from './outcome.ts';

/** The mark of a run in a list: never better than its worst row, and not passed while parts of its suite were left out. */
export type RunMark = 'passed' | 'incomplete' | 'failed' | 'errors' | 'stopped' | 'waiting' | 'running';

/** The mark of a run, in which the worst row counts. */
export function markOf(state: RunState): RunMark {
  if (state.status === 'submitted') return 'waiting';
  if (state.status === 'running') return 'running';
  const cells = Object.values(state.cells);
  if (state.kind === 'improve') return state.improvement?.result ? 'passed' : 'stopped';
  if (cells.some(({ status }) => status === 'failed')) return 'errors';
  if (state.status === 'cancelled') return 'stopped';
  if (state.kind !== 'eval') return cells.every(({ status }) => status === 'done') ? 'passed' : 'stopped';
  const outcomes = cells.map(outcomeOf);
  if (outcomes.some((outcome) => outcome === 'skipped' || outcome === 'cancelled')) return 'stopped';
  if (outcomes.some((outcome) => outcome !== 'pass' && outcome !== 'unchecked')) return 'failed';
  return leftOutOf(state).length > 0 ? 'incomplete' : 'passed';
}

/**
 * The rows whose checks all passed, of all, such as `115/180`. Undefined for a comparison, which has no checks, and while all answers are
 * away in batch jobs: then nothing has passed or failed.
 */
export function scoreOf(state: RunState): string | undefined {
  if (state.kind !== 'eval') return undefined;
  if (state.status === 'submitted' && Object.values(state.cells).every(isAway)) return undefined;
  const cells = Object.values(state.cells).filter((cell) => outcomeOf(cell) !== 'unchecked');
  const passed = cells.filter((cell) => outcomeOf(cell) === 'pass').length;
  return `${formatCount(passed)}/${formatCount(cells.length)}`;
}

function isAway(cell: CellState): boolean {
  return ['skipped', 'cancelled'].includes(outcomeOf(cell));
}

/** A sentence such as `115 of 180 passed`, with further facts: `115 of 180 passed, 3 could not be answered`. */
export function resultSentence(state: RunState): string {
  const outcomes = Object.values(state.cells).map(outcomeOf);
  const count = (...wanted: readonly string[]) => outcomes.filter((outcome) => wanted.includes(outcome)).length;
  const checked = outcomes.length - count('unchecked');
  const waiting = Object.values(state.cells).filter(waitsForPerson).length;
  const left = leftOutOf(state).length;
  const parts = [
    [count('error'), 'could not be answered'],
    [count('skipped', 'cancelled'), 'not run'],
    [waiting, 'waiting for a person'],
    [count('ungraded') - waiting, 'not graded'],
    [count('unchecked'), 'not checked'],
    [left, `${left === 1 ? 'part' : 'parts'} of the suite left out`],
  ] as const;
  const others = parts.filter(([number]) => number > 0).map(([number, what]) => `${formatCount(number)} ${what}`);
  const passed = `${formatCount(count('pass'))} of ${formatCount(checked)} passed`;
  return [passed, ...others].join(', ');
}

/** True for a run that holds two versions of a suite side by side, as a check before a commit makes it. */
export function comparesVersions({ kind, targets }: Pick<RunState, 'kind' | 'targets'>): boolean {
  // A comparison in the panel may have columns for versions too.
  return kind === 'eval' && targets.some(({ id, model }) => id !== model && id.includes(`${model} @ `));
}
