import type { Problem } from '../text/problem.ts';
import { readYaml } from '../text/yamlSource.ts';
import { labelOffer, labelOfferText } from './labelOffer.ts';
import type { Suite } from './suite.ts';

/** The code by which the quick fix knows it. */
export const labelProblemCode = 'label-check';

/** The offer to check labels as a Problem at the cases of a suite; `text` is that of the suite. At most one. */
export function labelProblems(text: string, suite: Pick<Suite, 'file' | 'prompts' | 'cases'>): readonly Problem[] {
  const offer = labelOffer(suite);
  if (!offer) return [];
  const yaml = readYaml(text, 0);
  const key = ['cases', 'tests'].find((name) => yaml.value[name] !== undefined) ?? 'cases';
  const range = yaml.keyRangeOf([key]);
  return [{ severity: 'information', code: labelProblemCode, message: labelOfferText(offer), range }];
}
