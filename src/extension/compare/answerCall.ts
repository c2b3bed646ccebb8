import * as vscode from 'vscode';
import { addRuleToCase, canConverse } from '../../core/dataset/editCases.ts';
import { PolypromptError } from '../../core/errors.ts';
import { addToolRule } from '../../core/prompt/editToolResults.ts';
import type { CallReply } from '../../core/run/callReply.ts';
import { suiteCaseOf } from '../../core/run/cellIdentity.ts';
import type { CellState } from '../../core/run/cellState.ts';
import { modelOfTarget } from '../../core/run/modelOfTarget.ts';
import { ruleOfResult } from '../../core/tools/ruleOfResult.ts';
import type { ToolRule } from '../../core/tools/toolSettings.ts';
import type { RunSession } from '../../node/runs/runSession.ts';
import { applyAndShow } from '../editor/applyAndShow.ts';
import { requireTrust } from '../editor/trust.ts';
import { formatOf } from '../services/promptFiles.ts';
import { chosenRow, rowsOf } from '../services/promptRows.ts';
import type { Services } from '../services/services.ts';
import { variantFiles } from '../services/variantFiles.ts';

/** The column of a prompt that a wish is about. */
export interface ColumnPlace {
  readonly prompt: vscode.Uri;
  readonly session: RunSession | undefined;
  readonly cell: CellState;
}

/** Lets the calls that an answer ended with wait for a person, one after the other. */
export function takeUpCalls(session: RunSession | undefined, { id }: CellState): void {
  requireTrust();
  if (!session?.takeUpCalls(id))
    throw new PolypromptError('internal', 'This answer has no calls that could get results.', {
      hint: 'Rerun the column.',
    });
}

/** Gives a call that waits what a person said; with `keep`, the next runs get it as well. */
export async function answerCall(
  services: Services,
  place: ColumnPlace,
  { reply, keep }: { readonly reply: CallReply; readonly keep?: true },
): Promise<void> {
  requireTrust();
  const { session, cell } = place;
  const { awaits } = cell;
  if (!awaits || !session?.answerCall(cell.id, reply))
    throw new PolypromptError('internal', 'This column waits for no result any more.', { hint: 'Rerun the column.' });
  if (!keep || reply.type === 'end') return;
  const given = reply.type === 'result' ? { output: reply.output } : { output: reply.message, isError: true as const };
  await keepRule(services, place, ruleOfResult(awaits, given));
}

/** Writes a result that was given by hand into the prompt; both numbers count from 1. */
export function keepMock(
  services: Services,
  place: ColumnPlace,
  { round, call }: { readonly round: number; readonly call: number },
): Promise<void> {
  const { toolCalls = [], results = [] } = place.cell.rounds?.[round - 1] ?? {};
  const [made, result] = [toolCalls[call - 1], results[call - 1]];
  if (!made || !result)
    throw new PolypromptError('internal', 'This call has no result.', { hint: 'Give it one first.' });
  return keepRule(services, place, ruleOfResult(made, result));
}

/** The file of the prompt, or that of the case that was asked, is changed in the editor, where the change can be undone. */
async function keepRule(services: Services, place: ColumnPlace, rule: ToolRule): Promise<void> {
  const row = chosenRow(services, place.prompt, await rowsOf(services, place.prompt));
  const isOfCase = row?.testCase.id === suiteCaseOf(place.cell) && canConverse(row.testCase.place.file);
  const testCase = isOfCase ? row.testCase : undefined;
  const uri = testCase ? vscode.Uri.file(testCase.place.file) : await promptOf(place);
  const document = await vscode.workspace.openTextDocument(uri);
  const text = document.getText();
  if (testCase) return applyAndShow(document, addRuleToCase({ path: uri.fsPath, text }, testCase, rule));
  const edit = addToolRule({ format: formatOf(services.memory, uri, text) ?? 'text', text }, rule);
  if (!edit)
    throw new PolypromptError('invalid-prompt', 'The head of the prompt has no place for a rule.', {
      hint: 'Write the rule under "toolResults" by hand.',
    });
  await applyAndShow(document, [edit]);
}

/** The file whose text this column was sent: the prompt, or its variant for the model. */
async function promptOf({ prompt, session, cell }: ColumnPlace): Promise<vscode.Uri> {
  if (cell.variant === undefined || !session) return prompt;
  const files = await variantFiles(prompt, [modelOfTarget(session.state, cell.target)]);
  return files.find(({ variant }) => variant === cell.variant)?.uri ?? prompt;
}
