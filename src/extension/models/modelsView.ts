import * as vscode from 'vscode';
import { tierNames } from '../../core/models/tierRef.ts';
import type { Tier } from '../../core/pricing/catalog.ts';
import { entryOf } from '../../core/pricing/entryOf.ts';
import { formatPrice } from '../../core/pricing/format.ts';
import { lastingFirst, nearEnd } from '../../core/pricing/modelEnd.ts';
import { newestFirst } from '../../core/pricing/newestFirst.ts';
import type { Provider } from '../../core/providers/contract/provider.ts';
import { formatCount } from '../../core/text/formatCount.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands, views } from '../editor/contributions.ts';
import { Disposables } from '../editor/disposables.ts';
import { hasAnyKey } from '../services/keyAccess.ts';
import { preparePrompt } from '../services/preparedPrompt.ts';
import { formatOf } from '../services/promptFiles.ts';
import { isOnThisMachine, providerState } from '../services/providerState.ts';
import type { Services } from '../services/services.ts';
import type { ModelItem } from './modelItem.ts';

/**
 * Providers and their models. The checked models run for the prompt in the active editor; the state of the key and the price stand beside
 * each.
 */
export function registerModelsView(services: Services): vscode.Disposable {
  const held = new Disposables();
  const provider = held.add(new ModelsProvider(services));
  const view = held.add(
    vscode.window.createTreeView(views.models, {
      treeDataProvider: provider,
      manageCheckboxStateManually: true,
      showCollapseAll: true,
    }),
  );
  held.add(view.onDidChangeCheckboxState(({ items }) => void provider.check(items)));
  held.add(services.onDidChangeModels(() => provider.refresh()));
  held.add(services.memory.onDidChange(() => provider.refresh()));
  held.add(vscode.window.onDidChangeActiveTextEditor(() => provider.refresh()));
  held.add(
    registerCommand(commands.refreshModels, () => {
      services.modelLists.forget();
      provider.refresh();
    }),
  );
  return held;
}

const tierTitles = { frontier: 'Frontier', mid: 'Mid', fast: 'Fast', other: 'Tier unknown' } as const;

class ModelsProvider implements vscode.TreeDataProvider<ModelItem>, vscode.Disposable {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  #chosen: ReadonlySet<string> = new Set();
  #isAsking = false;

  constructor(services: Services) {
    this.#services = services;
  }

  refresh(): void {
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async getChildren(item?: ModelItem): Promise<ModelItem[]> {
    if (!item) {
      this.#chosen = new Set(await this.#chosenModels());
      await hasAnyKey(this.#services);
      this.#askLocalServers();
      return this.#ranked().map((provider) => ({ kind: 'provider', provider: provider.id }));
    }
    if (item.kind === 'model') return [];
    const models = await this.#modelsOf(item.provider);
    const tiers = [...tierNames, 'other' as const].filter((tier) =>
      models.some((model) => this.#tierOf(model) === tier),
    );
    // A single group would only be in the way.
    if (item.kind === 'provider' && tiers.length > 1)
      return tiers.map((tier) => ({ kind: 'tier', provider: item.provider, tier }));
    const own = item.kind === 'tier' ? models.filter((model) => this.#tierOf(model) === item.tier) : models;
    return newestFirst(own).map((model) => ({ kind: 'model', model }));
  }

  /** Providers that are used stand first. */
  #ranked(): readonly Provider[] {
    const rankOf = (provider: Provider) => providerState(this.#services, provider, this.#isChosen(provider.id)).rank;
    return this.#services
      .registry()
      .list()
      .toSorted((left, right) => rankOf(left) - rankOf(right));
  }

  #isChosen(id: string): boolean {
    return [...this.#chosen].some((model) => model.startsWith(`${id}/`));
  }

  /** When somebody looks at the list, servers on this machine are asked once whether they run, and the answer is shown when it is known. */
  #askLocalServers(): void {
    const { registry, modelLists } = this.#services;
    const unknown = registry()
      .list()
      .filter((provider) => isOnThisMachine(provider) && modelLists.answerOf(provider.id) === undefined);
    if (unknown.length === 0 || this.#isAsking || !vscode.workspace.isTrusted) return;
    this.#isAsking = true;
    void Promise.all(unknown.map((provider) => modelLists.of(provider))).finally(() => {
      this.#isAsking = false;
      this.refresh();
    });
  }

  getTreeItem(item: ModelItem): vscode.TreeItem {
    if (item.kind === 'provider') return this.#providerItem(item.provider);
    return item.kind === 'tier' ? this.#tierItem(item.provider, item.tier) : this.#modelItem(item.model);
  }

  async #modelsOf(id: string): Promise<readonly string[]> {
    const provider = this.#services.registry().get(id);
    const listed = provider ? await this.#services.modelLists.of(provider) : [];
    const own = [...new Set([...this.#chosen, ...listed].filter((model) => model.startsWith(`${id}/`)))];
    return lastingFirst(own, this.#services.catalog());
  }

  #tierOf(model: string): Tier | 'other' {
    return entryOf(this.#services.catalog(), model)?.tier ?? 'other';
  }

  #tierItem(provider: string, tier: Tier | 'other'): vscode.TreeItem {
    const isOpen = [...this.#chosen].some((model) => model.startsWith(`${provider}/`) && this.#tierOf(model) === tier);
    const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    const tree = new vscode.TreeItem(tierTitles[tier], isOpen ? Expanded : Collapsed);
    tree.id = `tier:${provider}/${tier}`;
    tree.contextValue = 'tier';
    return tree;
  }

  /** The checked models are the choice for the prompt in the active editor. */
  async check(items: readonly (readonly [ModelItem, vscode.TreeItemCheckboxState])[]): Promise<void> {
    const prompt = this.#activePrompt();
    if (!prompt) return;
    const chosen = new Set(await this.#chosenModels());
    for (const [item, state] of items) {
      if (item.kind !== 'model') continue;
      if (state === vscode.TreeItemCheckboxState.Checked) chosen.add(item.model);
      else chosen.delete(item.model);
    }
    await this.#services.memory.setModels(prompt, [...chosen]);
  }

  #providerItem(id: string): vscode.TreeItem {
    const provider = this.#services.registry().get(id);
    const open = this.#isChosen(id);
    const tree = new vscode.TreeItem(
      provider?.name ?? id,
      open ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed,
    );
    const state = provider && providerState(this.#services, provider, open);
    tree.id = `provider:${id}`;
    if (!state) return tree;
    tree.description = state.description;
    tree.accessibilityInformation = { label: `${provider.name}, ${state.description}` };
    tree.iconPath = new vscode.ThemeIcon(state.icon);
    tree.contextValue = state.context;
    if (state.tooltip) tree.tooltip = state.tooltip;
    return tree;
  }

  #modelItem(model: string): vscode.TreeItem {
    const entry = entryOf(this.#services.catalog(), model);
    const tree = new vscode.TreeItem(model.slice(model.indexOf('/') + 1));
    tree.id = `model:${model}`;
    const end = nearEnd(this.#services.catalog(), model);
    tree.description = [...(end === undefined ? [] : [end]), formatPrice(entry)].join(' · ');
    if (end !== undefined) tree.iconPath = new vscode.ThemeIcon('warning');
    tree.contextValue = 'model';
    tree.checkboxState = this.#chosen.has(model)
      ? vscode.TreeItemCheckboxState.Checked
      : vscode.TreeItemCheckboxState.Unchecked;
    const dated = entry?.date ? `\nPrice of ${entry.date}, from ${entry.source ?? 'an unknown source'}` : '';
    tree.tooltip = `${model}${entry?.contextWindow ? `\n${formatCount(entry.contextWindow)} tokens of context` : ''}${dated}`;
    return tree;
  }

  #activePrompt(): vscode.Uri | undefined {
    const uri = vscode.window.activeTextEditor?.document.uri;
    return uri && formatOf(this.#services.memory, uri) ? uri : undefined;
  }

  async #chosenModels(): Promise<readonly string[]> {
    const prompt = this.#activePrompt();
    return prompt ? (await preparePrompt(this.#services, prompt)).models : [];
  }
}
