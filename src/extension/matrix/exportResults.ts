import * as vscode from 'vscode';
import { type ResultFormat, resultFormats } from '../../core/reports/resultFormats.ts';
import { evalReport } from '../../core/results/evalReport.ts';
import { casesByCell } from '../../core/results/matrix/matrixCases.ts';
import { reportWithPeople } from '../../node/people/reportWithPeople.ts';
import { resultWriters } from '../../node/reports/resultWriters.ts';
import { distFolder } from '../editor/webviewPage.ts';
import type { Services } from '../services/services.ts';
import type { MatrixFeed } from './matrixFeed.ts';

interface ExportedRun {
  readonly services: Services;
  readonly suite: vscode.Uri;
  readonly feed: MatrixFeed;
}

/** Writes the run that is shown to a file that the user chooses, in the same way as the command line. */
export async function exportResults({ services, suite, feed }: ExportedRun, format: ResultFormat): Promise<void> {
  const name = `${
    suite.path
      .split('/')
      .at(-1)
      ?.replace(/\.[^.]+$/, '') ?? 'results'
  }-results.${format}`;
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(suite, '..', name),
    filters: { [resultFormats[format]]: [format] },
  });
  if (!target) return;
  const { state } = feed.session;
  const report = reportWithPeople(services.storageFor(suite), state, evalReport(state, casesByCell(state, feed.cases)));
  const write = resultWriters(distFolder(services.context).fsPath)[format];
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(write({ state, report })));
}
