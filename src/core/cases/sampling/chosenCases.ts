import type { JsonObject } from '../../json.ts';
import type { ImportedCase } from '../caseOfCall.ts';
import type { ChosenRows } from './chooseRows.ts';
import { sampleCases } from './sampleCases.ts';

/** The cases that become rows, and how they were chosen where they are a sample. */
export interface ChosenCases {
  readonly cases: readonly ImportedCase[];
  readonly sample?: { readonly seed: number; readonly chosen: ChosenRows };
}

/** All cases, or a sample of so many of them. */
export function chosenCases(cases: readonly ImportedCase[], count: number | undefined, seed: number): ChosenCases {
  if (count === undefined || count >= cases.length) return { cases };
  const sample = sampleCases(cases, count, seed);
  return { cases: sample.cases, sample: { seed, chosen: sample.chosen } };
}

/** What stands beside a file of cases about how it was made; undefined where there is nothing to keep. */
export function aboutCases(
  { cases, sample }: ChosenCases,
  {
    mapping,
    keep,
    regions = [],
  }: {
    readonly mapping: Readonly<Record<string, string>>;
    readonly keep: readonly string[];
    readonly regions?: readonly string[];
  },
): string | undefined {
  const { covered, groups, total } = sample?.chosen ?? {};
  const about: JsonObject = {
    ...(Object.keys(mapping).length > 0 ? { map: mapping } : {}),
    ...(sample
      ? {
          sample: {
            seed: sample.seed,
            rows: cases.length,
            covered: covered ?? 0,
            groups: groups ?? 0,
            total: total ?? 0,
          },
        }
      : {}),
    ...(keep.length > 0 ? { keep: [...keep] } : {}),
    ...(regions.length > 0 ? { regions: [...regions] } : {}),
  };
  return Object.keys(about).length > 0 ? `${JSON.stringify(about, null, 2)}\n` : undefined;
}
