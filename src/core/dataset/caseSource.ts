import type { EvalCase } from './suite.ts';

/** Where a case comes from: `metadata.source`, such as `log`, `generated` or `edge`; `written` where nothing is said. */
export function sourceOf({ metadata }: Pick<EvalCase, 'metadata'>): string {
  const { source } = metadata;
  return typeof source === 'string' && source !== '' ? source : 'written';
}

/** What `cases propose` writes, and the word that others use for it. */
const synthetic: ReadonlySet<string> = new Set(['generated', 'edge', 'synthetic']);

/** True for a case that is marked as made up: nobody has asked it for real. */
export function isSynthetic(testCase: Pick<EvalCase, 'metadata'>): boolean {
  return synthetic.has(sourceOf(testCase));
}
