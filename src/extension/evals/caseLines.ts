import type * as vscode from 'vscode';
import type { EvalCase } from '../../core/dataset/suite.ts';
import type { OpenSuite } from './suites.ts';

/** A case and the line it stands on now. */
export interface CaseOnLine {
  readonly row: EvalCase;
  readonly line: number;
  /** Something was typed into its lines since the suite was read. */
  readonly isEdited: boolean;
}

/** The lines of a suite's cases in one document, kept right while the text changes and the suite is not yet read again. */
export class CaseLines {
  readonly open: OpenSuite;
  readonly #rows: readonly EvalCase[];
  readonly #lines: Int32Array;
  readonly #edited = new Set<number>();

  constructor(open: OpenSuite, document: vscode.TextDocument) {
    this.open = open;
    this.#rows = open.suite.cases.filter((row) => row.place.file === document.uri.fsPath);
    this.#lines = Int32Array.from(this.#rows, (row) => document.positionAt(row.place.range.start).line);
  }

  get length(): number {
    return this.#rows.length;
  }

  /** Moves the lines below a change; the line it touches counts as edited. */
  apply(changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    for (const { range, text } of changes) {
      const added = text.split('\n').length - 1;
      const delta = added - (range.end.line - range.start.line);
      const isNewLineBefore = range.isEmpty && range.start.character === 0 && text.endsWith('\n');
      for (const [index, line] of this.#lines.entries()) {
        if (line > range.end.line || (isNewLineBefore && line === range.start.line)) this.#lines[index] = line + delta;
        else if (line >= range.start.line) {
          this.#lines[index] = range.start.line;
          this.#edited.add(index);
        }
      }
    }
  }

  /** The cases on these lines, both included, in the order of the file. */
  between(first: number, last: number): CaseOnLine[] {
    const found: CaseOnLine[] = [];
    for (const [index, row] of this.#rows.entries()) {
      const line = this.#lines[index] ?? 0;
      if (line >= first && line <= last) found.push({ row, line, isEdited: this.#edited.has(index) });
    }
    return found;
  }

  all(): CaseOnLine[] {
    return this.between(0, Number.POSITIVE_INFINITY);
  }

  /** The id of the case on a line; the last one where several stand there. */
  idByLine(): ReadonlyMap<number, string> {
    return new Map(this.#rows.map((row, index) => [this.#lines[index] ?? 0, row.id]));
  }
}
