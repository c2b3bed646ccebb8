import type { JsonObject } from '../../core/json.ts';
import { plainMessage } from './plainMessage.ts';

interface Wish {
  readonly type: string;
}

/** A reader for each type of message that a page sends, so that a wish without a reader does not compile. */
export type WishReaders<Message extends Wish> = {
  readonly [Type in Message['type']]: (raw: JsonObject) => (Message & { readonly type: Type }) | undefined;
};

export interface WishRules<Message extends Wish> {
  /** Limit in characters of JSON: a larger message did not come from our page. */
  readonly maxSize: number;
  readonly readers: WishReaders<Message>;
}

/**
 * A message from a page after its check; undefined for anything else. A page shows hostile text, so nothing in its messages is believed.
 */
export function readWish<Message extends Wish>(
  sent: unknown,
  { maxSize, readers }: WishRules<Message>,
): Message | undefined {
  const raw = plainMessage(sent, maxSize);
  const known = new Map<unknown, (raw: JsonObject) => Message | undefined>(Object.entries(readers));
  return raw && known.get(raw['type'])?.(raw);
}

/** The reader of a wish that has nothing but its type. */
export function bare<Type extends string>(type: Type) {
  return () => ({ type });
}
