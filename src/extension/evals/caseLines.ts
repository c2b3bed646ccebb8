import type { EvalCase, Suite } from '../../core/dataset/suite.ts';

/** The part of a text document that this file needs. */
interface LineDocument {
  readonly uri: { readonly fsPath: string };
  positionAt(offset: number): { readonly line: number };
}

/** The part of a document's change that moves lines. */
interface LineChange {
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number };
    readonly isEmpty: boolean;
  };
  readonly text: string;
}

/** A case and its line in the document now. */
export interface CaseOnLine {
  readonly testCase: EvalCase;
  readonly line: number;
  /** True when its lines have been edited since the suite was read. */
  readonly isEdited: boolean;
}

/** The lines of a suite's cases in one document, kept right while the text changes and the suite is not yet read again. */
export class CaseLines<Open extends { readonly suite: Suite }> {
  readonly open: Open;
  readonly #rows: readonly EvalCase[];
  readonly #lines: Int32Array;
  readonly #edited = new Set<number>();

  constructor(open: Open, document: LineDocument) {
    this.open = open;
    this.#rows = open.suite.cases.filter((testCase) => testCase.place.file === document.uri.fsPath);
    this.#lines = Int32Array.from(this.#rows, (testCase) => document.positionAt(testCase.place.range.start).line);
  }

  /**
   * Moves the lines below a change; the line that it touches counts as edited. The result is false when nothing has to be drawn again,
   * because what is drawn moves with its line by itself.
   */
  apply(changes: readonly LineChange[]): boolean {
    const before = this.#edited.size;
    let isShorter = false;
    for (const { range, text } of changes) {
      const added = text.split('\n').length - 1;
      const delta = added - (range.end.line - range.start.line);
      isShorter ||= delta < 0;
      const isNewLineBefore = range.isEmpty && range.start.character === 0 && text.endsWith('\n');
      for (const [index, line] of this.#lines.entries()) {
        if (line > range.end.line || (isNewLineBefore && line === range.start.line)) this.#lines[index] = line + delta;
        else if (line >= range.start.line) {
          this.#lines[index] = range.start.line;
          this.#edited.add(index);
        }
      }
    }
    return isShorter || this.#edited.size > before;
  }

  /** The cases on these lines, the first and the last included, in the order of the file. */
  between(first: number, last: number): CaseOnLine[] {
    const found: CaseOnLine[] = [];
    for (const [index, testCase] of this.#rows.entries()) {
      const line = this.#lines[index] ?? 0;
      if (line >= first && line <= last) found.push({ testCase, line, isEdited: this.#edited.has(index) });
    }
    return found;
  }

  all(): CaseOnLine[] {
    return this.between(0, Number.POSITIVE_INFINITY);
  }

  /** The id of the case on a line; the last one where several cases share it. */
  idByLine(): ReadonlyMap<number, string> {
    return new Map(this.#rows.map((testCase, index) => [this.#lines[index] ?? 0, testCase.id]));
  }
}
