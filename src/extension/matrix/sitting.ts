/**
 * A person's way through things to judge, one after the other: where they are, what they have said so far, and the way back. What the
 * things are, and where a verdict on them is kept, is for others to know.
 */
export class Sitting<Thing, Said> {
  readonly things: readonly Thing[];
  /** What the person has said, by the place of the thing. */
  readonly #said = new Map<number, Said>();
  /** The places that were judged in this sitting, the last at the end. */
  readonly #judged: number[] = [];
  #at = 0;

  constructor(things: readonly Thing[]) {
    this.things = things;
  }

  /** The thing on the page; undefined past the end. */
  get thing(): Thing | undefined {
    return this.things[this.#at];
  }

  /** Names the thing on the page in wishes about it, and says nothing of it. */
  get item(): string {
    return `item ${this.#at}`;
  }

  get said(): Said | undefined {
    return this.#said.get(this.#at);
  }

  /** The place, from 1, how many things are judged, and how many there are. */
  get progress(): { readonly at: number; readonly judged: number; readonly total: number } {
    const total = this.things.length;
    return { at: Math.min(this.#at + 1, total), judged: this.#said.size, total };
  }

  /** The thing on the page, when it is the one that is meant: the page may have gone on since. */
  shown(item: string): Thing | undefined {
    return item === this.item ? this.thing : undefined;
  }

  /** Takes note of what was said in an earlier sitting. */
  remember(place: number, said: Said): void {
    this.#said.set(place, said);
  }

  /** Takes note of what is said of the thing on the page, and goes on. */
  judge(said: Said): void {
    this.#said.set(this.#at, said);
    this.#judged.push(this.#at);
    this.goOn();
  }

  /** Goes back to what was judged last in this sitting, of which nothing is said any more; undefined where there is nothing. */
  undo(): Thing | undefined {
    const at = this.#judged.pop();
    if (at === undefined) return undefined;
    this.#said.delete(at);
    this.#at = at;
    return this.thing;
  }

  /** Goes to another thing without a word. */
  move(step: 1 | -1): void {
    this.#at = Math.max(0, Math.min(this.things.length - 1, this.#at + step));
  }

  /** To the next thing of which nothing is said, else to the first of all, else past the end. */
  goOn(): void {
    const open = this.things.map((_, index) => index).filter((index) => !this.#said.has(index));
    this.#at = open.find((index) => index >= this.#at) ?? open[0] ?? this.things.length;
  }
}
