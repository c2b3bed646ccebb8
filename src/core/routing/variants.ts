import type { VariantRule } from './projectFile.ts';

/** The variant that a model gets: the first rule whose pattern fits decides; undefined for the prompt itself. */
export function variantFor(rules: readonly VariantRule[], model: string): string | undefined {
  return rules.find(({ pattern }) => fitsModel(pattern, model))?.variant;
}

/**
 * True when a model fits a pattern in which `*` stands for any text, slashes included: `anthropic/*`, `*haiku*`. Capitals count as in model
 * names.
 */
export function fitsModel(pattern: string, model: string): boolean {
  const [start = '', ...others] = pattern.split('*');
  const end = others.pop();
  if (end === undefined) return model === start;
  if (!model.startsWith(start)) return false;
  let at = start.length;
  for (const part of others) {
    const found = model.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at + end.length <= model.length && model.endsWith(end);
}

const endings = /(?:\.prompt\.ya?ml|_prompt\.ya?ml|\.prompt\.txt|\.prompty|\.prompt)$/i;

/** The file of a variant: `triage.prompt` becomes `triage.claude.prompt`; undefined for a file that can have no variants. */
export function variantPath(file: string, variant: string): string | undefined {
  const ending = endings.exec(file)?.[0];
  return ending === undefined ? undefined : `${file.slice(0, -ending.length)}.${variant}${ending}`;
}

/** True when a file's name says that it is this variant of a prompt. */
export function isVariant(file: string, variant: string): boolean {
  const ending = endings.exec(file)?.[0];
  return ending !== undefined && file.slice(0, -ending.length).endsWith(`.${variant}`);
}
