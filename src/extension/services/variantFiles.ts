import type * as vscode from 'vscode';
import { openProject } from '../../core/routing/openProject.ts';
import { variantFor, variantPath } from '../../core/routing/variants.ts';
import { editorFiles, projectFolder } from '../editor/editorFiles.ts';
import { isThere } from '../editor/isThere.ts';

/** A prompt's own file, or that of one of its variants, and the models that are sent it. */
export interface VariantFile {
  /** The name of the variant; undefined for the prompt itself. */
  readonly variant: string | undefined;
  readonly uri: vscode.Uri;
  readonly models: readonly string[];
}

/** The file that each model gets, by `variants:` of `polyprompt.yaml` and by the files beside the prompt. */
export async function variantFiles(prompt: vscode.Uri, models: readonly string[]): Promise<readonly VariantFile[]> {
  const { variants: rules } = await openProject(editorFiles(projectFolder(prompt)));
  const files = new Map<string, vscode.Uri>();
  for (const { variant } of rules) {
    const file = variantPath(prompt.path, variant);
    const uri = file === undefined ? undefined : prompt.with({ path: file });
    if (uri && (await isThere(uri))) files.set(variant, uri);
  }
  const byVariant = Map.groupBy(models, (model) => {
    const variant = variantFor(rules, model);
    return variant !== undefined && files.has(variant) ? variant : undefined;
  });
  return [...byVariant].map(([variant, own]) => ({ variant, models: own, uri: files.get(variant ?? '') ?? prompt }));
}
