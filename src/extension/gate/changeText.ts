import { worseBetterSame } from '../../core/run/check/reports/checkReport.ts';
import type { PromptChange } from './promptChanges.ts';

/** `evals not run`, or `3 worse, 5 better, 112 same`. */
export function stateOf({ found }: Pick<PromptChange, 'found'>): string {
  return found ? worseBetterSame(found) : 'evals not run';
}

/** True when the evals of the change were run and something got worse. */
export function isWorse({ found }: Pick<PromptChange, 'found'>): boolean {
  return (found?.counts.regressed ?? 0) > 0;
}
