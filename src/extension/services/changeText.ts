import { worseBetterSame } from '../../core/gate/reports/gateReport.ts';
import type { PromptChange } from './promptChanges.ts';

type Found = Pick<PromptChange, 'found'>;

/** The state of a change, such as `not compared yet` or `3 worse, 5 better, 112 same`. */
export function stateOf({ found }: Found): string {
  return found ? worseBetterSame(found) : 'not compared yet';
}

/** The state of a change in fewer words: what did not change is left out. */
export function shortStateOf(change: Found): string {
  return stateOf(change)
    .split(', ')
    .filter((part) => !part.endsWith(' same'))
    .join(', ');
}

/** How many cases on a model got worse, as far as the evals of the change were run. */
export function worseIn({ found }: Found): number {
  return found?.counts.regressed ?? 0;
}

/** How many cases on a model have no result, because the run was stopped or nobody answered. */
export function notRunIn({ found }: Found): number {
  return found?.counts['not-run'] ?? 0;
}

/** How many cases on a model the change took away; nothing is known of these. */
function removedIn({ found }: Found): number {
  return found?.removed ?? 0;
}

/** How many cases on a model are failed by judges that only advise. */
function advisedIn({ found }: Found): number {
  return found?.advised ?? 0;
}

/** The words `changed since HEAD`, or others before the first commit. */
export function sinceWhat({ commit }: Pick<PromptChange, 'commit'>): string {
  return commit === undefined ? 'not committed yet' : 'changed since HEAD';
}

/** The state of several changes: what is worse goes first, and what is not known comes before the good news. */
export function stateOfAll(changes: readonly PromptChange[]): string {
  const sum = (count: (change: PromptChange) => number) => changes.reduce((total, one) => total + count(one), 0);
  const [worse, notRun] = [sum(worseIn), sum(notRunIn)];
  if (worse > 0) return `${worse} worse`;
  if (changes.some(({ found }) => !found)) return 'not compared with HEAD yet';
  if (notRun > 0) return `${notRun} not run`;
  const [removed, advised] = [sum(removedIn), sum(advisedIn)];
  if (removed > 0) return `${removed} removed`;
  return advised > 0 ? `${advised} failed by advice alone` : 'nothing worse';
}
