import type { ErrorAction, ErrorRecord } from './core/errors.ts';
import type { JsonObject } from './core/json.ts';
import type { InputField } from './core/prompt/document.ts';
import type { RunEvent } from './core/run/events.ts';
import type { RunState } from './core/run/state.ts';

/** A variable as the panel's form shows it; its value, default included, stands in `inputs`. */
export type FormField = Omit<InputField, 'default'>;

/** A column that a run would have: the model and what is known of it. Prices are ready-made text: "$0.20 in · $1.25 out". */
export interface ChosenModel {
  readonly model: string;
  readonly label: string;
  readonly provider: string;
  readonly simulated: boolean;
  readonly price: string;
  readonly keyMissing: boolean;
}

export interface RunSummary {
  readonly runId: string;
  readonly startedAt: number;
  /** "5 models · $0.004 · 2 failed" */
  readonly label: string;
}

/** Everything the panel shows that is not the run itself. */
export interface PanelSetup {
  /** Address of the prompt. The panel keeps it in its saved state, so that a reloaded window finds the prompt again. */
  readonly prompt: string;
  /** File name of the prompt. */
  readonly title: string;
  readonly models: readonly ChosenModel[];
  readonly fields: readonly FormField[];
  readonly inputs: JsonObject;
  /** Names of required fields without a value. */
  readonly missing: readonly string[];
  /** "est. $0.004-0.011", or "price unknown for 1 of 3 models". */
  readonly estimate: string;
  readonly trusted: boolean;
  /** True when nothing but simulated models could answer: no key anywhere. */
  readonly needsKey: boolean;
  readonly problem?: ErrorRecord;
  readonly history: readonly RunSummary[];
}

/** Host to panel. `events` follow the snapshot without a gap in `seq`; a panel that sees a gap asks for `resync`. */
export type HostMessage =
  | {
      readonly type: 'snapshot';
      readonly seq: number;
      readonly setup: PanelSetup;
      readonly run: RunState | null;
      readonly previous: RunState | null;
    }
  | { readonly type: 'events'; readonly seq: number; readonly events: readonly RunEvent[] }
  | { readonly type: 'setup'; readonly seq: number; readonly setup: PanelSetup };

/** A wish of the panel: a short list. None carries a command id, a path to write, or a key. */
export type PanelIntent =
  | { readonly type: 'run' }
  | { readonly type: 'run-simulated' }
  | { readonly type: 'stop' }
  | { readonly type: 'choose-models' }
  | { readonly type: 'set-inputs'; readonly inputs: JsonObject }
  | { readonly type: 'rerun-target'; readonly target: string }
  | { readonly type: 'stop-target'; readonly target: string }
  | { readonly type: 'remove-model'; readonly model: string }
  | { readonly type: 'error-action'; readonly action: ErrorAction; readonly target?: string }
  | { readonly type: 'open-diff'; readonly left: string; readonly right: string | 'previous-run' }
  | { readonly type: 'view-request'; readonly target: string }
  | { readonly type: 'copy-answer'; readonly target: string }
  | { readonly type: 'copy-curl'; readonly target: string }
  | { readonly type: 'save-answer'; readonly target: string }
  | { readonly type: 'open-run'; readonly runId: string }
  | { readonly type: 'open-link'; readonly url: string };

/** Panel to host: a wish, or the need for a snapshot. */
export type PanelMessage = { readonly type: 'ready' } | { readonly type: 'resync' } | PanelIntent;
