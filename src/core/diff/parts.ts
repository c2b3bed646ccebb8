/** A run of text: in both answers, only in the left one, or only in the right one. */
export interface DiffPart {
  readonly kind: 'equal' | 'removed' | 'added';
  readonly text: string;
}

/** A change, or text that both sides share, while the parts are being put together. */
interface Block {
  equal: string;
  removed: string;
  added: string;
}

/** Collects parts in order; neighbours of the same nature become one, and what is removed stands before what is added. */
export class PartBuilder {
  readonly #blocks: Block[] = [];

  equal(text: string): void {
    if (text === '') return;
    this.#open(true).equal += text;
  }

  removed(text: string): void {
    if (text === '') return;
    this.#open(false).removed += text;
  }

  added(text: string): void {
    if (text === '') return;
    this.#open(false).added += text;
  }

  /** The parts as they were given. */
  plain(): readonly DiffPart[] {
    return toParts(this.#blocks);
  }

  /**
   * The parts as people read them best: short equal texts inside of large changes become part of the change, and white space is not marked
   * needlessly.
   */
  readable(): readonly DiffPart[] {
    return toParts(shareWhiteSpace(foldIslands(this.#blocks, () => true)));
  }

  /** The parts as `readable` gives them, but with every line that both sides share kept: in indented JSON a lone bracket is structure. */
  readableByLine(): readonly DiffPart[] {
    return toParts(shareWhiteSpace(foldIslands(this.#blocks, (island) => !island.includes('\n'))));
  }

  #open(isEqual: boolean): Block {
    const last = this.#blocks.at(-1);
    if (last && isEqualBlock(last) === isEqual) return last;
    const block = { equal: '', removed: '', added: '' };
    this.#blocks.push(block);
    return block;
  }
}

function isEqualBlock(block: Block): boolean {
  return block.equal !== '';
}

/** Equal text shorter than half of the change on either side of it becomes part of one larger change. */
function foldIslands(blocks: readonly Block[], mayFold: (island: string) => boolean): Block[] {
  const folded: Block[] = [];
  for (const block of blocks) {
    folded.push({ ...block });
    if (!isEqualBlock(block)) foldBack(folded, mayFold);
  }
  return folded;
}

/** Looks again at the island in front of a change that has swallowed one, since the change is now larger. */
function foldBack(blocks: Block[], mayFold: (island: string) => boolean): void {
  for (;;) {
    const [before, island, after] = blocks.slice(-3);
    if (!before || !island || !after || !isEqualBlock(island)) return;
    const smaller = Math.min(sizeOf(before), sizeOf(after));
    if (island.equal.trim().length * 2 >= smaller || !mayFold(island.equal)) return;
    blocks.splice(-3, 3, {
      equal: '',
      removed: before.removed + island.equal + after.removed,
      added: before.added + island.equal + after.added,
    });
  }
}

function sizeOf(change: Block): number {
  return Math.max(change.removed.length, change.added.length);
}

/** Moves white space that both sides of a change begin or end with out of the change. */
function shareWhiteSpace(blocks: readonly Block[]): Block[] {
  const shared: Block[] = [];
  for (const block of blocks) {
    const front = commonSpace(leadingSpace(block.removed), leadingSpace(block.added));
    const removed = block.removed.slice(front.length);
    const added = block.added.slice(front.length);
    const back = reversed(commonSpace(reversed(trailingSpace(removed)), reversed(trailingSpace(added))));
    shared.push(
      { equal: block.equal + front, removed: '', added: '' },
      { equal: '', removed: cutEnd(removed, back), added: cutEnd(added, back) },
      { equal: back, removed: '', added: '' },
    );
  }
  return shared;
}

function leadingSpace(text: string): string {
  return text.slice(0, text.length - text.trimStart().length);
}

function trailingSpace(text: string): string {
  return text.slice(text.trimEnd().length);
}

/** The text backwards. White space has no surrogate pairs, so that code units may be turned round. */
function reversed(text: string): string {
  return text.split('').reverse().join('');
}

function commonSpace(left: string, right: string): string {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return left.slice(0, length);
}

function cutEnd(text: string, end: string): string {
  return text.slice(0, text.length - end.length);
}

function toParts(blocks: readonly Block[]): readonly DiffPart[] {
  const parts: DiffPart[] = [];
  for (const block of blocks) {
    pushPart(parts, 'equal', block.equal);
    pushPart(parts, 'removed', block.removed);
    pushPart(parts, 'added', block.added);
  }
  return parts;
}

function pushPart(parts: DiffPart[], kind: DiffPart['kind'], text: string): void {
  if (text === '') return;
  const last = parts.at(-1);
  if (last?.kind === kind) parts.splice(-1, 1, { kind, text: last.text + text });
  else parts.push({ kind, text });
}
