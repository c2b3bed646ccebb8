import { visibleNodes } from '../visibleNodes.ts';

/**
 * How many characters a block has at least; it ends at the next line end. The browser then lays out only the last block again. Smaller
 * blocks are quicker while text streams in many columns.
 */
const blockLength = 400;
/** Number of characters above which only the blocks in sight are laid out. */
const longText = 200_000;

/**
 * Plain text that grows. Only new text is added to the page, so that a long answer streams as quickly as a short one. A text that does not
 * continue the one before replaces it.
 */
class AnswerText extends HTMLElement {
  #text = '';
  #block: HTMLElement | undefined;
  /** The position in the text where the open block begins. */
  #blockStart = 0;

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    if (text === this.#text) return;
    const shown = text.startsWith(this.#text) ? this.#reopen(text) : this.#clear();
    this.#text = text;
    this.toggleAttribute('data-long', text.length > longText);
    this.#append(shown);
  }

  #clear(): number {
    this.replaceChildren();
    this.#block = undefined;
    return 0;
  }

  /** The position up to which the text stays on the page. Both neighbours of a joiner decide about it, so its block is written anew. */
  #reopen(text: string): number {
    const seam = text.slice(Math.max(0, this.#text.length - 1), this.#text.length + 1);
    if (!this.#block || !/[\u200c\u200d]/.test(seam)) return this.#text.length;
    this.#block.replaceChildren();
    return this.#blockStart;
  }

  #append(from: number): void {
    let at = from;
    while (at < this.#text.length) {
      const block = this.#openBlock(at);
      const lineEnd = this.#text.indexOf('\n', Math.max(at, this.#blockStart + blockLength));
      const end = lineEnd < 0 ? this.#text.length : lineEnd + 1;
      appendVisible(block, this.#text.slice(at, end));
      if (lineEnd >= 0) this.#block = undefined;
      at = end;
    }
  }

  #openBlock(at: number): HTMLElement {
    if (this.#block) return this.#block;
    this.#block = document.createElement('div');
    this.#block.className = 'text-block';
    this.#block.dir = 'auto';
    this.#blockStart = at;
    this.append(this.#block);
    return this.#block;
  }
}

/** Adds text as text. Text that continues the last piece becomes one node with it. */
function appendVisible(parent: HTMLElement, text: string): void {
  const [first, ...rest] = visibleNodes(text);
  const last = parent.lastChild;
  if (last instanceof Text && first instanceof Text) last.appendData(first.data);
  else if (first) parent.append(first);
  parent.append(...rest);
}

customElements.define('polyprompt-text', AnswerText);
