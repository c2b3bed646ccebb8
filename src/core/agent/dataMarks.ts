import { printable } from '../text/printable.ts';

/**
 * Marks for the texts of others in one answer. What a model or a dataset says may look like an order to the agent that reads it; between
 * marks that nobody could know before, it is plain where the text begins and ends.
 */
export class DataMarks {
  readonly #open: string;
  readonly #close: string;

  /** `random` is 6 characters or more that nobody could know when the texts were written. */
  constructor(random: string) {
    this.#open = `<data-${random}>`;
    this.#close = `</data-${random}>`;
  }

  /** The two marks, as the answer names them. */
  get both(): string {
    return `${this.#open} ${this.#close}`;
  }

  /** The text between marks, with hidden characters made visible, cut to a number of characters. */
  around(text: string, length = Number.POSITIVE_INFINITY): string {
    return `${this.#open}${cutText(printable(text), length)}${this.#close}`;
  }
}

/** The beginning of a text that is longer than so many characters, followed by how many are left. No character is cut in two. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = /[\ud800-\udbff]$/.test(text.slice(0, length)) ? length - 1 : length;
  return `${text.slice(0, end)}… (${text.length - end} more characters)`;
}
