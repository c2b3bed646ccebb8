import { PolypromptError } from '../errors.ts';
import { parseModelRef } from '../models/modelRef.ts';
import { readTierRef, type TierRef, tierNames, tierProblem } from '../models/tierRef.ts';
import type { Catalog, CatalogEntry, Tier } from '../pricing/catalog.ts';
import { endOf, endsWithin, hasEnded } from '../pricing/modelEnd.ts';

/** The knowledge by which the models of a tier are chosen. */
export interface TierKnowledge {
  readonly catalog: Catalog;
  /** The tiers of `polyprompt.yaml`, in place of the catalog's. */
  readonly tiers: ReadonlyMap<string, readonly string[]>;
  /** True when a provider can be asked now: it has a key, or needs none. */
  isUsable(provider: string): boolean;
}

/** The models with each tier replaced by those that it stands for, each model once. Throws for an unknown tier, or an empty one. */
export function expandTiers(models: readonly string[], knowledge: TierKnowledge): readonly string[] {
  const expanded = models.flatMap((id) => {
    const ref = readTierRef(id);
    return ref ? modelsOfTier(ref, knowledge) : [id];
  });
  return [...new Set(expanded)];
}

/**
 * The models of a tier: one of each provider that can be asked. Of those that do not end soon it is the one whose price was listed last
 * and, among these, the cheapest. Models that `polyprompt.yaml` lists all count. Simulated models stand in only where nothing else can be
 * asked.
 */
export function modelsOfTier(ref: TierRef, knowledge: TierKnowledge): readonly string[] {
  const tier = tierNames.find((name) => name === ref.tier);
  const problem = tierProblem(ref);
  if (tier === undefined || problem !== undefined)
    throw new PolypromptError('invalid-arguments', problem ?? '', { hint: 'Correct the name of the tier.' });
  const isWanted = (id: string) => ref.provider === undefined || id.startsWith(`${ref.provider}/`);
  const listed = knowledge.tiers.get(tier)?.filter(isWanted) ?? [];
  const models = listed.length > 0 ? usableOf(listed, knowledge) : bestOfCatalog(tier, isWanted, { ref, knowledge });
  if (models.length > 0) return models;
  const who = ref.provider === undefined ? 'No provider that can be asked has a' : `${ref.provider} has no known`;
  throw new PolypromptError('invalid-arguments', `${who} model in the tier "${tier}".`, {
    hint: 'Set an API key, or list models under "tiers:" in polyprompt.yaml.',
  });
}

/** The models that can be asked; all of them when none can, so that a run reports what is missing. */
function usableOf(models: readonly string[], { isUsable }: TierKnowledge): readonly string[] {
  const usable = models.filter((id) => isUsable(providerOf(id)));
  return usable.length > 0 ? usable : models;
}

function bestOfCatalog(
  tier: Tier,
  isWanted: (id: string) => boolean,
  { ref, knowledge }: { readonly ref: TierRef; readonly knowledge: TierKnowledge },
): readonly string[] {
  const entries = [...knowledge.catalog.entries.values()].filter(
    (entry) => entry.tier === tier && isWanted(entry.id) && !isEnded(entry.id, knowledge.catalog),
  );
  // A provider that is named is meant, whether or not its key is set yet.
  const usable = entries.filter(({ id }) => ref.provider !== undefined || knowledge.isUsable(providerOf(id)));
  const real = usable.filter(({ id }) => ref.provider !== undefined || !id.startsWith('simulated/'));
  const byProvider = Map.groupBy(real.length > 0 ? real : usable, ({ id }) => providerOf(id));
  return [...byProvider.values()].flatMap((own) => {
    const lasting = own.filter(({ id }) => endsWithin(knowledge.catalog, [id]).length === 0);
    return (lasting.length > 0 ? lasting : own).toSorted(betterFirst)[0]?.id ?? [];
  });
}

function isEnded(id: string, catalog: Catalog): boolean {
  const end = endOf(catalog, id);
  return end !== undefined && hasEnded(end);
}

/** Compares by the date of the price, then by the cost of three parts of prompt and one of answer, then by the name that counts higher. */
function betterFirst(left: CatalogEntry, right: CatalogEntry): number {
  return (
    (right.date ?? '').localeCompare(left.date ?? '') ||
    costOf(left) - costOf(right) ||
    right.id.localeCompare(left.id, 'en', { numeric: true })
  );
}

function costOf({ price }: CatalogEntry): number {
  const { input, output } = price ?? {};
  return input === undefined || output === undefined ? Number.POSITIVE_INFINITY : 3 * input + output;
}

function providerOf(id: string): string {
  return parseModelRef(id)?.provider ?? id;
}
