import type { SuitePlan } from '../plan/planSuite.ts';
import { NeededCells } from './neededCells.ts';
import type { VersionPair } from './pairVersions.ts';

/** One of `total` equal parts of a check; `index` counts from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/**
 * The pairs of one shard. Pairs that need the same cell stay together, and so do all targets and prompts of a case: no two shards ask the
 * same, and answers that are compared with each other are in one shard.
 */
export function shardPairs(
  pairs: readonly VersionPair[],
  shard: Shard,
  { head, base }: { readonly head: SuitePlan; readonly base: SuitePlan | undefined },
): readonly VersionPair[] {
  const newer = new NeededCells(head);
  const older = base && new NeededCells(base);
  const groups = new Groups();
  const groupOf = (pair: VersionPair) => {
    const row = head.caseOf.get(pair.head[0]?.id ?? '')?.id ?? pair.caseId;
    const needed = [...newer.of(pair.head), ...(older?.of(pair.base) ?? [])];
    return groups.join([`case ${row}`, ...needed]);
  };
  for (const pair of pairs) groupOf(pair);
  const ofPair = pairs.map((pair) => ({ pair, group: groupOf(pair) }));
  const order = [...new Set(ofPair.map(({ group }) => group))];
  const own = new Set(order.filter((_, index) => index % shard.of === shard.index - 1));
  return ofPair.filter(({ group }) => own.has(group)).map(({ pair }) => pair);
}

/** Groups of names that belong together, directly or through others. */
class Groups {
  readonly #parents = new Map<string, string>();

  /** Joins the names, with all that they belong to, into one group; gives the name that stands for the group. */
  join(names: readonly string[]): string {
    const [first = '', ...rest] = names.map((name) => this.#root(name));
    for (const root of rest) if (root !== first) this.#parents.set(root, first);
    return first;
  }

  #root(name: string): string {
    let root = name;
    for (let parent = this.#parents.get(root); parent !== undefined; parent = this.#parents.get(root)) root = parent;
    if (root !== name) this.#parents.set(name, root);
    return root;
  }
}
