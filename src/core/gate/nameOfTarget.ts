import type { GateResult } from './gateResult.ts';

/** The model's name, with its suite where there are several. */
export function nameOfTarget(
  { suite, target }: { readonly suite: string; readonly target: string },
  { suites }: Pick<GateResult, 'suites'>,
): string {
  return suites.length > 1 ? `${suite}, ${target}` : target;
}
