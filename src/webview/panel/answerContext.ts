import type { CompareIntent } from '../../protocol.ts';
import type { Column } from './column.ts';
import type { Comparison } from './comparison.ts';
import type { Preferences } from './preferences.ts';

/** The way in which a reader wants answers shown. */
export type AnswerPreferences = Pick<Preferences, 'diff' | 'hideEqual' | 'markdown' | 'shownWhole' | 'markedAnyway'>;

/** The wishes that a reader can have at an answer. */
export type AnswerIntent = Extract<
  CompareIntent,
  {
    readonly type: 'rerun-target' | 'stop-target' | 'error-action' | 'open-link' | 'view-request' | 'keep-mock';
  }
>;

/** The data from which the views of an answer are drawn, in any panel. */
export interface AnswerContext {
  readonly preferences: AnswerPreferences;
  readonly columns: readonly Column[];
  readonly comparison: Comparison;
  /** Wall clock in milliseconds since 1970, for times that run. */
  readonly now: number;
  readonly isRunning: boolean;
  /** True where one answer can be stopped alone. */
  readonly canStopOne: boolean;
  /** True where the request of each round can be looked at. */
  readonly canViewRequests: boolean;
  /** True where results that were given by hand can be written into the prompt. */
  readonly canKeepResults: boolean;
  post(message: AnswerIntent): void;
  prefer(change: Partial<AnswerPreferences>): void;
}
