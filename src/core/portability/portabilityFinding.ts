import type { ModelWarning } from '../messages.ts';
import type { Problem } from '../text/problem.ts';
import type { TextEdit } from '../text/textEdit.ts';
import type { TextRange } from '../text/textRange.ts';

/** The effect of a model on a prompt: `rejected` comes back as an error; `doubtful` may come back as one, or be misread. */
export type PortabilityEffect = 'rejected' | 'doubtful' | ModelWarning['action'];

/** One thing that a model does not take as the prompt has it. */
export interface PortabilityFinding {
  /** The model as `provider/model`; absent where the prompt itself is at fault, whichever model reads it. */
  readonly model?: string;
  readonly effect: PortabilityEffect;
  /** A `Parameters` key, `messages`, `context`, `model`, or `input NAME`. */
  readonly field: string;
  readonly message: string;
  /** The place in the prompt file. */
  readonly range: TextRange;
  readonly fix?: PortabilityFix;
}

/** A change of the prompt file that removes the finding. */
export interface PortabilityFix {
  /** The title of a quick fix, such as `Remove "seed"`. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** The severity in an editor; a setting that is only dropped or changed still gets an answer. */
export const severities: Readonly<Record<PortabilityEffect, Problem['severity']>> = {
  rejected: 'error',
  doubtful: 'warning',
  dropped: 'information',
  clamped: 'information',
  renamed: 'information',
  changed: 'information',
};

/** True where a part of the prompt would not reach the model, or no answer would come back. */
export function isLost({ effect }: PortabilityFinding): boolean {
  return effect === 'rejected' || effect === 'dropped';
}
