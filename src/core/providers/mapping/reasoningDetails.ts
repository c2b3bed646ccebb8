import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { textAt } from '../../jsonRead.ts';
import { placeOf } from './callInput.ts';

/**
 * Joins the pieces of OpenRouter's `reasoning_details`: those of one index and type are one entry, whose texts grow and whose other fields
 * are those of its last piece. https://openrouter.ai/docs/use-cases/reasoning-tokens#preserving-reasoning-blocks
 */
export class ReasoningDetails {
  readonly #entries: JsonObject[] = [];

  /** Adds the entries of one delta, or of a message in one piece. Entries without an index that come at once are different ones. */
  add(pieces: readonly JsonValue[]): void {
    const before = this.#entries.length;
    for (const piece of pieces) if (isJsonObject(piece)) this.#addPiece(piece, before);
  }

  get entries(): readonly JsonObject[] {
    return this.#entries;
  }

  #addPiece(piece: JsonObject, before: number): void {
    const isOpen = (place: number) => place < before || placeOf(piece['index']) !== undefined;
    const place = this.#entries.findLastIndex((entry, index) => isOpen(index) && isSame(entry, piece));
    const known = this.#entries[place];
    if (known) this.#entries[place] = joined(known, piece);
    else this.#entries.push(piece);
  }
}

function isSame(entry: JsonObject, piece: JsonObject): boolean {
  const [known, id] = [textAt(entry, 'id'), textAt(piece, 'id')];
  if (known !== undefined && id !== undefined && known !== id) return false;
  return entry['type'] === piece['type'] && placeOf(entry['index']) === placeOf(piece['index']);
}

function joined(known: JsonObject, piece: JsonObject): JsonObject {
  const told = Object.entries(piece).filter(([, value]) => value !== null && value !== '');
  const grown = ['text', 'summary'].filter((key) => typeof piece[key] === 'string');
  const texts = grown.map((key) => [key, (textAt(known, key) ?? '') + (textAt(piece, key) ?? '')]);
  return { ...known, ...Object.fromEntries(told), ...Object.fromEntries(texts) };
}
