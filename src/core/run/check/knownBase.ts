import { type Baseline, baselineKey, resultOfEntry } from './baseline.ts';
import type { VersionPair } from './pairVersions.ts';
import { promptHash } from './promptHash.ts';
import type { VersionResult } from './versionResult.ts';

export interface Baselines {
  /** In the newer version. */
  readonly accepted?: Baseline;
  /** In the older version. */
  readonly before?: Baseline;
}

/** What is known of the older version without running it. */
export interface KnownBase {
  readonly result?: VersionResult;
  /** What a reader has to know of it. */
  readonly note?: string;
}

/**
 * What a baseline says in place of a run of the older version. A result that was accepted for the newer version's own prompt goes
 * first: a person has agreed to it. Otherwise only what is about the older version's very prompt counts.
 */
export function fromBaseline({ caseId, target, head, base }: VersionPair, { accepted, before }: Baselines): KnownBase {
  const [now] = head;
  const [asked] = base;
  const key = baselineKey(caseId, target);
  // The same prompt of several may have had another number.
  const keyBefore = baselineKey(asked?.caseId ?? caseId, target);
  const agreed = accepted?.get(key);
  if (agreed && now && agreed.prompt === promptHash(now))
    return { result: resultOfEntry(agreed), note: `Compared with the result accepted on ${agreed.date}.` };
  const entries = [before?.get(keyBefore), accepted?.get(keyBefore), agreed].filter((entry) => entry !== undefined);
  const entry = asked && entries.find(({ prompt }) => prompt === promptHash(asked));
  if (entry) return { result: resultOfEntry(entry) };
  const [other] = entries;
  return other ? { note: `The baseline of ${other.date} is of another version of the prompt.` } : {};
}
