import type { JsonObject } from '../../json.ts';
import { textAt } from '../../jsonRead.ts';
import type { ModelEvent } from '../../messages.ts';
import { type CallPart, TurnParts } from '../mapping/turnParts.ts';

interface Block {
  readonly place: number;
  readonly type: string;
  text: string;
  /** The signature of a block of thinking, or the data of a redacted one. */
  state: string;
  call: CallPart | undefined;
}

/**
 * Keeps the blocks of a message in their order for sending them back, since thinking counts with its signature alone, and at its own place:
 * https://platform.claude.com/docs/en/build-with-claude/extended-thinking#preserving-thinking-blocks
 */
export class AnthropicTurn {
  readonly #blocks: Block[] = [];

  start(place: number, block: JsonObject | undefined): void {
    this.#begin(place, textAt(block, 'type') ?? '').state = textAt(block, 'data') ?? '';
    this.add(place, block);
  }

  /** Adds a delta, or what a block began with; some servers never say that one begins. */
  add(place: number, delta: JsonObject | undefined): void {
    const block = this.#blockAt(place) ?? this.#begin(place, textAt(delta, 'text') === undefined ? 'thinking' : 'text');
    block.text += textAt(delta, 'thinking') ?? textAt(delta, 'text') ?? '';
    block.state += textAt(delta, 'signature') ?? '';
  }

  endCall(place: number, call: CallPart): void {
    const block = this.#blockAt(place);
    if (block) block.call = call;
  }

  events(): readonly ModelEvent[] {
    const turn = new TurnParts();
    for (const { type, text, state, call } of this.#blocks) {
      if (call) turn.addCall(call);
      else if (type === 'redacted_thinking') turn.addReasoning('', { data: state });
      else if (type !== 'thinking') turn.addText(text);
      else if (state !== '') turn.addReasoning(text, { signature: state });
    }
    return turn.events();
  }

  #begin(place: number, type: string): Block {
    const block: Block = { place, type, text: '', state: '', call: undefined };
    this.#blocks.push(block);
    return block;
  }

  #blockAt(place: number): Block | undefined {
    return this.#blocks.findLast((block) => block.place === place);
  }
}
