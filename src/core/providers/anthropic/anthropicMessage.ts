import type { JsonObject } from '../../json.ts';
import { listAt } from '../../jsonRead.ts';

/** The chunks of a stream that would have given this whole message. */
export function messageChunks(message: JsonObject): JsonObject[] {
  const { content: _blocks, stop_reason: stopReason = null, usage = {}, ...head } = message;
  const blocks = listAt(message, 'content').flatMap((block, index): JsonObject[] => [
    { type: 'content_block_start', index, content_block: block },
    { type: 'content_block_stop', index },
  ]);
  return [
    { type: 'message_start', message: { ...head, usage } },
    ...blocks,
    { type: 'message_delta', delta: { stop_reason: stopReason }, usage },
    { type: 'message_stop' },
  ];
}
