import * as vscode from 'vscode';
import { toPolypromptError } from '../../core/errors.ts';
import { readTierRef, type TierRef, tierNames } from '../../core/models/tierRef.ts';
import { entryOf } from '../../core/pricing/entryOf.ts';
import { lastingFirst, nearEnd } from '../../core/pricing/modelEnd.ts';
import { newestFirst } from '../../core/pricing/newestFirst.ts';
import { isRouteId, routeNameOf } from '../../core/routeId.ts';
import type { Route } from '../../core/routing/route.ts';
import { routeSummary } from '../../core/routing/routeSummary.ts';
import { modelsOfTier, type TierKnowledge } from '../../core/routing/tiers.ts';
import { meantItems } from '../editor/meantItems.ts';
import { modelDetail } from './modelDescription.ts';
import { mostColumns } from './preparedPrompt.ts';
import type { Services } from './services.ts';

interface ModelItem extends vscode.QuickPickItem {
  readonly model?: string;
}

interface Choice {
  readonly title: string;
  /** The models and tiers that are chosen now. */
  readonly chosen: readonly string[];
  readonly prompt: vscode.Uri;
}

/** Shows the pick at once. The models that providers list are added while it is open. */
export async function pickModels(services: Services, choice: Choice): Promise<readonly string[] | undefined> {
  const { title, chosen } = choice;
  const loading = itemsFor(services, choice);
  const pick = vscode.window.createQuickPick<ModelItem>();
  pick.title = title;
  pick.placeholder = `Search, or type provider/model for one that is not listed (up to ${mostColumns})`;
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.busy = true;
  pick.onDidChangeSelection((selection) => {
    const limit = selection.length > mostColumns ? ` of at most ${mostColumns}` : '';
    pick.title = `${title} (${selection.length}${limit})`;
  });
  let ticked: readonly ModelItem[] = [];
  const answer = accepted(pick, () => ticked);
  const items = await loading;
  pick.items = items;
  ticked = items.filter((item) => item.model !== undefined && chosen.includes(item.model));
  pick.selectedItems = ticked;
  pick.busy = false;
  pick.onDidChangeValue((value) => offerTyped(pick, items, value.trim()));
  try {
    return await answer;
  } finally {
    pick.dispose();
  }
}

/** A model that no list has may still exist, so a text such as `provider/model` can be chosen as it was typed. */
function offerTyped(pick: vscode.QuickPick<ModelItem>, items: readonly ModelItem[], typed: string): void {
  const isNew = /^[\w.-]+\/\S+$/.test(typed) && !items.some((item) => item.model === typed);
  const selected = pick.selectedItems;
  pick.items = isNew ? [{ label: typed, description: 'as typed', model: typed }, ...items] : items;
  pick.selectedItems = selected;
}

function accepted(
  pick: vscode.QuickPick<ModelItem>,
  ticked: () => readonly ModelItem[],
): Promise<readonly string[] | undefined> {
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      // The chosen models are not marked before the list is there.
      if (pick.busy) return;
      const models = meantItems(pick, ticked()).flatMap((item) => (item.model === undefined ? [] : [item.model]));
      if (models.length <= mostColumns) resolve(models);
    });
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
}

/** Chosen models first, then tiers, then by tier the models that can run now, because they have a key or need none, then the others. */
async function itemsFor(services: Services, { chosen, prompt }: Choice): Promise<ModelItem[]> {
  const knowledge = await services.tierModels.knowledgeFor(prompt);
  const routes = await services.routes.idsFor(prompt);
  const book = services.routes.bookFor(prompt);
  const lists = await Promise.all(
    services
      .registry()
      .list()
      .map(async (provider) => ({ provider, models: await services.modelLists.of(provider) })),
  );
  const others = (isReady: boolean) =>
    lists
      .filter(({ provider }) => knowledge.isUsable(provider.id) === isReady)
      .flatMap(({ models }) => models)
      .filter((model) => !chosen.includes(model));
  const item = (model: string) => itemFor(services, model, { knowledge, routes: book.routes });
  const tiers = tierNames.map((tier) => `tier:${tier}`).filter((id) => !chosen.includes(id));
  const ready = lastingFirst(newestFirst(others(true)), services.catalog());
  const byTier = Map.groupBy(ready, (model) => entryOf(services.catalog(), model)?.tier ?? 'unknown');
  return [
    ...section('Chosen', chosen.map(item)),
    ...section('Routes of polyprompt.yaml', routes.filter((id) => !chosen.includes(id)).map(item)),
    ...section('Tiers: one model of each provider', tiers.map(item)),
    ...[...tierNames, 'unknown' as const].flatMap((tier) =>
      section(readyTitles[tier], (byTier.get(tier) ?? []).map(item)),
    ),
    ...section('Needs a key', lastingFirst(newestFirst(others(false)), services.catalog()).map(item)),
  ];
}

interface ItemKnowledge {
  readonly knowledge: TierKnowledge;
  readonly routes: ReadonlyMap<string, Route>;
}

const readyTitles = {
  frontier: 'Ready to run: frontier',
  mid: 'Ready to run: mid',
  fast: 'Ready to run: fast',
  unknown: 'Ready to run: tier unknown',
} as const;

function section(label: string, items: readonly ModelItem[]): ModelItem[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function itemFor(services: Services, model: string, { knowledge, routes }: ItemKnowledge): ModelItem {
  const ref = readTierRef(model);
  if (ref) return { label: model, description: tierDescription(ref, knowledge), model };
  const route = isRouteId(model) ? routes.get(routeNameOf(model)) : undefined;
  if (isRouteId(model)) return { label: model, description: route ? routeSummary(route) : 'no such route', model };
  const entry = entryOf(services.catalog(), model);
  const description = entry
    ? [modelDetail(entry, nearEnd(services.catalog(), model)), entry.tier]
        .filter((part) => part !== undefined)
        .join(' · ')
    : 'price unknown';
  return { label: model, description, model };
}

function tierDescription(ref: TierRef, knowledge: TierKnowledge): string {
  try {
    return modelsOfTier(ref, knowledge).join(', ');
  } catch (error) {
    return toPolypromptError(error).message;
  }
}
