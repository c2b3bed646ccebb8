import type { JsonObject } from '../../core/json.ts';
import { jsonObjectIn } from '../../core/jsonRead.ts';

/** The most characters of one message: a server that never ends its line must not fill the memory. */
const longestLine = 50_000_000;

/** Cuts a stream of bytes into JSON-RPC messages, one a line. Lines that hold none, which some servers print, are passed over. */
export class MessageLines {
  readonly #decoder = new TextDecoder();
  #pieces: string[] = [];
  #held = 0;

  /** Gives the messages that this chunk completes; undefined where a line is too long to be one. */
  add(chunk: Buffer): readonly JsonObject[] | undefined {
    const [first = '', ...others] = this.#decoder.decode(chunk, { stream: true }).split('\n');
    this.#pieces.push(first);
    this.#held += first.length;
    if (this.#held > longestLine) return undefined;
    if (others.length === 0) return [];
    const last = others.pop() ?? '';
    const lines = [this.#pieces.join(''), ...others];
    this.#pieces = [last];
    this.#held = last.length;
    return lines.map(jsonObjectIn).filter((message) => message !== undefined);
  }
}
