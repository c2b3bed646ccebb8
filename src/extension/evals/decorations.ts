import * as vscode from 'vscode';
import { caseSummary } from '../../core/results/caseSummary.ts';
import type { TargetResult } from '../../core/results/suiteResults.ts';
import { Disposables } from '../editor/disposables.ts';
import type { Services } from '../services/services.ts';
import type { CaseDocuments } from './caseDocuments.ts';
import type { CaseOnLine } from './caseLines.ts';
import { gutterIcon } from './gutterIcon.ts';
import { outcomeColor, rulerOutcomes } from './outcomeColors.ts';
import { mostInGutter } from './testItems.ts';

/** How many lines above and below the visible ones are decorated too, so that slow scrolling shows no bare lines. */
const margin = 20;
/** Length in characters from which a line counts as long. */
const longLine = 100;
/** Milliseconds between two drawings of the ruler, which needs every case of the file: too much work for every answer. */
const rulerMs = 250;
/** How many targets have a colour of their own; `caseSummary` names no more. */
const segmentCount = 6;

/** Shows the results of each case at the end of its line, for the visible lines, and marks for all cases in the overview ruler. */
export function registerDecorations(services: Services, documents: CaseDocuments): vscode.Disposable {
  const held = new Disposables();
  const decorator = held.add(new Decorator(documents));
  const drawVisible = () => {
    for (const editor of vscode.window.visibleTextEditors) decorator.draw(editor);
  };
  const drawLines = (editor: vscode.TextEditor) => decorator.drawLines(editor);
  held.add(vscode.window.onDidChangeVisibleTextEditors(drawVisible));
  held.add(vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => drawLines(textEditor)));
  held.add(
    documents.onDidChange((document) => {
      for (const editor of vscode.window.visibleTextEditors) if (editor.document === document) drawLines(editor);
    }),
  );
  held.add(documents.onDidRead(drawVisible));
  held.add(services.evals.onDidChangeResults(drawVisible));
  drawVisible();
  return held;
}

class Decorator implements vscode.Disposable {
  readonly #documents: CaseDocuments;
  /** The editor orders several decorations at one place by their keys. */
  readonly #segments = Array.from({ length: segmentCount + 1 }, () => lineEnd()).sort((left, right) =>
    left.key < right.key ? -1 : 1,
  );
  readonly #gutter = new Map(rulerOutcomes.map((outcome) => [outcome, gutterSign(outcome)]));
  #rulerTimer: NodeJS.Timeout | undefined;
  readonly #rulers = new Map(rulerOutcomes.map((outcome) => [outcome, rulerMark(outcome)]));

  constructor(documents: CaseDocuments) {
    this.#documents = documents;
  }

  dispose(): void {
    clearTimeout(this.#rulerTimer);
    for (const type of [...this.#segments, ...this.#rulers.values(), ...this.#gutter.values()]) type.dispose();
  }

  draw(editor: vscode.TextEditor): void {
    this.drawLines(editor);
    this.#rulerTimer ??= setTimeout(() => {
      this.#rulerTimer = undefined;
      for (const visible of vscode.window.visibleTextEditors) this.#drawRuler(visible);
    }, rulerMs);
  }

  drawLines(editor: vscode.TextEditor): void {
    const lines = this.#documents.linesOf(editor.document);
    const options: vscode.DecorationOptions[][] = this.#segments.map(() => []);
    for (const range of lines ? editor.visibleRanges : []) {
      const cases = lines?.between(range.start.line - margin, range.end.line + margin) ?? [];
      for (const found of cases) this.#addCase(editor.document, found, options);
    }
    for (const [index, type] of this.#segments.entries()) editor.setDecorations(type, options[index] ?? []);
    if (lines && lines.open.suite.cases.length > mostInGutter) this.#drawGutter(editor);
  }

  #addCase(document: vscode.TextDocument, found: CaseOnLine, options: vscode.DecorationOptions[][]): void {
    const results = this.#documents.resultsOf(document, found);
    if (results.length === 0 || found.line >= document.lineCount) return;
    const { end } = document.lineAt(found.line).range;
    // Names behind a long line would not be visible. They are in its hover.
    const { segments, tail, isStale } = caseSummary(results, end.character <= longLine);
    const add = (index: number, text: string, color: vscode.ThemeColor) =>
      options[index]?.push({
        range: new vscode.Range(end, end),
        renderOptions: {
          after: {
            contentText: text,
            color: isStale ? staleColor : color,
            margin: index === 0 ? '0 0 0 3ch' : '0 0 0 1ch',
            ...(isStale ? { textDecoration: 'none; opacity: 0.7' } : {}),
          },
        },
      });
    for (const [index, { text, outcome }] of segments.slice(0, segmentCount).entries())
      add(index, text, outcomeColor(outcome));
    add(segmentCount, tail, tailColor);
  }

  /** Draws signs in the gutter of large suites, in which not every case is a test with a sign of its own. */
  #drawGutter(editor: vscode.TextEditor): void {
    const ranges = new Map<string, vscode.Range[]>(rulerOutcomes.map((outcome) => [outcome, []]));
    for (const range of editor.visibleRanges) {
      const lines = this.#documents.linesOf(editor.document);
      for (const found of lines?.between(range.start.line - margin, range.end.line + margin) ?? []) {
        const outcome = worstOf(this.#documents.roughResultsOf(editor.document, found));
        if (outcome) ranges.get(outcome)?.push(new vscode.Range(found.line, 0, found.line, 0));
      }
    }
    for (const [outcome, type] of this.#gutter) editor.setDecorations(type, ranges.get(outcome) ?? []);
  }

  #drawRuler(editor: vscode.TextEditor): void {
    const ranges = new Map<string, vscode.Range[]>(rulerOutcomes.map((outcome) => [outcome, []]));
    for (const found of this.#documents.linesOf(editor.document)?.all() ?? []) {
      const outcome = worstOf(this.#documents.roughResultsOf(editor.document, found));
      if (outcome) ranges.get(outcome)?.push(new vscode.Range(found.line, 0, found.line, 0));
    }
    for (const [outcome, type] of this.#rulers) editor.setDecorations(type, ranges.get(outcome) ?? []);
  }
}

const staleColor = new vscode.ThemeColor('editorCodeLens.foreground');
const tailColor = new vscode.ThemeColor('editorCodeLens.foreground');

function lineEnd(): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({ rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen });
}

function rulerMark(outcome: (typeof rulerOutcomes)[number]): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    overviewRulerColor: outcomeColor(outcome),
    overviewRulerLane: vscode.OverviewRulerLane.Right,
  });
}

function gutterSign(outcome: (typeof rulerOutcomes)[number]): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({ gutterIconPath: gutterIcon(outcome), gutterIconSize: '75%' });
}

function worstOf(results: readonly TargetResult[]): (typeof rulerOutcomes)[number] | undefined {
  return rulerOutcomes.find((outcome) => results.some((result) => result.outcome === outcome));
}
