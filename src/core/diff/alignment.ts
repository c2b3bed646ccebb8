/** The matched items of two sequences: `left[i] === right[j]` pair up in order, and everything else is a change. */
export interface Alignment {
  /** 1 where the item is matched, 0 where it is removed (left) or added (right). */
  readonly left: Uint8Array;
  readonly right: Uint8Array;
}

interface Box {
  readonly leftStart: number;
  readonly leftEnd: number;
  readonly rightStart: number;
  readonly rightEnd: number;
}

/**
 * Aligns two sequences of strings: what the other side lacks is set aside first, the rest goes through Myers' divide and
 * conquer. Exact while the number of differences stays small; beyond that a good split is taken instead of the best one,
 * so that the time stays near linear.
 */
export function align(left: readonly string[], right: readonly string[]): Alignment {
  const numbers = new Map<string, number>();
  const leftIds = intern(left, numbers);
  const rightIds = intern(right, numbers);
  const leftKept = keptPositions(leftIds, countIds(rightIds, numbers.size));
  const rightKept = keptPositions(rightIds, countIds(leftIds, numbers.size));
  const alignment = { left: new Uint8Array(left.length), right: new Uint8Array(right.length) };
  const search = new Search(pick(leftIds, leftKept), pick(rightIds, rightKept));
  search.run((i, j) => {
    alignment.left[leftKept[i] ?? 0] = 1;
    alignment.right[rightKept[j] ?? 0] = 1;
  });
  return alignment;
}

function intern(items: readonly string[], numbers: Map<string, number>): Int32Array {
  return Int32Array.from(items, (item) => {
    const known = numbers.get(item);
    if (known !== undefined) return known;
    numbers.set(item, numbers.size);
    return numbers.size - 1;
  });
}

function countIds(ids: Int32Array, size: number): Int32Array {
  const counts = new Int32Array(size);
  for (const id of ids) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}

function keptPositions(ids: Int32Array, otherCounts: Int32Array): Int32Array {
  const kept: number[] = [];
  ids.forEach((id, index) => {
    if ((otherCounts[id] ?? 0) > 0) kept.push(index);
  });
  return Int32Array.from(kept);
}

function pick(ids: Int32Array, positions: Int32Array): Int32Array {
  return positions.map((position) => ids[position] ?? -1);
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** One search for the pairs of two integer sequences; owns the two frontiers so that a split allocates nothing. */
class Search {
  readonly #left: Int32Array;
  readonly #right: Int32Array;
  readonly #costCap: number;
  /** The furthest column on each diagonal: here from the start of the box, in `#backward` from its end; -1 is "not yet". */
  readonly #forward: Int32Array;
  readonly #backward: Int32Array;

  constructor(left: Int32Array, right: Int32Array) {
    this.#left = left;
    this.#right = right;
    this.#costCap = Math.max(48, Math.min(64, Math.ceil(Math.sqrt(left.length + right.length) / 2)));
    this.#forward = new Int32Array(2 * this.#costCap + 3);
    this.#backward = new Int32Array(2 * this.#costCap + 3);
  }

  run(onPair: (left: number, right: number) => void): void {
    // A stack of our own: on long unlike texts recursion would be thousands of calls deep.
    const boxes: Box[] = [{ leftStart: 0, leftEnd: this.#left.length, rightStart: 0, rightEnd: this.#right.length }];
    for (let box = boxes.pop(); box; box = boxes.pop()) {
      let { leftStart, rightStart, leftEnd, rightEnd } = box;
      while (leftStart < leftEnd && rightStart < rightEnd && this.#left[leftStart] === this.#right[rightStart]) {
        onPair(leftStart++, rightStart++);
      }
      while (leftStart < leftEnd && rightStart < rightEnd && this.#left[leftEnd - 1] === this.#right[rightEnd - 1]) {
        onPair(--leftEnd, --rightEnd);
      }
      if (leftStart === leftEnd || rightStart === rightEnd) continue;
      const { x, y } = this.#split({ leftStart, leftEnd, rightStart, rightEnd });
      boxes.push(
        { leftStart: leftStart + x, leftEnd, rightStart: rightStart + y, rightEnd },
        { leftStart, leftEnd: leftStart + x, rightStart, rightEnd: rightStart + y },
      );
    }
  }

  /** The point at which to cut the box: on a shortest path where one is found within the cost cap, else where a search got furthest. */
  #split(box: Box): Point {
    const width = box.leftEnd - box.leftStart;
    const height = box.rightEnd - box.rightStart;
    const limit = Math.min(this.#costCap, Math.ceil((width + height) / 2));
    this.#forward.fill(-1, 0, 2 * limit + 3);
    this.#backward.fill(-1, 0, 2 * limit + 3);
    const isOdd = ((width - height) & 1) !== 0;
    for (let cost = 0; cost <= limit; cost += 1) {
      const met = this.#advance({ box, cost, limit, isBackward: false }, isOdd);
      if (met) return met;
      const metBehind = this.#advance({ box, cost, limit, isBackward: true }, !isOdd);
      if (metBehind) return metBehind;
    }
    return this.#furthest(width, height, limit);
  }

  /** Spends one more edit on every diagonal of one frontier; gives the point where it meets the other frontier, if it does. */
  #advance({ box, cost, limit, isBackward }: Step, mayMeet: boolean): Point | undefined {
    const width = box.leftEnd - box.leftStart;
    const height = box.rightEnd - box.rightStart;
    const mine = isBackward ? this.#backward : this.#forward;
    const other = isBackward ? this.#forward : this.#backward;
    const centre = limit + 1;
    const lowest = -cost + 2 * Math.max(0, cost - height);
    const highest = cost - 2 * Math.max(0, cost - width);
    for (let diagonal = lowest; diagonal <= highest; diagonal += 2) {
      const below = mine[centre + diagonal + 1] ?? -1;
      const before = mine[centre + diagonal - 1] ?? -1;
      const from = cost === 0 ? 0 : Math.max(below, before >= 0 && before < width ? before + 1 : -1);
      if (from < 0 || from < diagonal || from - diagonal > height) continue;
      const x = from + this.#snake(box, { x: from, y: from - diagonal }, isBackward);
      mine[centre + diagonal] = x;
      const opposite = width - height - diagonal;
      const reached = mayMeet && Math.abs(opposite) <= limit ? (other[centre + opposite] ?? -1) : -1;
      if (reached < 0 || x + reached < width) continue;
      return isBackward ? { x: width - x, y: height - x + diagonal } : { x, y: x - diagonal };
    }
    return undefined;
  }

  /** The number of equal items from a point on, seen from the start of the box or from its end. */
  #snake(box: Box, { x, y }: Point, isBackward: boolean): number {
    const longest = Math.min(box.leftEnd - box.leftStart - x, box.rightEnd - box.rightStart - y);
    const step = isBackward ? -1 : 1;
    let i = isBackward ? box.leftEnd - 1 - x : box.leftStart + x;
    let j = isBackward ? box.rightEnd - 1 - y : box.rightStart + y;
    let length = 0;
    while (length < longest && this.#left[i] === this.#right[j]) {
      i += step;
      j += step;
      length += 1;
    }
    return length;
  }

  #furthest(width: number, height: number, limit: number): Point {
    let best = { x: 0, y: 0, reach: 0 };
    for (let diagonal = -limit; diagonal <= limit; diagonal += 1) {
      const ahead = this.#forward[limit + 1 + diagonal] ?? -1;
      if (ahead >= 0 && 2 * ahead - diagonal > best.reach)
        best = { x: ahead, y: ahead - diagonal, reach: 2 * ahead - diagonal };
      const behind = this.#backward[limit + 1 + diagonal] ?? -1;
      if (behind >= 0 && 2 * behind - diagonal > best.reach)
        best = { x: width - behind, y: height - behind + diagonal, reach: 2 * behind - diagonal };
    }
    return best;
  }
}

interface Step {
  readonly box: Box;
  readonly cost: number;
  readonly limit: number;
  readonly isBackward: boolean;
}
