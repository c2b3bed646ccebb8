import type { VersionPair, VersionRow } from './pairVersions.ts';
import { promptHash } from './promptHash.ts';
import { type Baseline, type BaselineEntry, baselineKey, resultOfEntry } from './storedBaseline.ts';
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
  /** A person has agreed to what the newer version does, checks and all. */
  readonly isAgreed?: true;
  /** What a reader has to know of it. */
  readonly note?: string;
}

/**
 * What a baseline says in place of a run of the older version. A result that was accepted for the newer version's own prompt and checks
 * goes first: a person has agreed to it. Otherwise only what is about the older version's very prompt counts, by the checks of today.
 */
export function fromBaseline(pair: VersionPair, { accepted, before }: Baselines): KnownBase {
  const { newer, older } = pair;
  const agreed = entriesOf(accepted, newer).find((entry) => isOf(entry, newer));
  if (agreed)
    return {
      result: resultOfEntry(agreed),
      isAgreed: true,
      note: `Compared with the result accepted on ${agreed.date}.`,
    };
  const entries = [
    ...(older ? [...entriesOf(before, older), ...entriesOf(accepted, older)] : []),
    ...entriesOf(accepted, newer),
  ];
  const isSaid = (entry: BaselineEntry) =>
    older !== undefined && isOf(entry, older) && !(entry.checks === null && pair.hasOtherChecks);
  const entry = entries.find(isSaid);
  if (entry) return { result: resultOfEntry(entry) };
  const [other] = entries;
  return other ? { note: noteOn(other, older) } : {};
}

/** The lines on a row: as files have it now, and as they had it before cases were known by their inputs. */
function entriesOf(baseline: Baseline | undefined, { caseId, identity, target }: VersionRow): readonly BaselineEntry[] {
  const entry = baseline?.get(baselineKey(identity, target));
  const older = baseline?.get(baselineKey(caseId, target));
  return [...(entry?.checks == null ? [] : [entry]), ...(older?.checks === null ? [older] : [])];
}

/** A key of the older format holds the checks itself. */
function isOf({ prompt, checks }: BaselineEntry, row: VersionRow): boolean {
  const [asked] = row.cells;
  return asked !== undefined && prompt === promptHash(asked) && (checks === null || checks === row.checks);
}

function noteOn({ date, prompt }: BaselineEntry, older: VersionRow | undefined): string {
  const [asked] = older?.cells ?? [];
  const isSamePrompt = asked !== undefined && promptHash(asked) === prompt;
  return `The baseline of ${date} is of ${isSamePrompt ? 'other checks' : 'another version of the prompt'}.`;
}
