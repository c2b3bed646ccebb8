import * as vscode from 'vscode';
import { PolypromptError } from '../core/errors.ts';
import { formatPrice } from '../core/pricing/format.ts';
import { promptOf, registerCommand } from './commandRegistry.ts';
import { commands } from './contributions.ts';
import { keyPlaces } from './keyAccess.ts';
import { listEditorModels } from './languageModels.ts';
import { preparePrompt } from './preparedPrompt.ts';
import { formatOf } from './promptFiles.ts';
import type { Services } from './services.ts';

interface ModelItem extends vscode.QuickPickItem {
  readonly model?: string;
}

/** At most this many columns stay readable side by side. */
const maxModels = 8;

/** `Choose Models...`: search, price and context per model; the choice is remembered for the prompt. */
export function registerChooseModels(services: Services): vscode.Disposable {
  return registerCommand(commands.chooseModels, async (argument) => {
    const prompt = promptOf(argument);
    if (!prompt || !formatOf(services.memory, prompt)) {
      throw new PolypromptError('invalid-prompt', 'Models are chosen per prompt.', {
        hint: 'Open a prompt file first.',
      });
    }
    const { models } = await preparePrompt(services, prompt);
    const chosen = await pickModels(await itemsFor(services, models), models);
    if (!chosen) return;
    await services.memory.setModels(prompt, chosen);
    if (vscode.workspace.isTrusted) services.sessions.setModels(prompt, chosen);
  });
}

async function pickModels(
  items: readonly ModelItem[],
  chosen: readonly string[],
): Promise<readonly string[] | undefined> {
  const pick = vscode.window.createQuickPick<ModelItem>();
  pick.title = 'Choose Models';
  pick.placeholder = `Search, or type provider/model for one that is not listed (up to ${maxModels})`;
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = items;
  pick.selectedItems = items.filter((item) => item.model !== undefined && chosen.includes(item.model));
  pick.onDidChangeSelection((selection) => {
    pick.title =
      selection.length > maxModels
        ? `Choose Models (${selection.length} of at most ${maxModels})`
        : `Choose Models (${selection.length})`;
  });
  pick.onDidChangeValue((value) => offerTyped(pick, items, value.trim()));
  try {
    return await accepted(pick);
  } finally {
    pick.dispose();
  }
}

/** A model that no list knows may still exist: what was typed as `provider/model` can be chosen as it stands. */
function offerTyped(pick: vscode.QuickPick<ModelItem>, items: readonly ModelItem[], typed: string): void {
  const isNew = /^[\w.-]+\/\S+$/.test(typed) && !items.some((item) => item.model === typed);
  const selected = pick.selectedItems;
  pick.items = isNew ? [{ label: typed, description: 'as typed', model: typed }, ...items] : items;
  pick.selectedItems = selected;
}

function accepted(pick: vscode.QuickPick<ModelItem>): Promise<readonly string[] | undefined> {
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const models = pick.selectedItems.flatMap((item) => (item.model === undefined ? [] : [item.model]));
      if (models.length <= maxModels) resolve(models);
    });
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
}

/** Chosen models first, then by provider: the ones that can run now (a key, or none needed) before the others. */
async function itemsFor(services: Services, chosen: readonly string[]): Promise<ModelItem[]> {
  const keyed = new Set(await keyedProviders(services));
  const editor = await listEditorModels();
  const known = [...services.catalog().entries.keys(), ...editor];
  const others = known.filter((model) => !chosen.includes(model));
  const ready = others.filter((model) => keyed.has(providerOf(model)));
  const keyless = others.filter((model) => !keyed.has(providerOf(model)));
  return [
    ...section(
      'Chosen',
      chosen.map((model) => itemFor(services, model)),
    ),
    ...section(
      'Ready to run',
      ready.map((model) => itemFor(services, model)),
    ),
    ...section(
      'Needs a key',
      keyless.map((model) => itemFor(services, model)),
    ),
  ];
}

function section(label: string, items: readonly ModelItem[]): ModelItem[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function itemFor(services: Services, model: string): ModelItem {
  const entry = services.catalog().entries.get(model);
  const context = entry?.contextWindow === undefined ? undefined : `${Math.round(entry.contextWindow / 1000)}k context`;
  return {
    label: model,
    description: [formatPrice(entry), context, entry?.tier].filter((part) => part !== undefined).join(' · '),
    model,
  };
}

async function keyedProviders(services: Services): Promise<string[]> {
  const free = services
    .registry()
    .list()
    .filter((provider) => !provider.keyRequired);
  const places = keyPlaces(services);
  const keys = await Promise.all(places.map(({ provider, origin }) => services.keys.get(provider.id, origin)));
  return [
    ...free.map((provider) => provider.id),
    ...places.filter((_, index) => keys[index]).map(({ provider }) => provider.id),
  ];
}

function providerOf(model: string): string {
  return model.split('/')[0] ?? model;
}
