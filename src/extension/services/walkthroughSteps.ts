import * as vscode from 'vscode';
import { outcomeOf } from '../../core/results/outcome.ts';
import { Disposables } from '../editor/disposables.ts';
import type { Services } from './services.ts';

/** The steps of the walkthrough, as package.json names them. */
export type WalkthroughStep = 'compare' | 'key' | 'evaluate' | 'gate' | 'routes';

/** Ticks a step, because its subject was really done, in whatever way. */
export function finishStep(step: WalkthroughStep): void {
  void vscode.commands.executeCommand('setContext', `polyprompt.did.${step}`, true);
}

/** The steps that are done when a run has ended; the others are ticked where they are done. */
export function registerWalkthroughSteps({ sessions, evals }: Services): vscode.Disposable {
  const held = new Disposables();
  held.add(
    sessions.onDidHappen((happened) => {
      if (happened.type !== 'event' || happened.event.type !== 'run-ended') return;
      const cells = Object.values(sessions.get(happened.prompt).current?.state.cells ?? {});
      if (cells.filter(({ status }) => status === 'done').length > 1) finishStep('compare');
    }),
  );
  held.add(
    evals.sessions.onDidHappen((happened) => {
      if (happened.type !== 'event' || happened.event.type !== 'run-ended') return;
      const cells = Object.values(evals.sessions.get(happened.prompt).current?.state.cells ?? {});
      if (cells.some((cell) => ['pass', 'fail'].includes(outcomeOf(cell)))) finishStep('evaluate');
    }),
  );
  return held;
}
