import * as path from 'node:path';
import * as vscode from 'vscode';
import { PolypromptError, toPolypromptError } from '../../core/errors.ts';
import { defaultLaneLimits } from '../../core/providers/lanes.ts';
import type { CheckResult } from '../../core/run/check/checkResult.ts';
import { summarizeCheck } from '../../core/run/check/checkSummary.ts';
import { worseBetterSame } from '../../core/run/check/reports/checkReport.ts';
import { type AffectedSuite, affectedSuites } from '../../node/check/affectedSuites.ts';
import type { CheckContext } from '../../node/check/checkSuite.ts';
import { type OpenVersions, openVersions, type VersionChoice } from '../../node/check/openVersions.ts';
import { checkAffected } from '../../node/check/runCheck.ts';
import type { GitRepository } from '../../node/git/gitRepository.ts';
import { commands } from '../contributions.ts';
import { showError } from '../errors.ts';
import { agreeToCost } from '../evals/agreeToCost.ts';
import type { Services } from '../services.ts';
import { requireTrust } from '../trust.ts';
import type { PromptChanges } from './promptChanges.ts';

export interface CheckRequest extends Omit<VersionChoice, 'unsaved' | 'folders'> {
  readonly repository: GitRepository;
  /** Only suites that read this file; all that the change affects unless given. */
  readonly file?: vscode.Uri;
}

/** Runs what a change affects in both versions, shows it, and tells what came of it. The suite's matrix is shown while it runs. */
export async function checkChanges(services: Services, changes: PromptChanges, request: CheckRequest): Promise<void> {
  requireTrust();
  const { repository, file, ...choice } = request;
  const versions = await openWithEdits(repository, choice);
  try {
    const found = await affectedSuites(versions);
    const own = file ? await suitesOfFile(services, file) : undefined;
    const suites = found.suites.filter((suite) => !own || own.has(path.join(repository.root, suite.path)));
    if (suites.length === 0) {
      void vscode.window.showInformationMessage(
        `Nothing that a suite asks or checks differs between ${versions.head.label} and ${versions.base.label}.`,
      );
      return;
    }
    const runIds = new Map<string, string>();
    const result = await checkAffected(contextFor(services, versions, suites, runIds), versions, {
      files: { suites, uncovered: found.uncovered },
      ...limitOf(services),
    });
    for (const suite of suites) await rememberSuite(changes, { result, suite, versions, runIds });
    void tell(result, suites, repository, runIds);
  } finally {
    versions.close();
  }
}

/** Texts that are not saved yet count as the working copy. */
async function openWithEdits(repository: GitRepository, choice: VersionChoice): Promise<OpenVersions> {
  const dirty = new Map(
    vscode.workspace.textDocuments.flatMap((document) =>
      document.isDirty && document.uri.scheme === 'file' ? [[document.uri.fsPath, document] as const] : [],
    ),
  );
  const folders = (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) =>
    uri.scheme === 'file' ? [uri.fsPath] : [],
  );
  const opened = await openVersions(repository.root, {
    ...choice,
    folders,
    unsaved: (file) => dirty.get(file)?.getText(),
  });
  if (choice.staged) return opened;
  const known = new Set(opened.changed.map((change) => change.path));
  const edited = [...dirty.keys()]
    .map((file) => path.relative(repository.root, file).split(path.sep).join('/'))
    .filter((file) => !file.startsWith('../') && !known.has(file));
  return {
    ...opened,
    changed: [...opened.changed, ...edited.map((file) => ({ path: file, status: 'changed' as const }))],
  };
}

/** A suite itself, or those that read the file. */
async function suitesOfFile({ suites }: Services, file: vscode.Uri): Promise<ReadonlySet<string>> {
  const using = (await suites.all()).filter((open) => open.files.has(file.fsPath));
  return new Set([file.fsPath, ...using.map(({ uri }) => uri.fsPath)]);
}

function limitOf(services: Services): { readonly maxCost?: number } {
  const { maxPerRun } = services.settings().budget;
  return maxPerRun === undefined ? {} : { maxCost: maxPerRun };
}

function contextFor(
  services: Services,
  { repository }: OpenVersions,
  suites: readonly AffectedSuite[],
  runIds: Map<string, string>,
): CheckContext {
  const uriOf = (name: string) => {
    const suite = suites.find((candidate) => candidate.name === name);
    return vscode.Uri.file(path.join(repository.root, suite?.path ?? name));
  };
  return {
    environment: services.environment,
    registry: services.registry(),
    catalog: services.catalog(),
    lanes: defaultLaneLimits,
    distFolder: path.join(services.context.extensionUri.fsPath, 'dist'),
    allowScripts: vscode.workspace.isTrusted,
    modelsFor: (suite) => (suite.targets.length > 0 ? [] : services.settings().defaultModels),
    offline: false,
    shard: null,
    onPlan: async ({ name, planned }) => {
      const open = await services.suites.read(uriOf(name));
      if (!(await agreeToCost(services, open, { planned, selection: {} }))) throw new vscode.CancellationError();
    },
    onSession: async (session, { name }) => {
      runIds.set(name, session.runId);
      services.evals.sessions.adopt(uriOf(name), session);
      await vscode.commands.executeCommand(commands.showResults, uriOf(name));
    },
    keepGrading: (grading, { name }) => services.evals.keepGrading(uriOf(name), grading),
    onStorageFailure: (error) => void showError(toPolypromptError(error).toRecord()),
  };
}

interface CheckedHere {
  readonly result: CheckResult;
  readonly suite: AffectedSuite;
  readonly versions: OpenVersions;
  readonly runIds: ReadonlyMap<string, string>;
}

/** Only what was compared with HEAD, and as it stands on disk, is what the lens and the list of changes speak of. */
async function rememberSuite(changes: PromptChanges, { result, suite, versions, runIds }: CheckedHere): Promise<void> {
  const isDirty = vscode.workspace.textDocuments.some(
    ({ isDirty: dirty, uri }) =>
      dirty && suite.changed.some((change) => uri.fsPath === path.join(versions.repository.root, change.path)),
  );
  if (versions.base.label !== 'HEAD' || (isDirty && versions.head.label !== 'staged')) return;
  await changes.refresh();
  const staged = versions.head.label === 'staged';
  const change = changes.all.find(({ open, isStaged }) => isStaged === staged && open.name === suite.name);
  if (!change) return;
  const own = { suites: result.suites.filter((checked) => checked.suite === suite.path) };
  const { counts, unchanged } = summarizeCheck(own);
  const runId = runIds.get(suite.name);
  await changes.remember(change.key, { counts, unchanged, ...(runId === undefined ? {} : { runId }) });
}

/** One sentence, with a button to the table. */
async function tell(
  result: CheckResult,
  suites: readonly AffectedSuite[],
  repository: GitRepository,
  runIds: ReadonlyMap<string, string>,
): Promise<void> {
  const summary = summarizeCheck(result);
  const broken = result.suites.flatMap(({ problems }) => problems)[0];
  const text = `${result.head} against ${result.base}: ${worseBetterSame(summary)}.${broken ? ` ${broken}` : ''}`;
  const shown = suites.find(({ name }) => runIds.has(name));
  const isBad = summary.counts.regressed > 0 || broken !== undefined;
  const show = isBad ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const chosen = await show(text, ...(shown ? ['Show Results'] : []));
  if (chosen === undefined || !shown) return;
  const suite = vscode.Uri.file(path.join(repository.root, shown.path)).toString();
  await vscode.commands.executeCommand(commands.showResults, { suite, runId: runIds.get(shown.name) });
}

/** The repository that a file, or the window, belongs to. Throws `git` without one. */
export function requireOne(repositories: readonly GitRepository[], file?: vscode.Uri): GitRepository {
  const own = file && repositories.filter(({ root }) => file.fsPath.startsWith(root + path.sep));
  const [first] = own?.toSorted((left, right) => right.root.length - left.root.length) ?? repositories;
  if (first) return first;
  throw new PolypromptError('git', 'This file is in no Git repository that is open here.', {
    hint: 'Open the folder of the repository.',
  });
}
