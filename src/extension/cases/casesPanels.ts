import * as vscode from 'vscode';
import { suiteFormatOf } from '../../core/dataset/readSuite.ts';
import { isJsonObject } from '../../core/json.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { promptItems } from '../services/pickPrompt.ts';
import { formatOf } from '../services/promptFiles.ts';
import type { Services } from '../services/services.ts';
import { CasesPanel, type CasesWork } from './casesPanel.ts';
import { ImportWork } from './importWork.ts';
import { ReplaceWork } from './replaceWork.ts';

const logName = /\.(?:jsonl|ndjson|csv|tsv|json|eval|gz)$/i;

/** The files that are read, and the prompt whose cases are looked for. */
interface Wanted {
  readonly prompt?: vscode.Uri;
  readonly files: readonly vscode.Uri[];
}

/** `Import Cases...` and `Replace Personal Data...`: one page between a file and the repository. */
export function registerCasesPanels(services: Services): vscode.Disposable {
  const panels = new Map<string, CasesPanel>();
  const open = (work: CasesWork) => {
    const key = `${work.what} ${work.about.toString()}`;
    // What somebody begins anew is about other files, so that the page before it goes.
    panels.get(key)?.dispose();
    const panel = new CasesPanel(services.context, work);
    panels.set(key, panel);
    panel.onDidDispose(() => panels.get(key) === panel && panels.delete(key));
  };
  return vscode.Disposable.from(
    registerCommand(commands.importCases, async (argument, marked) => {
      const wanted = await wantedBy(services, argument, marked);
      const prompt = wanted.prompt ?? (await choosePrompt());
      const files = prompt && wanted.files.length === 0 ? await chooseFiles() : wanted.files;
      if (prompt && files.length > 0) open(await ImportWork.of(services, prompt, files));
    }),
    registerCommand(commands.replacePersonalData, (argument) => {
      const file = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
      if (file) open(new ReplaceWork(file));
    }),
    { dispose: () => [...panels.values()].map((panel) => panel.dispose()) },
  );
}

/** What is known of a wish from where the command was called: on a prompt, a suite, files, or with everything. */
async function wantedBy(services: Services, argument: unknown, marked: unknown): Promise<Wanted> {
  if (isJsonObject(argument)) return wantedIn(argument);
  const file = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  if (!file) return { files: [] };
  if (formatOf(services.memory, file)) return { prompt: file, files: [] };
  const format = suiteFormatOf(file.path);
  if (format === 'eval' || format === 'promptfoo') {
    const { suite } = await services.suites.read(file);
    const [prompt] = suite.prompts.flatMap(({ file: own }) => own ?? []);
    return prompt === undefined ? { files: [] } : { prompt: vscode.Uri.file(prompt), files: [] };
  }
  if (!logName.test(file.path)) return { files: [] };
  const all = Array.isArray(marked) ? marked.filter((each) => each instanceof vscode.Uri) : [];
  return { files: all.length > 0 ? all.filter(({ path }) => logName.test(path)) : [file] };
}

function wantedIn({ prompt, files }: { readonly [key: string]: unknown }): Wanted {
  const paths = Array.isArray(files) ? files.filter((file) => typeof file === 'string') : [];
  return {
    ...(typeof prompt === 'string' ? { prompt: vscode.Uri.parse(prompt, true) } : {}),
    files: paths.map((file) => vscode.Uri.parse(file, true)),
  };
}

async function choosePrompt(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showQuickPick(await promptItems(), {
    title: 'Import Cases',
    placeHolder: 'The prompt that was asked',
    matchOnDescription: true,
  });
  return chosen?.uri;
}

async function chooseFiles(): Promise<readonly vscode.Uri[]> {
  const chosen = await vscode.window.showOpenDialog({
    title: 'Logs, Traces, Batch Files or Tables',
    canSelectMany: true,
    openLabel: 'Import',
    filters: { Logs: ['jsonl', 'ndjson', 'json', 'csv', 'tsv', 'eval', 'gz', 'txt'], 'All files': ['*'] },
  });
  return chosen ?? [];
}
