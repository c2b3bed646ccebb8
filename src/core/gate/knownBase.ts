import type { VersionPair, VersionRow } from './pairVersions.ts';
import { promptHash } from './promptHash.ts';
import { type Baseline, type BaselineEntry, baselineKey, resultOfEntry } from './storedBaseline.ts';
import type { VersionResult } from './versionResult.ts';

export interface Baselines {
  /** The baseline file as the newer version has it. */
  readonly accepted?: Baseline;
  /** The baseline file as the older version has it. */
  readonly before?: Baseline;
}

/** The facts about the older version that are known without running it. */
export interface KnownBase {
  readonly result?: VersionResult;
  /** True when a person has accepted the newer version's result, with its checks. */
  readonly isAgreed?: true;
  /** A sentence that the reader of the row needs. */
  readonly note?: string;
}

/**
 * Looks for a baseline entry that can take the place of a run of the older version. An entry that was accepted for the newer version's own
 * prompt and checks goes first: a person has agreed to it. Otherwise an entry counts only if it is about the older version's exact prompt,
 * with today's checks.
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

/** The entries of a row: in the present format, and in the format from before cases were known by their inputs. */
function entriesOf(baseline: Baseline | undefined, { caseId, identity, target }: VersionRow): readonly BaselineEntry[] {
  const entry = baseline?.get(baselineKey(identity, target));
  const older = baseline?.get(baselineKey(caseId, target));
  return [...(entry?.checks == null ? [] : [entry]), ...(older?.checks === null ? [older] : [])];
}

/** True when an entry is about the row's prompt and checks. In the older format the key itself contains the checks. */
function isOf({ prompt, checks }: BaselineEntry, row: VersionRow): boolean {
  const [asked] = row.cells;
  return asked !== undefined && prompt === promptHash(asked) && (checks === null || checks === row.checks);
}

function noteOn({ date, prompt }: BaselineEntry, older: VersionRow | undefined): string {
  const [asked] = older?.cells ?? [];
  const isSamePrompt = asked !== undefined && promptHash(asked) === prompt;
  return `The baseline of ${date} is of ${isSamePrompt ? 'other checks' : 'another version of the prompt'}.`;
}
