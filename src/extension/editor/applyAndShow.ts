import * as vscode from 'vscode';
import { PolypromptError } from '../../core/errors.ts';
import type { TextEdit } from '../../core/text/textEdit.ts';

/** Changes a document, saved or not, in one step that the editor can undo, and shows what was written. */
export async function applyAndShow(document: vscode.TextDocument, edits: readonly TextEdit[]): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  for (const { range, text } of edits)
    change.replace(
      document.uri,
      new vscode.Range(document.positionAt(range.start), document.positionAt(range.end)),
      text,
    );
  if (!(await vscode.workspace.applyEdit(change)))
    throw new PolypromptError('storage', 'The editor did not take the change.', { hint: 'Is the file read-only?' });
  await showWritten(document, edits);
}

/** Shows what was written, selected and in the middle, where the document is shown already, else beside the panel. */
async function showWritten(document: vscode.TextDocument, edits: readonly TextEdit[]): Promise<void> {
  const last = edits.at(-1) ?? { range: { start: 0, end: 0 }, text: '' };
  const before = edits.filter(({ range }) => range.start < last.range.start);
  const shift = before.reduce((sum, { range, text }) => sum + text.length - (range.end - range.start), 0);
  const start = last.range.start + shift;
  const written = new vscode.Range(document.positionAt(start), document.positionAt(start + last.text.trimEnd().length));
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const viewColumn = shown?.viewColumn ?? vscode.ViewColumn.One;
  const editor = await vscode.window.showTextDocument(document, {
    viewColumn,
    selection: written,
    preserveFocus: true,
  });
  editor.revealRange(written, vscode.TextEditorRevealType.InCenter);
}
