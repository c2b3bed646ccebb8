import path from 'node:path';
import * as vscode from 'vscode';
import { textAt } from '../core/jsonRead.ts';
import { migrationOf } from '../core/migration/migration.ts';
import { migrationSide, modelsOfRuns } from '../core/migration/migrationSides.ts';
import type { EvalFile } from '../core/reports/evalFiles.ts';
import { evalReport } from '../core/results/evalReport.ts';
import { casesByCell, casesOfRun } from '../core/results/matrix/matrixCases.ts';
import { atTodaysPrices } from '../core/results/todaysPrices.ts';
import type { RunState } from '../core/run/state.ts';
import { migrationPanelHtml } from '../node/reports/migrationHtml.ts';
import { registerCommand } from './editor/commandRegistry.ts';
import { commands } from './editor/contributions.ts';
import type { Services } from './services/services.ts';
import { suiteOf } from './services/suiteOf.ts';
import type { OpenSuite } from './services/suites.ts';

/** Runs of a suite in which the two models are looked for, newest first. */
const lastRuns = 20;
const panelType = 'polyprompt.migration';
const runIt = 'Run Suite';
const ownPrices = 'At the prices that the runs were made with';
const todaysPrices = "At today's prices";

/** `Show Migration Report...`: choose the incumbent and the candidate among the models of the suite's last runs. */
export function registerMigrationReport(services: Services): vscode.Disposable {
  return registerCommand(commands.showMigrationReport, async (argument) => {
    const open = await suiteOf(services, argument);
    const runs = runsOf(services, open);
    const models = modelsOfRuns(runs);
    const meant = changeIn(argument);
    if (meant && !isIn(models, meant)) return offerRunOfBoth(open, meant);
    if (meant) return show(services, runs, meant);
    if (models.length < 2) return offerRun(open, models);
    const from = await choose('The model in use now', models);
    const to =
      from === undefined
        ? undefined
        : await choose(
            `Instead of ${from}`,
            models.filter((one) => one !== from),
          );
    if (from !== undefined && to !== undefined) await show(services, runs, { from, to });
  });
}

interface Change {
  readonly from: string;
  readonly to: string;
}

/** The change that a quick fix is about. */
function changeIn(argument: unknown): Change | undefined {
  const from = textAt(argument, 'from');
  const to = textAt(argument, 'to');
  return from === undefined || to === undefined ? undefined : { from, to };
}

function isIn(models: readonly string[], { from, to }: Change): boolean {
  return models.includes(from) && models.includes(to);
}

async function offerRunOfBoth(open: OpenSuite, { from, to }: Change): Promise<void> {
  const name = path.posix.basename(open.uri.path);
  const asked = open.suite.targets.map(({ model }) => model);
  const canRun = isIn(asked, { from, to });
  const chosen = await vscode.window.showInformationMessage(
    canRun
      ? `The report needs answers of both models: run ${name} on ${from} and ${to}, then ask for it again.`
      : `The report needs answers of both models: name ${to} beside ${from} in ${name}, run it, then ask for it again.`,
    ...(canRun ? [runIt] : []),
  );
  if (chosen === runIt) await vscode.commands.executeCommand(commands.runSuite, open.uri);
}

/** Asks for the prices to count with, but only where it makes a difference; undefined when nobody answers. */
async function atWishedPrices(
  services: Services,
  files: readonly EvalFile[],
): Promise<readonly EvalFile[] | undefined> {
  const priced = files.map((file) => pricedToday(services, file));
  if (JSON.stringify(priced.map(costsOf)) === JSON.stringify(files.map(costsOf))) return files;
  const chosen = await vscode.window.showQuickPick([ownPrices, todaysPrices], { title: 'Migration Report' });
  if (chosen === undefined) return undefined;
  return chosen === todaysPrices ? priced : files;
}

function costsOf({ report }: EvalFile): readonly number[] {
  return report.targets.map(({ cost }) => Number(cost.amount.toPrecision(6)));
}

function pricedToday({ catalog }: Services, { state, report }: EvalFile): EvalFile {
  const priced = atTodaysPrices(state, catalog());
  const caseOf = new Map(report.rows.map(({ cell, testCase }) => [cell.id, testCase]));
  return { state: priced, report: evalReport(priced, caseOf) };
}

/** A report needs answers that are already there. */
async function offerRun({ uri, suite }: OpenSuite, [only]: readonly string[]): Promise<void> {
  const has = only === undefined ? 'has not been run yet' : `has results of ${only} alone`;
  const chosen = await vscode.window.showInformationMessage(
    `A migration report compares two models, and ${path.posix.basename(uri.path)} ${has}. Run it on the model in use and on the one to change to.`,
    ...(suite.targets.length > 1 ? [runIt] : []),
  );
  if (chosen === runIt) await vscode.commands.executeCommand(commands.runSuite, uri);
}

function runsOf({ evals }: Services, { uri, suite }: OpenSuite): readonly EvalFile[] {
  const { current } = evals.sessions.get(uri);
  const stored = evals.sessions.stored(uri, lastRuns);
  const isKnown = ({ runId }: RunState) => runId === current?.runId;
  const states = [
    ...(current && !current.isRunning ? [current.state] : []),
    ...stored.filter((state) => !isKnown(state)),
  ];
  return states.map((state) => ({
    state,
    report: evalReport(state, casesByCell(state, casesOfRun(state, suite)), suite.derivedMetrics),
  }));
}

async function choose(title: string, models: readonly string[]): Promise<string | undefined> {
  return vscode.window.showQuickPick([...models], { title: 'Migration Report', placeHolder: title });
}

/** A run that has both models is better evidence than two runs. */
async function show(services: Services, runs: readonly EvalFile[], { from, to }: Change): Promise<void> {
  const both = runs.filter(({ report }) =>
    [from, to].every((model) => report.targets.some(({ target }) => target === model)),
  );
  const found = both.length > 0 ? both : runs;
  const sources = await atWishedPrices(services, found);
  if (!sources) return;
  const migration = migrationOf(migrationSide(sources, from), migrationSide(sources, to));
  const panel = vscode.window.createWebviewPanel(panelType, `${from} → ${to}`, vscode.ViewColumn.Beside, {
    enableScripts: false,
    localResourceRoots: [],
  });
  panel.webview.html = migrationPanelHtml(migration);
}
