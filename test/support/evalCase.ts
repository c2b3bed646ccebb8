import type { EvalCase } from '../../src/core/dataset/suite.ts';

/** A case without checks, whose one variable is its own id. */
export function evalCase(id: string, change: Partial<EvalCase> = {}): EvalCase {
  const place = { file: 'a.eval.yaml', range: { start: 7, end: 9 } };
  return { id, vars: { name: id }, checks: [], metadata: {}, options: {}, place, ...change };
}
