import type * as vscode from 'vscode';

/** Holds what has to be disposed of together. What is added after the end is disposed of at once. */
export class Disposables implements vscode.Disposable {
  readonly #held = new Set<vscode.Disposable>();
  #isDisposed = false;

  add<T extends vscode.Disposable>(item: T): T {
    if (this.#isDisposed) item.dispose();
    else this.#held.add(item);
    return item;
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const item of this.#held) item.dispose();
    this.#held.clear();
  }
}
