import * as path from 'node:path';
import * as vscode from 'vscode';
import type { ProposedRow } from '../../core/cases/coverage/edgeRows.ts';
import { addCase, canConverse } from '../../core/dataset/editCases.ts';
import { hunksBetween } from '../../core/diff/hunks.ts';
import { PolypromptError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { readPromptPath } from '../../core/prompt/promptPath.ts';
import { applyEdits } from '../../core/text/applyEdits.ts';
import { applyAndShow } from '../editor/applyAndShow.ts';
import { promptOf, registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { addToSuite, newSuiteFor } from '../services/casesOfSuite.ts';
import { freeUri } from '../services/freeUri.ts';
import { datasetOf } from '../services/keepCase.ts';
import { formatOf } from '../services/promptFiles.ts';
import type { Services } from '../services/services.ts';
import { suiteOf } from '../services/suiteOf.ts';
import type { OpenSuite } from '../services/suites.ts';
import { proposedRows, type RowSource, subjectFor } from './proposeRows.ts';

/** `Propose Cases...`: what the cases lack, and rows for it, which are taken or left one by one. */
export function registerProposeCases(services: Services): vscode.Disposable {
  return registerCommand(commands.proposeCases, async (argument) => {
    const { prompt, open } = await promptAndSuite(services, argument);
    const subject = await subjectFor(services, prompt, open?.suite.cases);
    const taken = await proposedRows(services, subject, sourceIn(argument));
    if (taken.length > 0) await write(services, { prompt, open }, taken);
  });
}

/** A prompt, and its suite where it has one. */
interface Place {
  readonly prompt: vscode.Uri;
  readonly open: OpenSuite | undefined;
}

async function promptAndSuite(services: Services, argument: unknown): Promise<Place> {
  const given = isJsonObject(argument) && 'suite' in argument ? undefined : promptOf(argument);
  const isPrompt = given !== undefined && formatOf(services.memory, given) !== undefined;
  const using = isPrompt
    ? (await services.suites.all()).filter(({ suite }) => suite.prompts.some(({ file }) => file === given.fsPath))
    : [];
  const open = isPrompt ? using[0] : await suiteOf(services, argument);
  const file = isPrompt ? given.fsPath : open?.suite.prompts.flatMap(({ file: own }) => own ?? [])[0];
  if (file !== undefined) return { prompt: vscode.Uri.file(file), open };
  throw new PolypromptError(
    'invalid-arguments',
    'The suite names no prompt file, so that its variables are not known.',
    {
      hint: 'Write the prompt into a file of its own.',
    },
  );
}

/** The source that the command was called with. */
function sourceIn(argument: unknown): RowSource | undefined {
  const source = isJsonObject(argument) ? argument['source'] : undefined;
  return source === 'edge' || source === 'writer' ? source : undefined;
}

/** Writes rows where the cases of the suite stand, in one step that can be undone; else into a new file that the suite reads. */
async function write(services: Services, { prompt, open }: Place, rows: readonly ProposedRow[]): Promise<void> {
  const dataset = open && datasetOf(open);
  if (dataset && canConverse(dataset.fsPath)) {
    const document = await vscode.workspace.openTextDocument(dataset);
    const before = document.getText();
    const after = rows.reduce((text, row) => applyEdits(text, addCase({ path: dataset.fsPath, text }, row)), before);
    const edits = hunksBetween(before, after).map(({ start, end, after: text }) => ({ range: { start, end }, text }));
    return applyAndShow(document, edits);
  }
  const stem = readPromptPath(prompt.path).name;
  const file = await freeUri(vscode.Uri.joinPath(prompt, '..'), (copy) => `${stem}.proposed${copy}.cases.jsonl`);
  await vscode.workspace.fs.writeFile(
    file,
    new TextEncoder().encode(rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
  );
  if (open && path.posix.extname(open.uri.path).startsWith('.y')) await addToSuite(open.uri, file);
  else if (!open) await newSuiteFor(services, prompt, file);
  await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.One });
}
