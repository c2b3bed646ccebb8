import type { EstimateKnowledge } from '../plan/estimateLargePlan.ts';
import { batchCatalog } from '../pricing/batchPrice.ts';
import type { ProviderRegistry } from '../providers/registry.ts';
import type { RunPlan } from '../run/events.ts';
import { hasBatchEngine } from './batchDesk.ts';

/** The same knowledge, in which every model that a batch engine answers has its batch price. */
export function knowledgeOfBatch<Knowledge extends Pick<EstimateKnowledge, 'catalog' | 'registry'>>(
  knowledge: Knowledge,
): Knowledge {
  const { catalog, registry } = knowledge;
  return { ...knowledge, catalog: batchCatalog(catalog, (model) => hasBatchEngine(model, registry)) };
}

/** True when a batch engine answers at least one of the plan's models. */
export function canBeBatched({ targets }: Pick<RunPlan, 'targets'>, registry: ProviderRegistry): boolean {
  return targets.some(({ model }) => hasBatchEngine(model, registry));
}
