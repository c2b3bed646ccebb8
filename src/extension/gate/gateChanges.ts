import * as path from 'node:path';
import * as vscode from 'vscode';
import { PolypromptError, toPolypromptError } from '../../core/errors.ts';
import type { GateResult } from '../../core/gate/gateResult.ts';
import { summarizeGate } from '../../core/gate/gateSummary.ts';
import { defined } from '../../core/jsonRead.ts';
import { type AffectedSuite, affectedSuites } from '../../node/gate/affectedSuites.ts';
import type { GateContext } from '../../node/gate/gateSuite.ts';
import type { OpenVersions, VersionChoice } from '../../node/gate/openVersions.ts';
import { gateAffected } from '../../node/gate/runGate.ts';
import type { GitRepository } from '../../node/git/gitRepository.ts';
import type { RunSession } from '../../node/runs/runSession.ts';
import { commands } from '../editor/contributions.ts';
import { showError } from '../editor/showError.ts';
import { agreeToCost } from '../services/agreeToCost.ts';
import { LinkedFiles } from '../services/linkedFiles.ts';
import { linkedFolders } from '../services/openRepositories.ts';
import type { PromptChanges } from '../services/promptChanges.ts';
import type { Services } from '../services/services.ts';
import { type ChangeToShow, showChangeDiff } from './changeDiff.ts';
import { openWithEdits } from './versionsWithEdits.ts';

export interface GateRequest extends Omit<VersionChoice, 'unsaved' | 'folders'> {
  readonly repository: GitRepository;
  /** The file whose suites are run; all suites that the change affects unless given. */
  readonly file?: vscode.Uri;
  /** When true, the prompts' own diff is opened beside the answers. */
  readonly opensDiff: boolean;
}

/** The result of the gate for one suite. */
export interface GatedChange {
  readonly suite: vscode.Uri;
  readonly result: GateResult;
  /** The run that holds its answers; undefined when nothing had to be run. */
  readonly session: RunSession | undefined;
  readonly change: ChangeToShow;
}

/** Runs what changes affect in both versions, and shows it while it runs. Only one comparison goes on at a time. */
export class ChangeGate {
  readonly #services: Services;
  readonly #changes: PromptChanges;
  #isUnderWay = false;

  constructor(services: Services, changes: PromptChanges) {
    this.#services = services;
    this.#changes = changes;
  }

  /** Runs one suite after the other, until one is stopped or not agreed to. The result is empty where a change affects none. */
  async run(requests: readonly GateRequest[]): Promise<readonly GatedChange[]> {
    if (this.#isUnderWay)
      throw new PolypromptError('invalid-arguments', 'Another comparison of prompt versions is under way.', {
        hint: 'Wait until it has ended, or stop it.',
      });
    this.#isUnderWay = true;
    const gated: GatedChange[] = [];
    try {
      for (const request of requests) await this.#gateChange(request, gated);
    } catch (error) {
      if (!(error instanceof vscode.CancellationError) || gated.length === 0) throw error;
    } finally {
      this.#isUnderWay = false;
    }
    return gated;
  }

  async #gateChange({ repository, file, opensDiff, ...choice }: GateRequest, gated: GatedChange[]): Promise<void> {
    const versions = await openWithEdits(repository, choice);
    try {
      const wanted = file && (await this.#suitesReading(file, repository));
      const { suites } = await affectedSuites(versions);
      for (const suite of suites) {
        if (wanted && !wanted.has(uriOf(versions, suite).fsPath)) continue;
        const change = await this.#gateSuite(versions, suite, opensDiff);
        gated.push(change);
        if (change.session?.state.status === 'cancelled') throw new vscode.CancellationError();
      }
    } finally {
      versions.close();
    }
  }

  async #gateSuite(versions: OpenVersions, suite: AffectedSuite, opensDiff: boolean): Promise<GatedChange> {
    const uri = uriOf(versions, suite);
    const change = changeOf(versions, suite);
    let session: RunSession | undefined;
    const context: GateContext = {
      ...contextFor(this.#services, uri),
      onSession: async (started) => {
        session = started;
        this.#services.evals.sessions.adopt(uri, started);
        await vscode.commands.executeCommand(commands.showResults, uri);
        if (opensDiff) await showChangeDiff(change);
      },
    };
    const { maxPerRun } = this.#services.settings().budget;
    const result = await gateAffected(context, versions, {
      files: { suites: [suite], uncovered: [], gone: [] },
      ...defined({ maxCost: maxPerRun }),
    });
    const gated = { suite: uri, result, session, change };
    await this.#remember(gated);
    return gated;
  }

  /**
   * Remembers a result for the lens and the list of changes. These speak only of comparisons with HEAD, so others, and those with unsaved
   * text, are not kept.
   */
  async #remember({ suite, result, session, change: { root, changed, base, head } }: GatedChange): Promise<void> {
    const links = linkedFolders();
    const files = new Set(changed.map((file) => links.named(path.join(root, file.path))));
    const isStaged = head === 'staged';
    const isEdited = vscode.workspace.textDocuments.some(({ isDirty, uri }) => isDirty && files.has(uri.fsPath));
    // A broken part was not asked, so nothing is known of it.
    const isBroken = result.suites.some(({ problems }) => problems.length > 0);
    if (isBroken || base !== 'HEAD' || (isEdited && !isStaged)) return;
    await this.#changes.refresh();
    const change = this.#changes.all.find(
      (candidate) =>
        (isStaged ? candidate.isStaged : candidate.isOnDisk) && candidate.open.uri.toString() === suite.toString(),
    );
    if (!change) return;
    const { counts, unchanged, removed, advised } = summarizeGate(result);
    await this.#changes.remember(change.key, {
      counts,
      unchanged,
      removed,
      ...defined({ advised }),
      ...(session ? { runId: session.runId } : {}),
    });
  }

  /** The file itself, if it is a suite, and the suites that read it. */
  async #suitesReading(file: vscode.Uri, repository: GitRepository): Promise<ReadonlySet<string>> {
    const reading = new LinkedFiles(repository);
    const using = new Set([file.fsPath]);
    for (const open of await this.#services.suites.all())
      if ((await reading.of(open)).has(file.fsPath)) using.add(open.uri.fsPath);
    return using;
  }
}

function uriOf({ repository }: OpenVersions, suite: AffectedSuite): vscode.Uri {
  return vscode.Uri.file(linkedFolders().named(path.join(repository.root, suite.path)));
}

function changeOf({ repository, base, head }: OpenVersions, { changed }: AffectedSuite): ChangeToShow {
  return { root: repository.root, changed, commit: base.commit, base: base.label, head: head.label };
}

function contextFor(services: Services, suite: vscode.Uri): GateContext {
  return {
    environment: services.environment,
    registry: services.registry(),
    catalog: services.catalog(),
    lanes: {},
    cache: services.evals.cacheFor(suite),
    distFolder: path.join(services.context.extensionUri.fsPath, 'dist'),
    allowScripts: vscode.workspace.isTrusted,
    modelsFor: (suite) => (suite.targets.length > 0 ? [] : services.settings().defaultModels),
    offline: false,
    shard: null,
    onPlan: async ({ planned }) => {
      const open = await services.suites.read(suite);
      if (!(await agreeToCost(services, open, { planned, selection: {} }))) throw new vscode.CancellationError();
    },
    keepGrading: (grading) => services.evals.keepGrading(suite, grading),
    onStorageFailure: (error) => void showError(toPolypromptError(error).toRecord()),
  };
}
