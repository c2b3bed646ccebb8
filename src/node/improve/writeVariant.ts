import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import { addVariant } from '../../core/routing/addVariant.ts';
import { projectFileName } from '../../core/routing/projectFile.ts';
import { variantPath } from '../../core/routing/variants.ts';
import { readTextIfThere } from '../files/readTextIfThere.ts';
import { replaceFile } from '../files/replaceFile.ts';
import { slashedPath } from '../files/slashedPath.ts';

/** A variant of a prompt file, as a port makes it. */
export interface PortedVariant {
  /** The workspace folder, which holds `polyprompt.yaml`. */
  readonly folder: string;
  /** The prompt file that the variant is of, absolute or relative to the folder. */
  readonly file: string;
  readonly variant: string;
  /** The models that get it. */
  readonly pattern: string;
  readonly text: string;
  /** The text of the variant's file that it may replace; without it there must be no such file. */
  readonly replaces?: string;
}

/** The files that a port writes, with their new texts. */
export interface VariantFiles {
  readonly prompt: { readonly file: string; readonly text: string };
  readonly project: { readonly file: string; readonly text: string };
}

/** What a port would write. Throws where a file has changed meanwhile, or cannot have a variant. */
export function variantFilesOf({ folder, file, variant, pattern, text, replaces }: PortedVariant): VariantFiles {
  const name = variantPath(file, variant);
  if (name === undefined)
    throw new PolypromptError('invalid-arguments', `${file} cannot have variants.`, {
      hint: 'Rename it so that it ends in .prompt.',
    });
  const there = readTextIfThere(path.resolve(folder, name));
  if (there !== undefined && there !== replaces && there !== text)
    throw new PolypromptError('invalid-arguments', `${name} is there already.`, {
      hint: 'Give the variant another name with --variant.',
    });
  const project = readTextIfThere(path.resolve(folder, projectFileName)) ?? '';
  return {
    prompt: { file: slashedPath(folder, path.resolve(folder, name)), text },
    project: { file: projectFileName, text: addVariant(project, { pattern, variant }) },
  };
}

/** Writes them, each whole or not at all. The prompt comes first: a line without its file would be a Problem. */
export function writeVariant(folder: string, { prompt, project }: VariantFiles): void {
  for (const { file, text } of [prompt, project]) replaceFile(path.resolve(folder, file), text);
}
