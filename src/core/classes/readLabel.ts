/** How the text of an answer becomes one of the labels. */
export interface LabelRules {
  /** Other words for a label, by the label. */
  readonly synonyms?: Readonly<Record<string, readonly string[]>>;
  /** Words by which a model says that it gives no label. */
  readonly abstain?: readonly string[];
  readonly caseSensitive?: boolean;
  /** Takes quotes, asterisks, backticks and full stops off both ends as well. */
  readonly stripsMarks?: boolean;
}

/** The column of an answer that is no label, and of one that is empty or abstains. */
export const otherLabel = '(other)';
export const noLabel = '(none)';

/** Reads answers as labels. No label is looked for inside a longer answer: "tax" is no part of "tax refund". */
export class LabelReader {
  readonly #rules: LabelRules;
  readonly #known: ReadonlyMap<string, string>;

  constructor(labels: readonly string[], rules: LabelRules = {}) {
    this.#rules = rules;
    const { synonyms = {}, abstain = [] } = rules;
    this.#known = new Map([
      ...abstain.map((word) => [this.#folded(word), noLabel] as const),
      ...Object.entries(synonyms).flatMap(([label, words]) =>
        words.map((word) => [this.#folded(word), label] as const),
      ),
      ...labels.map((label) => [this.#folded(label), label] as const),
    ]);
  }

  /** One of the labels, `(none)` for an answer that gives none, or `(other)` for anything else. */
  read(answer: string | null | undefined): string {
    const folded = this.#folded(answer ?? '');
    return folded === '' ? noLabel : (this.#known.get(folded) ?? otherLabel);
  }

  #folded(text: string): string {
    const spaced = plainSpaces(text);
    const bare = this.#rules.stripsMarks ? withoutMarks(spaced) : spaced;
    return this.#rules.caseSensitive ? bare : bare.toLowerCase();
  }
}

/** A text in its usual form: compatible characters are one, white space is one blank, and none is at the ends. */
export function plainSpaces(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim();
}

function withoutMarks(text: string): string {
  const marks = /^[\s"'`*.“”„‘’‚«»‹›]+|[\s"'`*.“”„‘’‚«»‹›]+$/g;
  return text.replaceAll(marks, '');
}
