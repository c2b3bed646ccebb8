import * as vscode from 'vscode';
import { isJsonObject, type JsonObject } from '../../core/json.ts';

/** What a person chose for one prompt: models and inputs. Lives in the workspace's own state, never in a file of the repository. */
export class PromptMemory implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** Undefined when nothing was chosen yet: the file or the settings decide then. */
  models(prompt: vscode.Uri): readonly string[] | undefined {
    const stored = this.#state.get<unknown>(`models:${prompt.toString()}`);
    return Array.isArray(stored) ? stored.filter((model) => typeof model === 'string') : undefined;
  }

  async setModels(prompt: vscode.Uri, models: readonly string[]): Promise<void> {
    await this.#state.update(`models:${prompt.toString()}`, models);
    this.#changed.fire(prompt);
  }

  inputs(prompt: vscode.Uri): JsonObject {
    const stored = this.#state.get<unknown>(`inputs:${prompt.toString()}`);
    return isJsonObject(stored) ? stored : {};
  }

  async setInputs(prompt: vscode.Uri, inputs: JsonObject): Promise<void> {
    await this.#state.update(`inputs:${prompt.toString()}`, inputs);
    this.#changed.fire(prompt);
  }

  /** Treats a file as a plain-text prompt although its name is not a prompt's. */
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
