import { existsSync } from 'node:fs';
import path from 'node:path';
import { defined } from '../../core/jsonRead.ts';
import { planVariants } from '../../core/plan/planVariants.ts';
import { versionOfTexts } from '../../core/plan/promptVersion.ts';
import { runParameters } from '../../core/prompt/runParameters.ts';
import { openProject } from '../../core/routing/openProject.ts';
import { variantFor, variantPath } from '../../core/routing/variants.ts';
import type { RunPlan } from '../../core/run/events.ts';
import type { LoadedPrompt } from './loadPrompt.ts';
import { workspaceSuiteFiles } from './workspaceSuiteFiles.ts';

export interface LoadedVariant {
  /** The name of the variant; undefined for the prompt itself. */
  readonly variant: string | undefined;
  readonly prompt: LoadedPrompt;
  readonly models: readonly string[];
}

/** The prompt and those of its variants that these models get, by `variants:` of `polyprompt.yaml`; `load` reads such a file. */
export async function loadVariants(
  prompt: LoadedPrompt,
  models: readonly string[],
  load: (file: string) => Promise<LoadedPrompt>,
): Promise<readonly LoadedVariant[]> {
  const { variants: rules } = await openProject(workspaceSuiteFiles(prompt.workspaceFolder));
  const byVariant = Map.groupBy(models, (model) => {
    const variant = variantFor(rules, model);
    return variant !== undefined && fileOf(prompt, variant) !== undefined ? variant : undefined;
  });
  const loaded = [...byVariant].map(async ([variant, own]) => {
    const file = variant === undefined ? undefined : fileOf(prompt, variant);
    return { variant, models: own, prompt: file === undefined ? prompt : await load(file) };
  });
  return Promise.all(loaded);
}

/** The run of a prompt and its variants, each on the models that get it. */
export function planLoadedVariants(
  run: Omit<Parameters<typeof planVariants>[0], 'promptVersion'>,
  models: readonly string[],
  variants: readonly LoadedVariant[],
): RunPlan {
  const promptVersion = versionOfTexts(variants.map(({ prompt }) => prompt.text));
  const toRun = variants.map(({ variant, models: own, prompt: { document, inputs, rendered } }) => ({
    ...defined({ variant }),
    models: own,
    inputs,
    messages: rendered.messages,
    parameters: runParameters(document),
    ...defined({ toolSettings: document.toolSettings }),
  }));
  return planVariants({ ...run, promptVersion }, models, toRun);
}

function fileOf({ file, place }: LoadedPrompt, variant: string): string | undefined {
  const beside = variantPath(file, variant);
  return beside !== undefined && existsSync(path.join(path.dirname(place), path.basename(beside))) ? beside : undefined;
}
