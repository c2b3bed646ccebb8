/** Makes ids from content: the same case keeps its id wherever it stands, and a repeated case is told apart by its number. */
export class CaseIds {
  readonly #seen = new Map<string, number>();

  next(content: readonly unknown[]): string {
    const id = fingerprint(JSON.stringify(content));
    const count = (this.#seen.get(id) ?? 0) + 1;
    this.#seen.set(id, count);
    return count === 1 ? id : `${id}-${count}`;
  }
}

/**
 * A hash of 64 bits in hex, from two FNV-1a hashes with different starts. A cryptographic hash would take most of the time of reading a
 * large file, and nobody gains by making two cases of one's own suite share an id.
 */
function fingerprint(text: string): string {
  let first = 0x811c9dc5;
  let second = 0x9747b28c;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second ^ code ^ (first >>> 15), 0x01000193);
  }
  return hex(first) + hex(second);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
