/** How two sets lie over each other, in elements. */
export interface Overlap {
  readonly common: number;
  readonly onlyLeft: number;
  readonly onlyRight: number;
}

export function overlap(left: ReadonlySet<string>, right: ReadonlySet<string>): Overlap {
  let common = 0;
  for (const element of left) if (right.has(element)) common++;
  return { common, onlyLeft: left.size - common, onlyRight: right.size - common };
}

/** True for sets of the same elements. */
export function isSameSet(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  const { onlyLeft, onlyRight } = overlap(left, right);
  return onlyLeft + onlyRight === 0;
}
