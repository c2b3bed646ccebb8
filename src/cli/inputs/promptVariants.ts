import { existsSync } from 'node:fs';
import path from 'node:path';
import { openProject } from '../../core/routing/openProject.ts';
import { variantFor, variantPath } from '../../core/routing/variants.ts';
import { workspaceSuiteFiles } from '../../node/suites/workspaceSuiteFiles.ts';
import { type InputFlags, type LoadedPrompt, loadPrompt } from './loadPrompt.ts';

export interface LoadedVariant {
  /** The name of the variant; undefined for the prompt itself. */
  readonly variant: string | undefined;
  readonly prompt: LoadedPrompt;
  readonly models: readonly string[];
}

/** The prompt and those of its variants that these models get, by `variants:` of `polyprompt.yaml`. */
export async function loadVariants(
  prompt: LoadedPrompt,
  flags: InputFlags,
  models: readonly string[],
): Promise<readonly LoadedVariant[]> {
  const { variants: rules } = await openProject(workspaceSuiteFiles(prompt.workspaceFolder));
  const byVariant = Map.groupBy(models, (model) => {
    const variant = variantFor(rules, model);
    return variant !== undefined && fileOf(prompt, variant) !== undefined ? variant : undefined;
  });
  const loaded = [...byVariant].map(async ([variant, own]) => {
    const file = variant === undefined ? undefined : fileOf(prompt, variant);
    return { variant, models: own, prompt: file === undefined ? prompt : await loadPrompt(file, flags) };
  });
  return Promise.all(loaded);
}

function fileOf({ file }: LoadedPrompt, variant: string): string | undefined {
  const beside = variantPath(file, variant);
  return beside !== undefined && existsSync(path.resolve(beside)) ? beside : undefined;
}
