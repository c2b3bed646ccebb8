import { type CoveragePlan, missingClasses } from './coveragePlan.ts';
import type { ValueClass } from './valueClasses.ts';

/** Rows that a writer is asked for at once. */
export interface Gap {
  /** What they have to be, in words. */
  readonly name: string;
  readonly count: number;
  /** The kind of value that each of them has to have, where one is missing. */
  readonly wanted?: ValueClass;
}

const rowsOfGap = 3;
/** Rows of one request: an answer with more of them is cut off too easily. */
const rowsAtOnce = 10;

/** What a writer is asked for: the kinds of values that only a writer can make, and usual inputs up to the count that is wanted. */
export function gapsOf(plan: CoveragePlan, wanted: number): readonly Gap[] {
  const named = missingClasses(plan)
    .filter(({ made, isAbsence }) => !made && !isAbsence)
    .map(
      (missing): Gap => ({
        name: `${missing.variable}: ${missing.name}`,
        count: Math.min(rowsOfGap, wanted),
        wanted: missing,
      }),
    );
  const left = Math.max(0, wanted - named.reduce((sum, { count }) => sum + count, 0));
  const usual = Array.from(
    { length: Math.ceil(left / rowsAtOnce) },
    (_item, index): Gap => ({
      name: `usual inputs, part ${index + 1}: unlike each other and unlike the examples`,
      count: Math.min(rowsAtOnce, left - index * rowsAtOnce),
    }),
  );
  return [...named, ...usual];
}
