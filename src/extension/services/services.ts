import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Clock, Environment } from '../../core/environment.ts';
import { type Catalog, loadCatalog } from '../../core/pricing/catalog.ts';
import { withListed } from '../../core/pricing/listedCatalog.ts';
import { isoDay } from '../../core/pricing/modelEnd.ts';
import { createRegistry, type ProviderRegistry } from '../../core/providers/registry.ts';
import { nodeEnvironment } from '../../node/nodeEnvironment.ts';
import { RunHistory } from '../../node/runs/runHistory.ts';
import { sandboxIn } from '../../node/runs/suiteGrading.ts';
import { Disposables } from '../editor/disposables.ts';
import { distFolder } from '../editor/webviewPage.ts';
import { AnswerDocuments } from './answerDocuments.ts';
import { type PolypromptSettings, readSettings } from './editorSettings.ts';
import { EvalRuns } from './evalRuns.ts';
import { KeyStore, secretOwner } from './keyStore.ts';
import { editorModels } from './languageModels.ts';
import { ModelLists } from './modelLists.ts';
import { ProjectRoutes } from './projectRoutes.ts';
import { PromptMemory } from './promptMemory.ts';
import { type RunServices, RunSessions } from './runSessions.ts';
import { SuiteEstimates } from './suiteEstimates.ts';
import { Suites } from './suites.ts';
import { TierModels } from './tierModels.ts';

/** The services that features share. Features meet here and never import each other. */
export interface Services extends RunServices, vscode.Disposable {
  readonly context: vscode.ExtensionContext;
  readonly keys: KeyStore;
  readonly memory: PromptMemory;
  /** The runs of comparisons. */
  readonly sessions: RunSessions;
  /** The improvements of prompts, by the suite. */
  readonly improvements: RunSessions;
  readonly suites: Suites;
  readonly evals: EvalRuns;
  readonly estimates: SuiteEstimates;
  readonly answers: AnswerDocuments;
  readonly modelLists: ModelLists;
  readonly tierModels: TierModels;
  /** Fires when models, prices, endpoints or keys may have changed. */
  readonly onDidChangeModels: vscode.Event<void>;
  settings(): PolypromptSettings;
}

interface Configured {
  readonly settings: PolypromptSettings;
  readonly catalog: Catalog;
  readonly registry: ProviderRegistry;
}

export function createServices(context: vscode.ExtensionContext): Services {
  const held = new Disposables();
  const keys = held.add(new KeyStore(context.secrets));
  const memory = held.add(new PromptMemory(context.workspaceState));
  const changed = held.add(new vscode.EventEmitter<void>());
  let configured: Configured | undefined;
  const current = () => (configured ??= configure(environment.clock));
  held.add(keys.onDidChange(() => changed.fire()));
  held.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration('polyprompt')) return;
      configured = undefined;
      changed.fire();
    }),
  );
  const environment = environmentWith(keys);
  const tierModels = new TierModels({
    environment,
    catalog: () => current().catalog,
    registry: () => current().registry,
  });
  const catalog = () => current().catalog;
  const sandbox = sandboxIn(distFolder(context).fsPath);
  held.add({ dispose: () => void sandbox.dispose() });
  const storageOf = (file: vscode.Uri) => storageFor(context, file);
  const services: Omit<Services, 'sessions' | 'improvements' | 'evals' | 'estimates' | 'modelLists'> = {
    context,
    environment,
    sandbox,
    history: new RunHistory(),
    keys,
    memory,
    tierModels,
    suites: held.add(new Suites(tierModels)),
    answers: held.add(new AnswerDocuments()),
    onDidChangeModels: changed.event,
    settings: () => current().settings,
    catalog,
    registry: () => current().registry,
    storageFor: storageOf,
    routes: new ProjectRoutes({ catalog, storageFor: storageOf }),
    dispose: () => held.dispose(),
  };
  const modelLists = new ModelLists({
    ...services,
    learn: (provider, models) => {
      configured = { ...current(), catalog: withListed(current().catalog, provider, models) };
    },
  });
  held.add(changed.event(() => modelLists.forget()));
  held.add(changed.event(() => void tierModels.refresh().then(() => services.suites.modelsChanged())));
  const evals = held.add(new EvalRuns(services));
  return {
    ...services,
    modelLists,
    sessions: held.add(new RunSessions(services)),
    improvements: held.add(new RunSessions(services, 'improve')),
    evals,
    estimates: held.add(new SuiteEstimates({ ...services, evals })),
  };
}

/** What lies outside, with the keys that the editor keeps. */
function environmentWith(keys: KeyStore): Environment {
  return nodeEnvironment({
    lookUpKey: (provider, origin) => keys.get(provider, origin),
    lookUpSecret: async ({ source, name }, origin) =>
      source === 'env' ? process.env[name] : (await keys.get(secretOwner(name), origin))?.key,
  });
}

function configure(clock: Clock): Configured {
  const settings = readSettings();
  const timeouts = { firstByte: settings.firstByteTimeout, total: settings.totalTimeout };
  const registry = createRegistry({ endpoints: settings.endpoints, extra: [editorModels()], timeouts });
  return {
    settings,
    catalog: loadCatalog(settings.models, { today: isoDay(clock.wallTime()), file: settings.catalog }),
    registry,
  };
}

function storageFor(context: vscode.ExtensionContext, prompt: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(prompt);
  if (folder?.uri.scheme === 'file') return path.join(folder.uri.fsPath, '.polyprompt');
  return (context.storageUri ?? context.globalStorageUri).fsPath;
}
