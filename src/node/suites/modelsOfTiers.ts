import type { Suite } from '../../core/dataset/suite.ts';
import { readTierRef } from '../../core/models/tierRef.ts';
import { usableProviders } from '../../core/providers/usableProviders.ts';
import { openProject } from '../../core/routing/openProject.ts';
import { withTierModels } from '../../core/routing/suiteTiers.ts';
import { expandTiers } from '../../core/routing/tiers.ts';
import type { Engine } from '../engine.ts';
import { workspaceSuiteFiles } from './workspaceSuiteFiles.ts';

/** The models of a command line or a prompt, with tiers replaced by what they stand for in this workspace folder. */
export async function modelsOfTiers(
  context: Engine,
  models: readonly string[],
  workspaceFolder: string,
): Promise<readonly string[]> {
  if (!models.some((id) => readTierRef(id))) return models;
  const { tiers } = await openProject(workspaceSuiteFiles(workspaceFolder));
  return expandTiers(models, { ...(await tierKnowledge(context)), tiers });
}

/** A suite with targets for the models that its tiers stand for. */
export async function suiteWithTierModels(context: Engine, suite: Suite): Promise<Suite> {
  return withTierModels(suite, await tierKnowledge(context));
}

async function tierKnowledge({ catalog, registry, environment }: Engine) {
  const usable = await usableProviders(registry, environment);
  return { catalog, isUsable: (provider: string) => usable.has(provider) };
}
