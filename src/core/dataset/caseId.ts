import { hashJson } from '../hash.ts';
import type { JsonValue } from '../json.ts';

/** Ids made of content: the same case keeps its id wherever it stands; a repeated one is told apart by its number. */
export class CaseIds {
  readonly #seen = new Map<string, number>();

  next(content: JsonValue): string {
    const id = hashJson(content).slice(0, 16);
    const count = (this.#seen.get(id) ?? 0) + 1;
    this.#seen.set(id, count);
    return count === 1 ? id : `${id}-${count}`;
  }
}
