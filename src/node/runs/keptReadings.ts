import { statSync } from 'node:fs';

/** What was read of files, as long as they have not changed since. What was read longest ago is forgotten first. */
export class KeptReadings<Value> {
  readonly #kept = new Map<string, { readonly changed: number; readonly value: Value | undefined }>();
  readonly #most: number;
  readonly #sizeOf: (value: Value) => number;

  /** `most` is the size of all values together that stays in memory. */
  constructor(most: number, sizeOf: (value: Value) => number) {
    this.#most = most;
    this.#sizeOf = sizeOf;
  }

  /** What was read of the file, read again only when it has changed. Undefined where there is no file. */
  read(file: string, read: () => Value | undefined): Value | undefined {
    const changed = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (changed === undefined) return undefined;
    const known = this.#kept.get(file);
    const value = known?.changed === changed ? known.value : read();
    this.#kept.delete(file);
    this.#kept.set(file, { changed, value });
    this.#forgetOldest();
    return value;
  }

  #forgetOldest(): void {
    let size = 0;
    for (const [file, { value }] of [...this.#kept].reverse()) {
      size += value === undefined ? 0 : this.#sizeOf(value);
      if (size > this.#most) this.#kept.delete(file);
    }
  }
}
