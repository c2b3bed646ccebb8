import * as vscode from 'vscode';
import { formatSuiteEstimate } from '../../core/pricing/formatSuiteEstimate.ts';
import { projectFileName } from '../../core/routing/projectFile.ts';
import { openBatches } from '../../core/run/batch/batchState.ts';
import type { RunState } from '../../core/run/state.ts';
import type { RunSession } from '../../node/runSession.ts';
import { isActive } from '../../node/runSession.ts';
import { commands, promptLanguages } from '../contributions.ts';
import { Disposables } from '../disposables.ts';
import type { Services } from '../services.ts';
import { caseFilePattern } from './caseDocuments.ts';
import type { OpenSuite } from './suites.ts';

/** Lenses tell of a run often enough for the eye. */
const refreshMs = 500;

const patienceMs = 150;

/** A line that knows which suite it is about; what it says is worked out when it comes into sight. */
class SuiteLens extends vscode.CodeLens {
  readonly open: OpenSuite;
  /** Where several suites stand in one line. */
  readonly saysName: boolean;

  constructor(range: vscode.Range, open: OpenSuite, saysName: boolean) {
    super(range);
    this.open = open;
    this.saysName = saysName;
  }
}

/** Above a suite, its case lists and its prompts: run it, what that takes, and how the last run went. */
export function registerSuiteLens(services: Services): vscode.Disposable {
  const held = new Disposables();
  const changed = held.add(new vscode.EventEmitter<void>());
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      changed.fire();
    }, refreshMs);
  };
  held.add({ dispose: () => clearTimeout(timer) });
  held.add(services.suites.onDidChange(soon));
  held.add(services.evals.onDidChangeResults(soon));
  held.add(services.onDidChangeModels(soon));
  held.add(services.memory.onDidChange(soon));
  const selector = [{ pattern: caseFilePattern }, ...promptLanguages.map((language) => ({ language }))];
  held.add(
    vscode.languages.registerCodeLensProvider(selector, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: (document) => lensesFor(services, document),
      resolveCodeLens: (lens) => (lens instanceof SuiteLens ? resolve(services, lens, soon) : lens),
    }),
  );
  return held;
}

async function lensesFor(services: Services, document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  // Every suite of a folder reads its project file: that says nothing of any of them.
  if (!services.settings().codeLens || document.uri.scheme !== 'file' || isProject(document)) return [];
  const path = document.uri.fsPath;
  const using = (await services.suites.all()).filter((open) => open.files.has(path));
  const saysName = using.length > 1;
  return using.flatMap((open) =>
    placesIn(open, document).flatMap((range) => lensesOf(services, { open, saysName }, range)),
  );
}

function isProject({ uri }: vscode.TextDocument): boolean {
  return uri.path.endsWith(`/${projectFileName}`);
}

/** The first line of a suite or a prompt, and the key above a list of cases in a suite. */
function placesIn(open: OpenSuite, document: vscode.TextDocument): vscode.Range[] {
  const top = new vscode.Range(0, 0, 0, 0);
  if (document.uri.toString() !== open.uri.toString()) return [top];
  const list = /^(?:cases|tests|testData):[ \t]*$/m.exec(document.getText());
  return list ? [top, new vscode.Range(document.positionAt(list.index), document.positionAt(list.index))] : [top];
}

function lensesOf(
  services: Services,
  { open, saysName }: Pick<SuiteLens, 'open' | 'saysName'>,
  range: vscode.Range,
): vscode.CodeLens[] {
  const { current } = services.evals.sessions.get(open.uri);
  if (current?.isRunning)
    return [
      new vscode.CodeLens(range, {
        title: progressOf(current),
        command: commands.showResults,
        arguments: [open.uri],
        tooltip: 'Show the answers that are there',
      }),
      new vscode.CodeLens(range, { title: '$(debug-stop) Stop', command: commands.stopRun, tooltip: 'Stop the run' }),
    ];
  const state = current?.state;
  return [
    new SuiteLens(range, open, saysName),
    ...(state?.status === 'submitted' ? [batchLens(open, state, range)] : resultLenses(services, open, range)),
  ];
}

/** `37 of 360`: cells that have ended. */
function progressOf(session: RunSession): string {
  const { plan, cells } = session.state;
  const ended = plan.filter(({ id }) => !isActive(cells[id]?.status ?? 'queued')).length;
  return `$(sync~spin) ${ended} of ${plan.length} answers`;
}

/** Answers that are still to come from a vendor have neither passed nor failed. */
function batchLens(open: OpenSuite, state: RunState, range: vscode.Range): vscode.CodeLens {
  const jobs = openBatches(state).length;
  return new vscode.CodeLens(range, {
    title: `$(watch) Collect results of ${jobs} batch ${jobs === 1 ? 'job' : 'jobs'}`,
    command: commands.collectBatch,
    arguments: [open.uri],
    tooltip: 'Ask whether the jobs are done, and take over what is there',
  });
}

/** How the last run went, and what can be done about it. */
function resultLenses(services: Services, open: OpenSuite, range: vscode.Range): vscode.CodeLens[] {
  const results = services.evals.results(open.uri);
  const outcomes = open.suite.cases.flatMap((row) =>
    results.resultsOf(row, open.suite).map(({ outcome, staleness }) => ({ outcome, isOld: staleness !== undefined })),
  );
  if (outcomes.length === 0) return [];
  const passed = outcomes.filter(({ outcome }) => outcome === 'pass').length;
  const failed = outcomes.length - passed;
  const stale = outcomes.some(({ isOld }) => isOld) ? ' · some stale' : '';
  return [
    new vscode.CodeLens(range, {
      title: `${passed} of ${outcomes.length} passed${stale}`,
      command: commands.showResults,
      arguments: [open.uri],
      tooltip: 'Show the results as a table',
    }),
    ...(failed > 0
      ? [
          new vscode.CodeLens(range, {
            title: `Run ${failed} failed`,
            command: commands.runFailedCases,
            arguments: [open.uri],
            tooltip: 'Ask again what did not pass, whatever the cache says',
          }),
        ]
      : []),
  ];
}

async function resolve(services: Services, lens: SuiteLens, changed: () => void): Promise<vscode.CodeLens> {
  const { open, saysName } = lens;
  const targets = services.evals.targetsOf(open).length;
  const size = `${open.suite.cases.length} ${open.suite.cases.length === 1 ? 'case' : 'cases'} × ${targets} ${targets === 1 ? 'model' : 'models'}`;
  lens.command = {
    title: `$(play) Run ${saysName ? `${open.name}: ` : ''}${size} · ${targets === 0 ? 'choose models first' : await estimateText(services, open, changed)}`,
    command: commands.runSuite,
    arguments: [open.uri],
    tooltip: `Run ${open.name}; above your limit it asks before anything is sent`,
  };
  return lens;
}

/** A large suite takes a while to estimate: the line is there at once, the figures follow. */
async function estimateText(services: Services, open: OpenSuite, changed: () => void): Promise<string> {
  const estimate = services.estimates.ofSuite(open).then(formatSuiteEstimate, () => 'no estimate');
  const quick = await Promise.race([estimate, services.environment.clock.sleep(patienceMs).then(() => undefined)]);
  if (quick !== undefined) return quick;
  void estimate.then(changed);
  return 'estimating...';
}
