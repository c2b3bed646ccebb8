import { lintModel } from '../models/lintModel.ts';
import type { ModelKnowledge } from '../models/modelKnowledge.ts';
import type { Problem } from '../text/problem.ts';
import type { PromptDocument } from './document.ts';

/** Reports models that cannot be run, and models that are missing in the list of a known provider. */
export function lintModels(document: PromptDocument, knowledge: ModelKnowledge): readonly Problem[] {
  const named = [...(document.model ? [document.model] : []), ...document.models];
  return named.flatMap(({ value, range }) => lintModel(value, range, knowledge));
}
