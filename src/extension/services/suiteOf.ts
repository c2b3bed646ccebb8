import * as vscode from 'vscode';
import { suiteFormatOf } from '../../core/dataset/readSuite.ts';
import { PolypromptError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import type { Services } from './services.ts';
import type { OpenSuite } from './suites.ts';

/** The suite that a command is about: the one given, else the one in the active editor, else the one that uses the active file. */
export async function suiteOf(services: Services, argument: unknown): Promise<OpenSuite> {
  const file = fileOf(argument);
  const open = file && (await suiteIn(services, file));
  if (open) return open;
  throw new PolypromptError('invalid-arguments', 'The active editor holds no eval suite.', {
    hint: 'Open an *.eval.yaml, a promptfooconfig.yaml, a .prompt.yml with test data, or one of their data files.',
  });
}

async function suiteIn(services: Services, file: vscode.Uri): Promise<OpenSuite | undefined> {
  const format = suiteFormatOf(file.path);
  const own = format === undefined || format === 'data' ? undefined : await services.suites.read(file);
  // A prompt without cases of its own may be the prompt of another suite.
  if (own && (own.suite.cases.length > 0 || format !== 'bound')) return own;
  const using = (await services.suites.all()).filter((open) => open.files.has(file.fsPath));
  if (using.length < 2) return using[0];
  const items = using.map((one) => ({ label: one.name, open: one }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Several suites read this file',
    placeHolder: 'Which one?',
  });
  if (!chosen) throw new vscode.CancellationError();
  return chosen.open;
}

function fileOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (isJsonObject(argument) && typeof argument['file'] === 'string') return vscode.Uri.parse(argument['file'], true);
  if (isJsonObject(argument) && typeof argument['suite'] === 'string') return vscode.Uri.parse(argument['suite'], true);
  return vscode.window.activeTextEditor?.document.uri;
}
