import type { Parameters } from '../messages.ts';
import type { CatalogEntry } from './catalog.ts';
import type { Range } from './range.ts';

/** Tokens that an answer typically has where the prompt sets no limit; models that reason write more than is seen. */
const typicalOutput: Range = { low: 60, expected: 300, high: 1200 };
const typicalReasoning: Range = { low: 100, expected: 900, high: 4000 };

/** The most tokens an answer can have; infinite when neither the prompt nor the model sets a limit. */
export function outputLimit(entry: CatalogEntry | undefined, { maxOutputTokens }: Parameters): number {
  return Math.min(maxOutputTokens ?? Number.POSITIVE_INFINITY, entry?.outputLimit ?? Number.POSITIVE_INFINITY);
}

/** Tokens of an answer where no earlier run has shown them. */
export function typicalOutputTokens(entry: CatalogEntry | undefined, parameters: Parameters): Range {
  const reasons = entry?.reasoning === true && parameters.reasoningEffort !== 'none';
  const limit = outputLimit(entry, parameters);
  const of = (kind: keyof Range) => Math.min(limit, typicalOutput[kind] + (reasons ? typicalReasoning[kind] : 0));
  return { low: of('low'), expected: of('expected'), high: of('high') };
}
