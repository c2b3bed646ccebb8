import * as path from 'node:path';
import * as vscode from 'vscode';
import { isJsonObject } from '../../core/json.ts';
import { newSuiteText, type StarterCheck, starterChecks } from '../../core/plan/newSuiteText.ts';
import { inputFields } from '../../core/prompt/inputs.ts';
import { readPromptPath } from '../../core/prompt/promptPath.ts';
import { promptOf, registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { freeUri } from '../services/freeUri.ts';
import { type PromptItem, promptItems } from '../services/pickPrompt.ts';
import { preparePrompt } from '../services/preparedPrompt.ts';
import { formatOf } from '../services/promptFiles.ts';
import type { Services } from '../services/services.ts';
import { createPrompt } from './newPromptFile.ts';

/** A suite without any check would call every answer good. */
const usual = 'not-empty';

interface CheckItem extends vscode.QuickPickItem {
  readonly check: StarterCheck;
}

/** `New Eval Suite`: a suite for the open prompt and a file of cases beside it, which has a column for each of its variables. */
export function registerNewSuite(services: Services): vscode.Disposable {
  return registerCommand(commands.newSuite, async (argument) => {
    const prompt = await choosePrompt(services, argument);
    const cases = prompt && (casesIn(argument) ?? (await chooseCases(services, prompt)));
    if (cases === 'proposed') await vscode.commands.executeCommand(commands.proposeSuite, prompt);
    else if (cases === 'imported') await importCases(prompt);
    const checks = cases === 'to fill in' ? await chooseChecks() : undefined;
    if (prompt && checks) await createSuite(services, prompt, checks);
  });
}

async function choosePrompt(services: Services, argument: unknown): Promise<vscode.Uri | undefined> {
  const active = promptOf(argument);
  if (active && formatOf(services.memory, active)) return active;
  const items = await promptItems();
  if (items.length === 0) return createPrompt();
  const create: PromptItem = { label: '$(add) New Prompt File' };
  const chosen = await vscode.window.showQuickPick([...items, create], {
    title: 'New Eval Suite',
    placeHolder: 'The prompt to evaluate',
    matchOnDescription: true,
  });
  return chosen === create ? createPrompt() : chosen?.uri;
}

interface CasesItem extends vscode.QuickPickItem {
  readonly cases: 'proposed' | 'to fill in' | 'imported';
}

const casesItems: readonly CasesItem[] = [
  {
    label: '$(lightbulb) Propose cases and checks',
    detail: 'Rows for every kind of value are asked once, and checks are tried on the answers',
    cases: 'proposed',
  },
  { label: '$(list-unordered) Three rows to fill in', cases: 'to fill in' },
  { label: '$(cloud-download) Import cases from logs...', cases: 'imported' },
];

/** Where the cases come from. All cases of a prompt without variables would be the same, so nothing is asked of it. */
async function chooseCases(services: Services, prompt: vscode.Uri): Promise<CasesItem['cases'] | undefined> {
  const { document } = await preparePrompt(services, prompt);
  if (inputFields(document).length === 0) return 'to fill in';
  const chosen = await vscode.window.showQuickPick(casesItems, {
    title: 'New Eval Suite',
    placeHolder: 'The cases to begin with',
  });
  return chosen?.cases;
}

/** The way that the command was called with. */
function casesIn(argument: unknown): CasesItem['cases'] | undefined {
  const asked = isJsonObject(argument) ? argument['cases'] : undefined;
  return casesItems.find(({ cases }) => cases === asked)?.cases;
}

async function importCases(prompt: vscode.Uri | undefined): Promise<void> {
  await vscode.commands.executeCommand(commands.importCases, { prompt: prompt?.toString(), files: [] });
}

async function chooseChecks(): Promise<readonly StarterCheck[] | undefined> {
  const items: CheckItem[] = starterChecks.map((check) => ({
    label: check.label,
    description: check.detail,
    picked: check.id === usual,
    check,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'New Eval Suite',
    placeHolder: 'What every answer has to pass; each case can ask for more',
    canPickMany: true,
  });
  return chosen?.map(({ check }) => check);
}

async function createSuite(services: Services, prompt: vscode.Uri, checks: readonly StarterCheck[]): Promise<void> {
  const { document, choice } = await preparePrompt(services, prompt);
  const folder = vscode.Uri.joinPath(prompt, '..');
  const stem = readPromptPath(prompt.path).name;
  const suiteFile = await freeUri(folder, (copy) => `${stem}${copy}.eval.yaml`);
  const casesFile = await freeUri(folder, (copy) => `${stem}${copy}.cases.csv`);
  const { suite, cases } = newSuiteText({
    prompt: path.posix.basename(prompt.path),
    fields: inputFields(document),
    models: choice,
    checks,
    casesFile: path.posix.basename(casesFile.path),
  });
  await vscode.workspace.fs.writeFile(casesFile, new TextEncoder().encode(cases));
  await vscode.workspace.fs.writeFile(suiteFile, new TextEncoder().encode(suite));
  await vscode.window.showTextDocument(suiteFile);
  await vscode.window.showTextDocument(casesFile, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
}
