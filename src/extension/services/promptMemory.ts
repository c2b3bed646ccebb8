import * as vscode from 'vscode';
import { isJsonObject, type JsonObject } from '../../core/json.ts';
import { mostAnswersOfColumn } from '../../core/plan/planVariants.ts';
import { type ColumnChoice, readColumnChoice } from './columnChoice.ts';

/** A case: the address of its suite, and its id there. */
export interface RowReference {
  readonly suite: string;
  readonly caseId: string;
}

/**
 * The models and inputs that a person chose for one prompt. They are kept in the workspace's own state, never in a file of the repository.
 */
export class PromptMemory implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** The models that were chosen; undefined when none were, so that the file or the settings decide. */
  models(prompt: vscode.Uri): readonly string[] | undefined {
    const stored = this.#state.get<unknown>(`models:${prompt.toString()}`);
    return Array.isArray(stored) ? stored.filter((model) => typeof model === 'string') : undefined;
  }

  async setModels(prompt: vscode.Uri, models: readonly string[]): Promise<void> {
    await this.#state.update(`models:${prompt.toString()}`, models);
    this.#changed.fire(prompt);
  }

  /** What columns differ in besides their models. */
  columns(prompt: vscode.Uri): ColumnChoice {
    return readColumnChoice(this.#state.get<unknown>(`columns:${prompt.toString()}`));
  }

  async setColumns(prompt: vscode.Uri, choice: ColumnChoice): Promise<void> {
    await this.#state.update(`columns:${prompt.toString()}`, choice);
    this.#changed.fire(prompt);
  }

  /** How many times each column is asked. */
  repeats(prompt: vscode.Uri): number {
    const stored = this.#state.get<unknown>(`repeats:${prompt.toString()}`);
    return typeof stored === 'number' && Number.isInteger(stored) && stored >= 1 && stored <= mostAnswersOfColumn
      ? stored
      : 1;
  }

  async setRepeats(prompt: vscode.Uri, repeats: number): Promise<void> {
    await this.#state.update(`repeats:${prompt.toString()}`, repeats);
    this.#changed.fire(prompt);
  }

  inputs(prompt: vscode.Uri): JsonObject {
    const stored = this.#state.get<unknown>(`inputs:${prompt.toString()}`);
    return isJsonObject(stored) ? stored : {};
  }

  /** Inputs that are typed are those of no case. */
  async setInputs(prompt: vscode.Uri, inputs: JsonObject): Promise<void> {
    await this.#keep(prompt, { inputs, row: undefined });
  }

  /** The case of a suite that the inputs are from. */
  row(prompt: vscode.Uri): RowReference | undefined {
    const stored = this.#state.get<unknown>(`row:${prompt.toString()}`);
    if (!isJsonObject(stored)) return undefined;
    const { suite, caseId } = stored;
    return typeof suite === 'string' && typeof caseId === 'string' ? { suite, caseId } : undefined;
  }

  async setRow(prompt: vscode.Uri, row: RowReference | undefined, inputs: JsonObject): Promise<void> {
    await this.#keep(prompt, { inputs, row });
  }

  async #keep(
    prompt: vscode.Uri,
    { inputs, row }: { readonly inputs: JsonObject; readonly row: RowReference | undefined },
  ): Promise<void> {
    await this.#state.update(`inputs:${prompt.toString()}`, inputs);
    await this.#state.update(`row:${prompt.toString()}`, row);
    this.#changed.fire(prompt);
  }

  /** Treats a file as a plain-text prompt although its name does not mark it as a prompt. */
  async treatAsPrompt(file: vscode.Uri): Promise<void> {
    await this.#state.update(`prompt:${file.toString()}`, true);
    this.#changed.fire(file);
  }

  isTreatedAsPrompt(file: vscode.Uri): boolean {
    return this.#state.get(`prompt:${file.toString()}`) === true;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
