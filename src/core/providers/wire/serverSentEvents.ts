const lineFeed = 10;
const carriageReturn = 13;
const byteOrderMark = 0xfeff;

export interface ServerSentEvent {
  /** The event's name; empty when the server gave none. */
  readonly name: string;
  /** The data; never empty, since an event without data is none. */
  readonly data: string;
}

/**
 * Reads server-sent events from bytes that may be split anywhere. It differs from the standard
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html) for vendors' streams: a last event that lacks only its blank line is
 * kept, where the standard drops it, and a byte order mark is passed over in front of any line.
 */
export class ServerSentEvents {
  /**
   * The bytes behind the last line end. They are kept apart until the line is whole, since joining them each time would take minutes for a
   * large line.
   */
  #held: Uint8Array[] = [];
  /** True when a carriage return came last: a line feed behind it ends no other line. */
  #isInLineEnd = false;
  #name = '';
  #data: string[] = [];
  // It decodes whole lines only, so that it never has to remember half a character.
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  /** Gives the events that this chunk completes. */
  add(chunk: Uint8Array): ServerSentEvent[] {
    const bytes = this.#isInLineEnd && chunk[0] === lineFeed ? chunk.subarray(1) : chunk;
    if (chunk.length > 0) this.#isInLineEnd = false;
    const end = 1 + Math.max(bytes.lastIndexOf(lineFeed), bytes.lastIndexOf(carriageReturn));
    if (end === 0) {
      if (bytes.length > 0) this.#held.push(bytes);
      return [];
    }
    this.#isInLineEnd = end === bytes.length && bytes[end - 1] === carriageReturn;
    const text = this.#decode(bytes.subarray(0, end));
    if (end < bytes.length) this.#held.push(bytes.subarray(end));
    return this.#readLines(text);
  }

  /** Gives the last event, where its data is whole although no blank line followed. */
  end(): ServerSentEvent | undefined {
    this.#readLine(this.#decode(new Uint8Array()));
    const event = this.#takeEvent();
    return event && isWhole(event.data) ? event : undefined;
  }

  #decode(bytes: Uint8Array): string {
    if (this.#held.length === 0) return this.#decoder.decode(bytes);
    const whole = joined([...this.#held, bytes]);
    this.#held = [];
    return this.#decoder.decode(whole);
  }

  /** Reads whole lines; `text` ends with a line end. */
  #readLines(text: string): ServerSentEvent[] {
    const events: ServerSentEvent[] = [];
    const lines = text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
    for (let start = 0, end = lines.indexOf('\n'); end >= 0; start = end + 1, end = lines.indexOf('\n', start)) {
      const event = end === start ? this.#takeEvent() : this.#readLine(lines.slice(start, end));
      if (event) events.push(event);
    }
    return events;
  }

  #readLine(marked: string): undefined {
    const line = marked.charCodeAt(0) === byteOrderMark ? marked.slice(1) : marked;
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    if (field !== 'data' && field !== 'event') return;
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'event') this.#name = value;
    else this.#data.push(value);
  }

  #takeEvent(): ServerSentEvent | undefined {
    const event = { name: this.#name, data: this.#data.length === 1 ? (this.#data[0] ?? '') : this.#data.join('\n') };
    this.#name = '';
    this.#data = [];
    return event.data === '' ? undefined : event;
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let place = 0;
  for (const piece of pieces) {
    whole.set(piece, place);
    place += piece.length;
  }
  return whole;
}

function isWhole(data: string): boolean {
  if (data.trim() === '[DONE]') return true;
  try {
    JSON.parse(data);
    return true;
  } catch {
    return false;
  }
}
