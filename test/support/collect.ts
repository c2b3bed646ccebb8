import { PolypromptError } from '../../src/core/errors.ts';
import type { ModelEvent } from '../../src/core/messages.ts';

/** The course of a stream: everything that it yielded, and what it threw. */
export interface Collected {
  readonly events: readonly ModelEvent[];
  readonly text: string;
  readonly error: unknown;
  /** The error's code; undefined when the stream ended well or threw something else. */
  readonly code: string | undefined;
}

export async function collect(stream: AsyncIterable<ModelEvent>): Promise<Collected> {
  const events: ModelEvent[] = [];
  let error: unknown;
  try {
    for await (const event of stream) events.push(event);
  } catch (thrown) {
    error = thrown;
  }
  const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
  return { events, text, error, code: error instanceof PolypromptError ? error.code : undefined };
}
