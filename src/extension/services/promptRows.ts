import * as path from 'node:path';
import * as vscode from 'vscode';
import { filePrompt } from '../../core/dataset/filePrompt.ts';
import type { EvalCase, SuitePrompt } from '../../core/dataset/suite.ts';
import { PolypromptError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { defined } from '../../core/jsonRead.ts';
import { planRowColumns, type RowColumns } from '../../core/plan/planRow.ts';
import { checkLabels } from '../../core/results/matrix/matrixRowDetail.ts';
import type { RunPlan } from '../../core/run/events.ts';
import { newRunId } from '../../node/records/journal.ts';
import { createSuiteGrading, type SuiteGrading } from '../../node/runs/suiteGrading.ts';
import type { ChosenRow } from '../../protocol.ts';
import { requireFew, settingsOfColumns } from './comparedColumns.ts';
import type { RowReference } from './promptMemory.ts';
import { type OtherVersion, openVersion, type PlacedPrompt, versionLabel } from './promptVersions.ts';
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
export function shownRow(row: PromptRow, rows: readonly PromptRow[]): Omit<ChosenRow, 'people'> {
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

export async function plannedRow(
  services: Services,
  uri: vscode.Uri,
  { row, models }: { readonly row: PromptRow; readonly models: readonly string[] },
): Promise<PlannedRow> {
  const { context, environment, memory } = services;
  const { open, testCase } = row;
  const kinds = await kindsOfRow(services, uri, { row, models });
  const { suite, planned } = planRowColumns(
    { suite: open.suite, testCase },
    { models, kinds },
    {
      runId: newRunId(environment.clock.wallTime(), environment.random),
      name: vscode.workspace.asRelativePath(uri, false),
      promptVersion: open.promptVersion,
      repeat: memory.repeats(uri),
    },
  );
  const distFolder = vscode.Uri.joinPath(context.extensionUri, 'dist').fsPath;
  const storage = services.storageFor(uri);
  const grading = createSuiteGrading({ distFolder, allowScripts: vscode.workspace.isTrusted, storage }, suite, planned);
  return { plan: planned.plan, grading };
}

/** The kinds of columns that were chosen, each with the prompt in its version. */
async function kindsOfRow(
  services: Services,
  uri: vscode.Uri,
  { row, models }: { readonly row: PromptRow; readonly models: readonly string[] },
): Promise<readonly RowColumns[]> {
  requireFew(services, uri, models);
  const settings = settingsOfColumns(services, uri);
  const versions = await Promise.all(
    services.memory
      .columns(uri)
      .versions.map(async (version) =>
        version.type === 'working'
          ? { prompt: row.prompt }
          : { version: versionLabel(version), prompt: await suitePromptIn(uri, version, row.prompt) },
      ),
  );
  return versions.flatMap((version) => settings.map((setting) => ({ ...version, ...setting })));
}

/** The prompt of a suite in another version, with those of its variants that are there. */
async function suitePromptIn(uri: vscode.Uri, version: OtherVersion, now: SuitePrompt): Promise<SuitePrompt> {
  const files = await openVersion(uri, version);
  try {
    const prompt = asSuitePrompt(await files.openPrompt(), versionLabel(version), now);
    const found = (now.variants ?? []).map(async (variant): Promise<readonly SuitePrompt[]> => {
      const placed = variant.file === undefined ? undefined : await files.openVariant(variant.file);
      const own = placed && asSuitePrompt(placed, versionLabel(version), variant);
      return own ? [{ ...own, ...defined({ variant: variant.variant }) }] : [];
    });
    const variants = (await Promise.all(found)).flat();
    const variantFor = (model: string) => {
      const name = now.variantFor?.(model)?.variant;
      return variants.find(({ variant }) => name !== undefined && variant === name);
    };
    return variants.length > 0 ? { ...prompt, variants, variantFor } : prompt;
  } finally {
    files.close();
  }
}

function asSuitePrompt({ opened, place: file }: PlacedPrompt, version: string, now: SuitePrompt): SuitePrompt {
  const wrong = opened.problems.find(({ severity }) => severity === 'error');
  if (wrong) throw new PolypromptError('invalid-prompt', `${path.basename(file)} in ${version}: ${wrong.message}`);
  return filePrompt(opened, now.place ?? { file, range: { start: 0, end: 0 } }, now.label);
}
