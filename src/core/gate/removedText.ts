import type { RemovedCase } from './gateResult.ts';

const mostNames = 5;

/** The removed cases, each once: by name, and with the model where the case is gone on that model only. */
export function removedNames(removed: readonly RemovedCase[]): readonly string[] {
  const names = removed.map(({ name, target, isWholeCase }) => (isWholeCase ? name : `${name} (${target})`));
  return [...new Set(names)];
}

/** A sentence such as `4 rows were removed: lamp, chair, table and 1 more`. */
export function removedSentence(removed: readonly RemovedCase[]): string {
  const names = removedNames(removed);
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  const were = removed.length === 1 ? '1 row was' : `${removed.length} rows were`;
  return `${were} removed: ${names.slice(0, mostNames).join(', ')}${more}`;
}
