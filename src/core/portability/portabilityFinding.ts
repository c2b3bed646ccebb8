import type { ModelWarning } from '../messages.ts';
import type { Problem } from '../text/problem.ts';
import type { TextEdit } from '../text/textEdit.ts';
import type { TextRange } from '../text/textRange.ts';

/** What becomes of a prompt on a model: `rejected` would come back as an error, `doubtful` may, or may be misread. */
export type PortabilityEffect = 'rejected' | 'doubtful' | ModelWarning['action'];

/** One thing that a model does not take as the prompt says it. */
export interface PortabilityFinding {
  /** `provider/model`; absent where it is the prompt's own matter, whichever model reads it. */
  readonly model?: string;
  readonly effect: PortabilityEffect;
  /** A `Parameters` key, `messages`, `context`, `model`, or `input NAME`. */
  readonly field: string;
  readonly message: string;
  /** In the prompt file. */
  readonly range: TextRange;
  readonly fix?: PortabilityFix;
}

/** A change of the prompt file after which the finding is gone. */
export interface PortabilityFix {
  /** As a quick fix is titled: `Remove "seed"`. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** How loudly an editor says it: what is only dropped or changed still gets an answer. */
export const severities: Readonly<Record<PortabilityEffect, Problem['severity']>> = {
  rejected: 'error',
  doubtful: 'warning',
  dropped: 'information',
  clamped: 'information',
  renamed: 'information',
  changed: 'information',
};

/** True where something of the prompt would not reach the model, or nothing would come back. */
export function isLost({ effect }: PortabilityFinding): boolean {
  return effect === 'rejected' || effect === 'dropped';
}
