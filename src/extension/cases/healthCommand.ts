import * as vscode from 'vscode';
import type { DatasetHealth, HealthFinding } from '../../core/cases/health/datasetHealth.ts';
import { lengthLines, shareLines } from '../../core/cases/health/healthText.ts';
import { counted } from '../../core/text/formatCount.ts';
import { suiteHealth } from '../../node/cases/suiteHealth.ts';
import { registerCommand } from '../editor/commandRegistry.ts';
import { commands } from '../editor/contributions.ts';
import { positionsOf } from '../editor/positions.ts';
import type { Services } from '../services/services.ts';
import { suiteOf } from '../services/suiteOf.ts';
import type { OpenSuite } from '../services/suites.ts';
import { takeLabelCheck } from './labelCheckCommand.ts';

interface FindingItem extends vscode.QuickPickItem {
  readonly finding?: HealthFinding;
}

/** Rows that are opened of one finding, since nobody looks at more of them. */
const mostRows = 200;

/** `Show Health of Cases`: what a suite's cases are like; a finding opens its rows. */
export function registerCasesHealth(services: Services): vscode.Disposable {
  return registerCommand(commands.casesHealth, async (argument) => {
    const open = await suiteOf(services, argument);
    const health = suiteHealth(open.suite, { storage: services.storageFor(open.uri), name: open.name });
    const chosen = await vscode.window.showQuickPick(itemsOf(health), {
      title: `Health of the Cases of ${open.name}`,
      placeHolder: 'A finding opens its rows',
      matchOnDetail: true,
    });
    if (chosen?.finding?.id === 'label-check') await takeLabelCheck(open);
    else if (chosen?.finding) await showRows(open, chosen.finding);
  });
}

function itemsOf(health: DatasetHealth): readonly FindingItem[] {
  const findings = health.findings.map(
    (finding): FindingItem => ({
      label: `$(${finding.isWarning ? 'warning' : 'info'}) ${finding.sentence}`,
      description: counted(finding.rows.length, 'row'),
      finding,
    }),
  );
  const figures = [...shareLines(health), ...lengthLines(health)].map((label): FindingItem => ({ label }));
  return [
    { label: counted(findings.length, 'finding'), kind: vscode.QuickPickItemKind.Separator },
    ...findings,
    { label: counted(health.rows, 'row'), kind: vscode.QuickPickItemKind.Separator },
    ...figures,
  ];
}

async function showRows({ suite, uri }: OpenSuite, { rows }: HealthFinding): Promise<void> {
  const places = rows.slice(0, mostRows).flatMap((number) => suite.cases[number - 1]?.place ?? []);
  const [first] = places;
  if (!first) return;
  const locations: vscode.Location[] = [];
  for (const { file, range } of places) {
    const positions = await positionsOf(file);
    const whole = new vscode.Range(positions.positionAt(range.start), positions.positionAt(range.end));
    locations.push(new vscode.Location(vscode.Uri.file(file), whole));
  }
  const [start] = locations;
  const document = await vscode.workspace.openTextDocument(start?.uri ?? uri);
  await vscode.window.showTextDocument(document);
  const at = start?.range.start ?? new vscode.Position(0, 0);
  await vscode.commands.executeCommand(
    'editor.action.goToLocations',
    document.uri,
    at,
    locations,
    'peek',
    'There is no row.',
  );
}
