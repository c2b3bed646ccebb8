import { foldedRequest, gramsOf, hashOf, likeness } from './grams.ts';

/** Requests that say nearly the same. `members` are places in the list; the first of them is the one that is most like the others. */
export interface RequestGroup {
  readonly members: readonly number[];
}

/** Characters in a run, and the likeness from which two short texts count as one: measured on questions of one and two sentences. */
const runLength = 5;
const nearEnough = 0.6;

const bands = 8;
const perBand = 4;

/** Groups texts that are the same after folding, or nearly so. Candidates come from MinHash bands and are compared truly before they count. */
export function groupNearDuplicates(texts: readonly string[]): readonly RequestGroup[] {
  const folded = texts.map(foldedRequest);
  const same = [...Map.groupBy(folded.keys(), (index) => folded[index] ?? '').values()];
  const grams = same.map(([first = 0]) => gramsOf(folded[first] ?? '', runLength));
  const groupOf = same.map((_members, index) => index);
  const rootOf = (index: number): number => {
    const above = groupOf[index] ?? index;
    return above === index ? index : rootOf(above);
  };
  const buckets = new Map<string, number>();
  for (const [index, set] of grams.entries())
    for (const key of bandKeys(set)) {
      const other = buckets.get(key);
      if (other === undefined) buckets.set(key, index);
      // A group grows by texts that are like its first one, so that a chain of small changes does not join strangers.
      else if (rootOf(index) === index && likeness(set, grams[rootOf(other)] ?? set) >= nearEnough)
        groupOf[index] = rootOf(other);
    }
  const joined = Map.groupBy(same.keys(), rootOf);
  return [...joined.values()].map((parts) => ({ members: medoidFirst(parts, same, grams) }));
}

/** The smallest hash of a set under each of several orders, in bands: sets that are alike share a band with high chance. */
function bandKeys(grams: ReadonlySet<number>): readonly string[] {
  const smallest = new Uint32Array(bands * perBand).fill(0xffffffff);
  for (const gram of grams)
    for (let order = 0; order < smallest.length; order++) {
      const value = Math.imul(gram ^ (order * 0x9e3779b9), 0x85ebca6b + order * 2) >>> 0;
      if (value < (smallest[order] ?? 0)) smallest[order] = value;
    }
  return Array.from({ length: bands }, (_item, band) => {
    const key = smallest.subarray(band * perBand, (band + 1) * perBand).join(' ');
    return `${band} ${hashOf(key, 0, key.length)} ${key}`;
  });
}

/** The most members that are compared with each other for the one in the middle. */
const mostCompared = 50;

function medoidFirst(
  parts: readonly number[],
  same: readonly (readonly number[])[],
  grams: readonly ReadonlySet<number>[],
): readonly number[] {
  const compared = parts.slice(0, mostCompared);
  const closeness = (part: number) =>
    compared.reduce((sum, other) => {
      const [left, right] = [grams[part], grams[other]];
      return sum + (left && right ? likeness(left, right) * (same[other]?.length ?? 0) : 0);
    }, 0);
  const [middle = 0] = compared.toSorted((left, right) => closeness(right) - closeness(left));
  return [middle, ...parts.filter((part) => part !== middle)].flatMap((part) => same[part] ?? []);
}
