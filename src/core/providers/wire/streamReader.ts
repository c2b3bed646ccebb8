import type { JsonObject } from '../../json.ts';
import type { FinishReason, ModelEvent, Usage } from '../../messages.ts';
import type { HeaderReader } from './retryAfter.ts';

/** What a stream said about its own end. */
export interface Ending {
  readonly finishReason: FinishReason;
  readonly rawFinishReason?: string;
  readonly servedModel?: string;
  /** Whether a proxy gave the request to another model than the one that was asked; undefined where nobody says. */
  readonly isFallback?: boolean;
  readonly requestId?: string;
}

/** One vendor's stream, chunk by chunk, as our events. Holds no clock and no network, so tests feed it by hand. */
export interface StreamReader {
  /** The headers of the answer, before its first chunk; for servers that tell there what the body does not. */
  readHeaders?(headers: HeaderReader): void;
  /** The events in one chunk; throws a `PolypromptError` when the chunk carries an error. */
  read(chunk: JsonObject): readonly ModelEvent[];
  /** True when the chunk carries content or a step towards it; keep-alives do not. */
  isContent(chunk: JsonObject): boolean;
  /** True once something of the answer was read. */
  readonly hasBegun: boolean;
  /** True once nothing more can come: waiting for the connection to close would only waste time. */
  readonly isOver: boolean;
  /** What is left when the stream has ended: unfinished tool calls that are whole all the same. */
  flush(): readonly ModelEvent[];
  readonly usage: Usage | undefined;
  /** Undefined when the end marker never came. */
  readonly ending: Ending | undefined;
}

/** Who answers and for which model: named in errors. */
export interface StreamSource {
  /** The provider's display name. */
  readonly who: string;
  readonly model: string;
  /** Milliseconds since 1970. */
  readonly wallTime: number;
  /** Tokens that the answer may have, as they were asked for. */
  readonly outputLimit?: number | undefined;
}
