import * as vscode from 'vscode';
import { keyPlaces } from './keyAccess.ts';
import { modelDetail } from './modelDescription.ts';
import type { Services } from './services.ts';

interface ModelItem extends vscode.QuickPickItem {
  readonly model?: string;
}

/** At most this many columns stay readable side by side. */
const maxModels = 8;

/** Shows the pick at once; what providers list arrives while it is open. */
export async function pickModels(
  services: Services,
  { title, chosen }: { readonly title: string; readonly chosen: readonly string[] },
): Promise<readonly string[] | undefined> {
  const loading = itemsFor(services, chosen);
  const pick = vscode.window.createQuickPick<ModelItem>();
  pick.title = title;
  pick.placeholder = `Search, or type provider/model for one that is not listed (up to ${maxModels})`;
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.busy = true;
  pick.onDidChangeSelection((selection) => {
    const limit = selection.length > maxModels ? ` of at most ${maxModels}` : '';
    pick.title = `${title} (${selection.length}${limit})`;
  });
  const answer = accepted(pick);
  const items = await loading;
  pick.items = items;
  pick.selectedItems = items.filter((item) => item.model !== undefined && chosen.includes(item.model));
  pick.busy = false;
  pick.onDidChangeValue((value) => offerTyped(pick, items, value.trim()));
  try {
    return await answer;
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

/** Chosen models first, then those that can run now (a key, or none needed), then the others. */
async function itemsFor(services: Services, chosen: readonly string[]): Promise<ModelItem[]> {
  const ready = new Set(await readyProviders(services));
  const lists = await Promise.all(
    services
      .registry()
      .list()
      .map(async (provider) => ({ provider, models: await services.modelLists.of(provider) })),
  );
  const others = (isReady: boolean) =>
    lists
      .filter(({ provider }) => ready.has(provider.id) === isReady)
      .flatMap(({ models }) => models)
      .filter((model) => !chosen.includes(model));
  return [
    ...section(
      'Chosen',
      chosen.map((model) => itemFor(services, model)),
    ),
    ...section(
      'Ready to run',
      others(true).map((model) => itemFor(services, model)),
    ),
    ...section(
      'Needs a key',
      others(false).map((model) => itemFor(services, model)),
    ),
  ];
}

function section(label: string, items: readonly ModelItem[]): ModelItem[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function itemFor(services: Services, model: string): ModelItem {
  const entry = services.catalog().entries.get(model);
  const description = entry
    ? [modelDetail(entry), entry.tier].filter((part) => part !== undefined).join(' · ')
    : 'price unknown';
  return { label: model, description, model };
}

async function readyProviders(services: Services): Promise<string[]> {
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
