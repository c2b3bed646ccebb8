import type * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import { readTierRef } from '../../core/models/tierRef.ts';
import type { Catalog } from '../../core/pricing/catalog.ts';
import { usableProviders } from '../../core/providers/usableProviders.ts';
import { openProject } from '../../core/routing/openProject.ts';
import { expandTiers, type TierKnowledge } from '../../core/routing/tiers.ts';
import { editorFiles, projectFolder } from '../editor/editorFiles.ts';
import type { RunServices } from './runSessions.ts';

type Asked = Pick<RunServices, 'catalog' | 'registry' | 'environment'>;

/** The models that tiers stand for now. After one look for keys it knows at once which providers can be asked. */
export class TierModels {
  readonly #services: Asked;
  #usable: ReadonlySet<string> = new Set();
  #looking: Promise<void> | undefined;

  constructor(services: Asked) {
    this.#services = services;
  }

  /** Looks again for keys and endpoints after these have changed. */
  refresh(): Promise<void> {
    this.#looking = this.#look();
    return this.#looking;
  }

  /** What tiers stand for in a workspace folder whose `polyprompt.yaml` has these tiers. It stays up to date. */
  async knowledge(tiers: TierKnowledge['tiers']): Promise<TierKnowledge & { readonly catalog: Catalog }> {
    await (this.#looking ?? this.refresh());
    return { catalog: this.#services.catalog(), tiers, isUsable: (provider) => this.#usable.has(provider) };
  }

  async knowledgeFor(uri: vscode.Uri): Promise<TierKnowledge> {
    const { tiers } = await openProject(editorFiles(projectFolder(uri)));
    return this.knowledge(tiers);
  }

  /** The models chosen for a file, with tiers replaced by the models that they stand for. */
  async expand(models: readonly string[], uri: vscode.Uri): Promise<readonly string[]> {
    if (!models.some((id) => readTierRef(id))) return models;
    return withoutTiers(models, await this.knowledgeFor(uri));
  }

  async #look(): Promise<void> {
    this.#usable = await usableProviders(this.#services.registry(), this.#services.environment);
  }
}

/** The models that tiers stand for. A tier without any model stays in the list: a Problem says why. */
export function withoutTiers(models: readonly string[], knowledge: TierKnowledge): readonly string[] {
  return [...new Set(models.flatMap((id) => expanded(id, knowledge)))];
}

function expanded(id: string, knowledge: TierKnowledge): readonly string[] {
  try {
    return expandTiers([id], knowledge);
  } catch (error) {
    if (error instanceof PolypromptError) return [id];
    throw error;
  }
}
