const lineFeed = 10;
const carriageReturn = 13;

/**
 * Passes on whole server-sent events only. The SDKs hand out what follows the last blank line as if it were an event, and then
 * fail on half a JSON text; the standard drops it. A last event that is whole but for its blank line is passed on.
 * Pulled by its reader, one chunk at a time: a TransformStream does the same at several times the cost.
 */
export function wholeEvents(source: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  const events = new EventAssembly();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const { done, value } = await reader.read();
          const whole = done ? events.rest() : events.add(value);
          if (whole) controller.enqueue(whole);
          if (done) controller.close();
          if (done || whole) return;
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** Chunks as they come, handed out up to the last blank line. */
class EventAssembly {
  #held: Uint8Array[] = [];
  #lastBytes: readonly number[] = [];

  add(chunk: Uint8Array): Uint8Array | undefined {
    const end = lastBoundary(this.#lastBytes, chunk);
    this.#lastBytes = [...this.#lastBytes, ...chunk.subarray(-3)].slice(-3);
    if (end === undefined) {
      this.#held.push(chunk);
      return undefined;
    }
    const whole = this.#held.length > 0 ? joined([...this.#held, chunk.subarray(0, end)]) : chunk.subarray(0, end);
    this.#held = end < chunk.length ? [chunk.subarray(end)] : [];
    return whole;
  }

  rest(): Uint8Array | undefined {
    const rest = joined(this.#held);
    return isWhole(new TextDecoder().decode(rest)) ? joined([rest, new Uint8Array([lineFeed, lineFeed])]) : undefined;
  }
}

/** Where in the chunk the last blank line ends; it may have begun in the bytes before. */
function lastBoundary(before: readonly number[], chunk: Uint8Array): number | undefined {
  const byteAt = (index: number) => (index >= 0 ? chunk[index] : before[before.length + index]);
  for (let index = chunk.length - 1; index >= 0; index--) {
    const byte = chunk[index];
    if (byte !== lineFeed && byte !== carriageReturn) continue;
    const previous = byteAt(index - 1);
    const isBlank =
      previous === byte || (byte === lineFeed && previous === carriageReturn && byteAt(index - 2) === lineFeed);
    if (isBlank) return index + 1;
  }
  return undefined;
}

/** One piece: an SDK that searches its whole buffer again for every piece would take minutes for a large event. */
function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let place = 0;
  for (const piece of pieces) {
    whole.set(piece, place);
    place += piece.length;
  }
  return whole;
}

function isWhole(event: string): boolean {
  const data = event.split(/\r\n|\r|\n/).flatMap((line) => /^data: ?(.*)$/s.exec(line)?.[1] ?? []);
  if (data.length === 0) return false;
  const text = data.join('\n').trim();
  if (text === '[DONE]') return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
