import * as vscode from 'vscode';
import { type ErrorCode, toPolypromptError } from '../../core/errors.ts';
import type { ListedModel, Provider } from '../../core/providers/contract/provider.ts';
import type { KeyStore } from './keyStore.ts';
import { listEditorModels } from './languageModels.ts';
import type { RunServices } from './runSessions.ts';

/** Milliseconds after which a provider that does not answer is not waited for any longer. */
const listTimeoutMs = 8000;

interface ListServices extends RunServices {
  readonly keys: KeyStore;
  /** The prices, limits and ends that a list tells. */
  readonly learn: (provider: string, models: readonly ListedModel[]) => void;
}

/**
 * The models that providers themselves say they offer. They are asked only when a user opens a list or presses Refresh, and only where a
 * key is there or none is needed. Their answers are kept until the window closes or Refresh is pressed.
 */
export class ModelLists {
  readonly #services: ListServices;
  readonly #failures = new Map<string, ErrorCode>();
  readonly #answered = new Set<string>();
  readonly #lists = new Map<string, Promise<readonly ListedModel[]>>();

  constructor(services: ListServices) {
    this.#services = services;
  }

  forget(): void {
    this.#lists.clear();
    this.#failures.clear();
    this.#answered.clear();
  }

  /** `answers` when the provider answered the last question, the error's code when it did not, and undefined before it was asked. */
  answerOf(provider: string): 'answers' | ErrorCode | undefined {
    return this.#failures.get(provider) ?? (this.#answered.has(provider) ? 'answers' : undefined);
  }

  /** Model ids, `provider/model`: the catalog's first, then what the provider lists beyond it. */
  async of(provider: Provider): Promise<readonly string[]> {
    if (provider.id === 'editor') return listEditorModels();
    const known = [...this.#services.catalog().entries.keys()].filter((id) => id.startsWith(`${provider.id}/`));
    const listed = (await this.#listed(provider)).map((model) => `${provider.id}/${model.model}`);
    return [...new Set([...known, ...listed])];
  }

  #listed(provider: Provider): Promise<readonly ListedModel[]> {
    const asked = this.#lists.get(provider.id) ?? this.#ask(provider);
    this.#lists.set(provider.id, asked);
    return asked;
  }

  async #ask(provider: Provider): Promise<readonly ListedModel[]> {
    if (!provider.listModels || !vscode.workspace.isTrusted) return [];
    try {
      const { environment } = this.#services;
      const access = await this.#services.registry().accessFor(provider, '', environment);
      const models = await provider.listModels(access, AbortSignal.timeout(listTimeoutMs));
      this.#answered.add(provider.id);
      this.#services.learn(provider.id, models);
      return models;
    } catch (error) {
      this.#failures.set(provider.id, toPolypromptError(error).code);
      // Without a key, a network or a local server the catalog has to do. Test Connection says why.
      return [];
    }
  }
}
