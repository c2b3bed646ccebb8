import { hashJson } from '../hash.ts';
import type { ImproveRow } from './improveRow.ts';

/** The rows of a suite by what they are for. A row is on one side only. */
export interface RowSplit {
  /** Rows that the reflecting model may see. */
  readonly working: readonly string[];
  /** Rows that decide between wordings and are never shown. */
  readonly choosing: readonly string[];
  /** Rows that are asked once, at the end. */
  readonly heldOut: readonly string[];
}

/** Fewer rows prove nothing that is worth a claim. */
export const fewestToProve = 30;
const mostHeldOut = 200;
const mostWorking = 40;
/** However few calls there are, so many rows take part: with fewer, none of these calls would be worth it. */
const fewestHeldOut = 20;
const fewestOthers = 20;
/** Two rows that share so many of their words are near-identical. */
const nearlySame = 0.9;
const fewestKnownWords = 4;
/** Near-identical rows are looked for among so many rows at most, since every pair is compared. */
const mostCompared = 2000;

/** What the calls of an improvement reach to. */
interface Reach {
  /** The most calls of all together; without it rows alone decide. */
  readonly calls?: number;
  /** How many prompts each held-out row is asked on: two, and three for a port. */
  readonly sides: number;
  /** Rows that the prompt knows, because they stand in it as examples: they can prove nothing. */
  readonly known?: ReadonlySet<string>;
}

/**
 * Splits rows by the hash of their content, so that the same rows fall on the same sides whatever their order. Rows with the same or nearly
 * the same input stay together, and every stratum is split in the same shares. Fewer than 30 rows hold nothing out; rows that the calls do
 * not reach take no part.
 */
export function splitRows(rows: readonly ImproveRow[], reach: Reach = { sides: 2 }): RowSplit {
  const groups = groupsOf(rows);
  const shares = sharesFor(rows.length, reach);
  const strata = Map.groupBy(groups, ({ stratum }) => stratum);
  const sides: Record<Side, string[]> = { working: [], choosing: [], heldOut: [], unused: [] };
  const owed = { working: 0, choosing: 0, heldOut: 0, unused: 0 };
  const ordered = [...strata.values()].sort((left, right) => compare(left[0]?.key, right[0]?.key));
  for (const stratum of ordered)
    for (const group of stratum.sort((left, right) => compare(left.key, right.key))) {
      if (group.rows.some((row) => reach.known?.has(row))) {
        sides.working.push(...group.rows);
        continue;
      }
      for (const side of sideNames) owed[side] += shares[side] * group.rows.length;
      const side = sideNames.reduce((most, each) => (owed[each] > owed[most] ? each : most));
      owed[side] -= group.rows.length;
      sides[side].push(...group.rows);
    }
  const { unused: _apart, ...split } = sides;
  return split;
}

const sideNames = ['heldOut', 'working', 'choosing', 'unused'] as const;
type Side = (typeof sideNames)[number];

/** The part of the calls that one look at the held-out rows may take, and the part of the first look at the others. */
const proofPart = 0.4;
const startPart = 0.1;

/** Proof is what is short: of 60 rows 40 are held out, 14 are worked on and 6 choose. */
function sharesFor(rows: number, { calls = Number.POSITIVE_INFINITY, sides }: Reach): Readonly<Record<Side, number>> {
  if (rows < fewestToProve) return { heldOut: 0, working: 0.7, choosing: 0.3, unused: 0 };
  const heldOut = Math.min(mostHeldOut, rows * (2 / 3), Math.max(fewestHeldOut, (calls * proofPart) / sides));
  const others = Math.max(fewestOthers, calls * startPart);
  const working = Math.min(mostWorking, (rows - rows * (2 / 3)) * 0.7, others * 0.7);
  const choosing = Math.min(mostWorking / 2, (rows - rows * (2 / 3)) * 0.3, others * 0.3);
  const unused = rows - heldOut - working - choosing;
  return { heldOut: heldOut / rows, working: working / rows, choosing: choosing / rows, unused: unused / rows };
}

/** The ids of the rows whose whole input stands in a prompt. Inputs of a few words stand in many texts. */
export function rowsInPrompt(body: string, rows: readonly ImproveRow[]): ReadonlySet<string> {
  const text = ` ${wordsOf(body).join(' ')} `;
  const isIn = ({ input }: ImproveRow) => {
    const words = wordsOf(input);
    return words.length >= fewestKnownWords && text.includes(` ${words.join(' ')} `);
  };
  return new Set(rows.filter(isIn).map(({ id }) => id));
}

interface RowGroup {
  readonly rows: readonly string[];
  readonly key: string;
  readonly stratum: string;
}

function groupsOf(rows: readonly ImproveRow[]): RowGroup[] {
  const words = rows.map((row) => wordsOf(row.input));
  const leader = rows.map((_, index) => index);
  const seen = new Map<string, number>();
  for (const [index, own] of words.entries()) {
    const text = own.join(' ');
    const same = seen.get(text) ?? (rows.length > mostCompared ? undefined : nearest(words, index));
    leader[index] = same === undefined ? index : (leader[same] ?? index);
    if (!seen.has(text)) seen.set(text, index);
  }
  return [...Map.groupBy(rows.keys(), (index) => leader[index] ?? index)].map(([first, members]) => ({
    rows: members.flatMap((index) => rows[index]?.id ?? []),
    key: hashJson({ input: words[first]?.join(' ') ?? '' }),
    stratum: rows[first]?.stratum ?? '',
  }));
}

/** The first earlier row with nearly the same words. */
function nearest(words: readonly (readonly string[])[], index: number): number | undefined {
  const own = new Set(words[index]);
  for (let other = 0; other < index; other++) {
    const theirs = new Set(words[other]);
    const [few, many] = [Math.min(own.size, theirs.size), Math.max(own.size, theirs.size)];
    if (few < nearlySame * many) continue;
    let shared = 0;
    for (const word of own) if (theirs.has(word)) shared++;
    if (shared >= nearlySame * (own.size + theirs.size - shared)) return other;
  }
  return undefined;
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function compare(left = '', right = ''): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
