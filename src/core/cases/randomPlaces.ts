/** Random whole numbers below a bound, the same for the same seed. Marsaglia's xorshift (2003, 32 bits). */
export function randomPlaces(seed: number): (below: number) => number {
  // The state may never be 0, from which no other number follows.
  let state = seed | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
}

/** A fixed number of items out of any number of them, each with the same chance, in one pass (Vitter's algorithm R). */
export class Reservoir<Item> {
  readonly #kept: { readonly item: Item; readonly number: number }[] = [];
  readonly #most: number;
  readonly #random: (below: number) => number;
  #seen = 0;

  constructor(most: number, seed: number) {
    this.#most = most;
    this.#random = randomPlaces(seed);
  }

  get seen(): number {
    return this.#seen;
  }

  add(item: Item): void {
    const number = this.#seen++;
    const place = number < this.#most ? number : this.#random(this.#seen);
    if (place < this.#most) this.#kept[place] = { item, number };
  }

  /** The items that were kept, in the order in which they came. */
  items(): readonly Item[] {
    return this.#kept.toSorted((left, right) => left.number - right.number).map(({ item }) => item);
  }
}
