/** A part of a text: one of the values that are looked for, or what stands between them. */
export interface TextPiece {
  readonly text: string;
  readonly isValue: boolean;
}

/** The characters by which values are found again. */
const startLength = 2;

/** Finds known values again wherever they stand in a text. */
export class ValuePlaces {
  readonly #byStart: ReadonlyMap<string, readonly string[]>;

  constructor(values: readonly string[]) {
    // The longest goes first: a name may stand inside of an address.
    const longest = values.toSorted((left, right) => right.length - left.length);
    this.#byStart = Map.groupBy(longest, (value) => value.slice(0, startLength));
  }

  /** The text in its parts, which make the text again when they are joined. */
  pieces(text: string): readonly TextPiece[] {
    const pieces: TextPiece[] = [];
    let done = 0;
    for (let at = 0; at < text.length; at++) {
      const value = this.#byStart.get(text.slice(at, at + startLength))?.find((one) => standsAt(text, at, one));
      if (value === undefined) continue;
      if (at > done) pieces.push({ text: text.slice(done, at), isValue: false });
      pieces.push({ text: value, isValue: true });
      done = at + value.length;
      at = done - 1;
    }
    if (done < text.length) pieces.push({ text: text.slice(done), isValue: false });
    return pieces;
  }
}

/** A short value inside of a longer word is another word; a long one is the value wherever it stands. */
function standsAt(text: string, at: number, value: string): boolean {
  if (!text.startsWith(value, at)) return false;
  if (value.length >= 8) return true;
  const isLetter = /[\p{L}\p{N}]/u;
  return !isLetter.test(text[at - 1] ?? ' ') && !isLetter.test(text[at + value.length] ?? ' ');
}
