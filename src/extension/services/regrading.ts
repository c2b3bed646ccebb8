import type * as vscode from 'vscode';
import { runGuarded } from '../editor/commandRegistry.ts';

/** Milliseconds without a further verdict after which cases are graded again: who goes from key to key is not held up. */
const restMs = 700;

/** Grades these cases of a run again. */
type Regrade = (suite: vscode.Uri, runId: string, cases: ReadonlySet<string>) => Promise<void>;

/** Lets verdicts of people count in the checks of their cases: all that came in a row at once, and without asking a model. */
export class Regrading implements vscode.Disposable {
  readonly #regrade: Regrade;
  readonly #wanted = new Map<string, { readonly suite: vscode.Uri; readonly runId: string; cases: Set<string> }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(regrade: Regrade) {
    this.#regrade = regrade;
  }

  soon(suite: vscode.Uri, runId: string, caseId: string): void {
    const key = `${suite.toString()} ${runId}`;
    const wanted = this.#wanted.get(key) ?? { suite, runId, cases: new Set() };
    wanted.cases.add(caseId);
    this.#wanted.set(key, wanted);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#all(), restMs);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #all(): void {
    const all = [...this.#wanted.values()];
    this.#wanted.clear();
    for (const { suite, runId, cases } of all) runGuarded(suite, () => this.#regrade(suite, runId, cases));
  }
}
