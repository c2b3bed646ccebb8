import type { ImportedCase } from '../caseOfCall.ts';
import { type ChosenRows, chooseRows } from './chooseRows.ts';

/** Chosen cases, each marked with the part that it belongs to, and what they stand for. */
export interface SampledCases {
  readonly cases: readonly ImportedCase[];
  readonly chosen: ChosenRows;
}

/** Chooses cases by what they ask. Strata are the model and whether somebody was content, which people want to tell apart. */
export function sampleCases(cases: readonly ImportedCase[], count: number, seed: number): SampledCases {
  const requests = cases.map(({ vars, metadata }) => ({
    text: Object.values(vars)
      .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
      .join('\n'),
    stratum: JSON.stringify([metadata['model'] ?? null, metadata['thumbs'] ?? metadata['rating'] ?? null]),
  }));
  const chosen = chooseRows(requests, count, seed);
  const sampled = chosen.rows.flatMap((row) => {
    const one = cases[row.place];
    const weight = row.part === 'random' ? { weight: Number(row.weight.toFixed(2)) } : {};
    return one ? [{ ...one, metadata: { ...one.metadata, sample: row.part, ...weight } }] : [];
  });
  return { cases: sampled, chosen };
}
