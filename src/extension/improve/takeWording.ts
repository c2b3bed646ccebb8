import * as path from 'node:path';
import * as vscode from 'vscode';
import { type Hunk, hunksBetween, rebasedHunks } from '../../core/diff/hunks.ts';
import { PolypromptError } from '../../core/errors.ts';
import type { ImproveHead } from '../../core/run/improveHead.ts';
import type { Wording } from '../../core/run/proposal.ts';
import type { ImprovableSuite } from '../../node/improve/improveTask.ts';
import { type VariantFiles, variantFilesOf } from '../../node/improve/writeVariant.ts';
import { applyAndShow } from '../editor/applyAndShow.ts';
import { isThere } from '../editor/isThere.ts';

/** A wording of an improvement, and the file that it belongs into. */
export interface OfferedWording {
  readonly file: vscode.Uri;
  readonly head: ImproveHead;
  readonly wording: Wording;
}

/** Writes a wording into the file as it is now, in one step that can be undone. What was typed meanwhile stays. */
export async function acceptWording({ file, head, wording }: OfferedWording): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  await apply(document, head.text, hunksBetween(head.text, wording.text));
}

/** Lets the user choose among the parts of a wording. The proof was for all of them together, which is said. */
export async function takeParts({ file, head, wording }: OfferedWording): Promise<void> {
  const hunks = hunksBetween(head.text, wording.text);
  const items = hunks.map((hunk, index) => ({ ...itemOf(hunk, index), picked: true, hunk }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Take Parts of the Edit',
    placeHolder: 'The proof was for all parts together: of some alone nothing is known',
    canPickMany: true,
  });
  if (!picked || picked.length === 0) return;
  const document = await vscode.workspace.openTextDocument(file);
  await apply(
    document,
    head.text,
    picked.map(({ hunk }) => hunk),
  );
  if (picked.length < hunks.length)
    void vscode.window.showInformationMessage(
      `${picked.length} of ${hunks.length} parts were taken. The proof was for all of them together: run the evals to see what these do.`,
    );
}

async function apply(document: vscode.TextDocument, before: string, hunks: readonly Hunk[]): Promise<void> {
  const now = document.getText();
  const moved = now === before ? hunks : rebasedHunks(before, now, hunks);
  if (!moved)
    throw new PolypromptError('invalid-prompt', 'The lines that this edit changes were changed since it began.', {
      hint: 'Open it in the diff editor and take over what is still wanted.',
    });
  await applyAndShow(
    document,
    moved.map(({ start, end, after }) => ({ range: { start, end }, text: after })),
  );
}

function itemOf({ before, after }: Hunk, index: number): vscode.QuickPickItem {
  const words = (text: string) => text.trim().replaceAll(/\s+/g, ' ').slice(0, 120);
  return {
    label: `${index + 1}  ${after.trim() === '' ? 'Takes out' : before.trim() === '' ? 'Adds' : 'Changes'}`,
    description: words(after.trim() === '' ? before : after),
    ...(before.trim() !== '' && after.trim() !== '' ? { detail: `was: ${words(before)}` } : {}),
  };
}

/** Writes the variant of a port and its line in `polyprompt.yaml`, in one step that can be undone. */
export async function acceptPort(
  folder: string,
  { prompt, promise, target }: ImprovableSuite,
  { head, wording }: Pick<OfferedWording, 'head' | 'wording'>,
): Promise<void> {
  const { port } = head;
  if (!port || !promise) return;
  const files = variantFilesOf({
    folder,
    file: promise.file,
    variant: port.variant,
    pattern: target.model,
    text: wording.text,
    ...(prompt.variant === port.variant ? { replaces: port.original } : {}),
  });
  await writeBoth(folder, files);
}

async function writeBoth(folder: string, { prompt, project }: VariantFiles): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  for (const { file, text } of [prompt, project]) {
    const uri = vscode.Uri.file(path.resolve(folder, file));
    if (await isThere(uri)) {
      const document = await vscode.workspace.openTextDocument(uri);
      change.replace(
        uri,
        new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length)),
        text,
      );
    } else {
      change.createFile(uri, { contents: new TextEncoder().encode(text) });
    }
  }
  if (!(await vscode.workspace.applyEdit(change)))
    throw new PolypromptError('storage', 'The editor did not take the change.', { hint: 'Is a file read-only?' });
  const written = await vscode.workspace.openTextDocument(vscode.Uri.file(path.resolve(folder, prompt.file)));
  await vscode.window.showTextDocument(written, vscode.ViewColumn.One);
}
