import * as path from 'node:path';
import * as vscode from 'vscode';
import type { EvalCase, SuitePrompt } from '../../core/dataset/suite.ts';
import type { JsonObject } from '../../core/json.ts';
import { defined } from '../../core/jsonRead.ts';
import { planRow } from '../../core/plan/planRow.ts';
import { checkLabels } from '../../core/results/matrix/matrixRowDetail.ts';
import type { RunPlan } from '../../core/run/events.ts';
import { newRunId } from '../../node/records/journal.ts';
import { createSuiteGrading, type SuiteGrading } from '../../node/runs/suiteGrading.ts';
import type { ChosenRow } from '../../protocol.ts';
import type { RowReference } from './promptMemory.ts';
import type { Services } from './services.ts';
import type { OpenSuite } from './suites.ts';

/** A case of a suite that asks the prompt. */
export interface PromptRow {
  readonly open: OpenSuite;
  readonly prompt: SuitePrompt;
  readonly testCase: EvalCase;
}

/** All cases of the suites that ask a prompt, in the order of the suites. */
export async function rowsOf({ suites }: Services, prompt: vscode.Uri): Promise<readonly PromptRow[]> {
  return (await suites.all()).flatMap((open) => {
    const asked = open.suite.prompts.find(({ file }) => file === prompt.fsPath);
    return asked ? open.suite.cases.map((testCase) => ({ open, prompt: asked, testCase })) : [];
  });
}

/** The row whose inputs the prompt has; undefined where they are typed, or where the case is gone. */
export function chosenRow({ memory }: Services, prompt: vscode.Uri, rows: readonly PromptRow[]): PromptRow | undefined {
  const chosen = memory.row(prompt);
  return chosen && rows.find((row) => isThat(row, chosen));
}

function isThat({ open, testCase }: PromptRow, { suite, caseId }: RowReference): boolean {
  return open.uri.toString() === suite && testCase.id === caseId;
}

/** Fills the inputs from a row. */
export async function chooseRow({ memory }: Services, prompt: vscode.Uri, row: PromptRow): Promise<void> {
  const { open, testCase } = row;
  await memory.setRow(prompt, { suite: open.uri.toString(), caseId: testCase.id }, testCase.vars);
}

/** Lets the user pick a row by its description and its values. */
export async function pickRow(
  rows: readonly PromptRow[],
  present: PromptRow | undefined,
): Promise<PromptRow | undefined> {
  const items = rows.map((row, index) => ({ ...itemOf(row, index), row }));
  const pick = vscode.window.createQuickPick<(typeof items)[number]>();
  pick.title = 'Choose a Case';
  pick.placeholder = 'Its variables become the inputs, and its checks look at the answers';
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = items;
  if (present) pick.activeItems = items.filter(({ row }) => row === present);
  const picked = await new Promise<PromptRow | undefined>((resolve) => {
    pick.onDidAccept(() => resolve(pick.selectedItems[0]?.row));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
  pick.dispose();
  return picked;
}

const shownLength = 200;

function itemOf({ open, testCase }: PromptRow, index: number): vscode.QuickPickItem {
  const values = textOf(testCase.vars);
  const { description } = testCase;
  return {
    label: `${index + 1}  ${description ?? values}`,
    description: path.posix.basename(open.name),
    ...(description === undefined ? {} : { detail: values }),
  };
}

function textOf(vars: JsonObject): string {
  const values = Object.values(vars).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  return values.join(' · ').replaceAll(/\s+/g, ' ').slice(0, shownLength);
}

/** A row as the panel shows it. */
export function shownRow(row: PromptRow, rows: readonly PromptRow[]): ChosenRow {
  const { open, testCase } = row;
  return {
    caseId: testCase.id,
    suite: open.name,
    number: rows.indexOf(row) + 1,
    ...defined({ description: testCase.description }),
    checks: checkLabels(testCase),
  };
}

/** A row as a comparison, and the grading by its checks, which has to be disposed of. */
export interface PlannedRow {
  readonly plan: RunPlan;
  readonly grading: SuiteGrading;
}

export function plannedRow(
  { context, environment }: Services,
  uri: vscode.Uri,
  { row, models }: { readonly row: PromptRow; readonly models: readonly string[] },
): PlannedRow {
  const { open, prompt, testCase } = row;
  const { suite, planned } = planRow({ suite: open.suite, prompt, testCase }, models, {
    runId: newRunId(environment.clock.wallTime(), environment.random),
    name: vscode.workspace.asRelativePath(uri, false),
    promptVersion: open.promptVersion,
  });
  const distFolder = vscode.Uri.joinPath(context.extensionUri, 'dist').fsPath;
  const grading = createSuiteGrading({ distFolder, allowScripts: vscode.workspace.isTrusted }, suite, planned);
  return { plan: planned.plan, grading };
}
