import type { TextRange } from './textRange.ts';

/** What is wrong in a user's file. A result, never an exception: a Problem in the editor, a line on stderr in the CLI. */
export interface Problem {
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  /** Stable, kebab-case, e.g. `unknown-role`. */
  readonly code: string;
  readonly message: string;
  readonly range: TextRange;
}
