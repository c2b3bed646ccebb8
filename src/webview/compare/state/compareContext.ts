import type { CompareMessage } from '../../../protocol.ts';
import type { AnswerContext } from '../../panel/answerContext.ts';
import type { Preferences } from '../../panel/preferences.ts';
import type { CompareState } from './compareStore.ts';

/** The data from which every view is drawn, and the few things that a view may do. */
export interface CompareContext extends AnswerContext {
  readonly state: CompareState;
  readonly preferences: Preferences;
  /** Target of the column whose menu is open. */
  readonly menuOf: string | undefined;
  readonly isHelpShown: boolean;
  /** True after Run was pressed while inputs are missing; only then are they pointed out. */
  readonly areMissingShown: boolean;
  /** The key of the call whose result was to be given while something was missing. */
  readonly triedResult: string | undefined;
  /** The target of the column that is asked further alone; undefined where all are. */
  readonly askingOf: string | undefined;
  post(message: CompareMessage): void;
  prefer(change: Partial<Preferences>): void;
  run(): void;
  openMenu(target: string | undefined): void;
  /** Brings a column into sight, hidden or not, and gives it the focus. */
  goTo(target: string): void;
  tryResult(key: string): void;
  /** Chooses who is asked further, and goes to the line for it. */
  askFurther(target: string | undefined): void;
  showHelp(isShown: boolean): void;
}
