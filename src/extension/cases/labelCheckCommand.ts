import * as vscode from 'vscode';
import { labelOffer } from '../../core/dataset/labelOffer.ts';
import { useLabelCheck } from '../../core/dataset/useLabelCheck.ts';
import { PolypromptError } from '../../core/errors.ts';
import { applyAndShow } from '../editor/applyAndShow.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import type { Services } from '../services/services.ts';
import { suiteOf } from '../services/suiteOf.ts';
import type { OpenSuite } from '../services/suites.ts';

/** `Check Labels of Cases`: the checks of a suite whose cases have one label each become checks of labels. */
export function registerUseLabelCheck(services: Services): vscode.Disposable {
  return registerCommand(commands.useLabelCheck, async (argument) => takeLabelCheck(await suiteOf(services, argument)));
}

/** Writes the check where it is offered, as edits that can be undone. Throws `invalid-arguments` where it is not. */
export async function takeLabelCheck({ suite, uri, name }: OpenSuite): Promise<void> {
  const offer = labelOffer(suite);
  if (!offer)
    throw new PolypromptError('invalid-arguments', `The cases of ${name} do not expect one of few labels each.`, {
      hint: 'Write the check by hand: {type: label, value: NAME} below "assert" of a case.',
    });
  const open = (file: string) => vscode.workspace.openTextDocument(vscode.Uri.file(file));
  const edits = await useLabelCheck(uri.fsPath, offer, async (file) => (await open(file)).getText());
  for (const [file, own] of edits) await applyAndShow(await open(file), own);
}
