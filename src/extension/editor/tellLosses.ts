import * as vscode from 'vscode';
import { counted } from '../../core/text/formatCount.ts';

interface Losses {
  /** The end of a sentence about the losses, such as `of a.prompt have no counterpart in the other format`. */
  readonly summary: string;
  /** The heading of the page that lists the losses. */
  readonly title: string;
  readonly losses: readonly string[];
}

/** Says that something was lost in a conversion, and lists it on a page when the user asks for that. */
export async function tellLosses({ summary, title, losses }: Losses): Promise<void> {
  if (losses.length === 0) return;
  const count = counted(losses.length, 'part');
  const chosen = await vscode.window.showWarningMessage(`${count} ${summary}.`, 'Show Losses');
  if (chosen === undefined) return;
  const content = [`# ${title}`, '', ...losses.map((loss) => `- ${loss}`), ''].join('\n');
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
}
