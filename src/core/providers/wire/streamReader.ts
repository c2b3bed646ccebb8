import type { JsonObject } from '../../json.ts';
import type { FinishReason, ModelEvent, Usage } from '../../messages.ts';
import type { HeaderReader } from './retryAfter.ts';

/** The end of a stream as the stream itself reports it. */
export interface Ending {
  readonly finishReason: FinishReason;
  readonly rawFinishReason?: string;
  readonly servedModel?: string;
  /** True when a proxy gave the request to another model than the one that was asked; undefined where nobody says. */
  readonly isFallback?: boolean;
  readonly requestId?: string;
}

/** Reads one vendor's stream, chunk by chunk, as our events. Holds no clock and no network, so that tests feed it by hand. */
export interface StreamReader {
  /** Takes the headers of the answer before its first chunk, from servers that put facts there which the body lacks. */
  readHeaders?(headers: HeaderReader): void;
  /** The events in one chunk; throws a `PolypromptError` when the chunk carries an error. */
  read(chunk: JsonObject): readonly ModelEvent[];
  /** True when the chunk carries content or a step towards it; keep-alives do not. */
  isContent(chunk: JsonObject): boolean;
  /** True once a part of the answer was read. */
  readonly hasBegun: boolean;
  /** True once nothing more can come: waiting for the connection to close would only waste time. */
  readonly isOver: boolean;
  /** The rest after the stream has ended: unfinished tool calls that are whole all the same. */
  flush(): readonly ModelEvent[];
  readonly usage: Usage | undefined;
  /** The end of the stream; undefined when the end marker never came. */
  readonly ending: Ending | undefined;
}

/** The names of provider and model for errors. */
export interface StreamSource {
  /** The provider's display name. */
  readonly who: string;
  readonly model: string;
  /** Milliseconds since 1970. */
  readonly wallTime: number;
  /** The most tokens that the answer may have, as it was asked for. */
  readonly outputLimit?: number | undefined;
}
