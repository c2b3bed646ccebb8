import * as path from 'node:path';
import type * as vscode from 'vscode';
import type { SuiteEstimate } from '../../core/pricing/estimateSuite.ts';
import type { SuitePlan } from '../../core/run/planSuite.ts';
import { estimateWithHistory } from '../../node/suiteEstimate.ts';
import { TokenCounter } from '../../node/tokenCounter.ts';
import { Disposables } from '../disposables.ts';
import { type EvalRuns, type EvalSelection, type EvalServices, evalLanes } from './evalRuns.ts';
import type { OpenSuite } from './suites.ts';

interface EstimateServices extends EvalServices {
  readonly evals: EvalRuns;
  readonly onDidChangeModels: vscode.Event<void>;
}

/** What suites would cost and how long they would take; every place that says so asks here. */
export class SuiteEstimates implements vscode.Disposable {
  readonly #services: EstimateServices;
  readonly #counter: TokenCounter;
  readonly #held = new Disposables();
  #ofSuite = new WeakMap<OpenSuite, Promise<SuiteEstimate>>();

  constructor(services: EstimateServices) {
    this.#services = services;
    const workerFile = path.join(services.context.extensionUri.fsPath, 'dist', 'tokens.js');
    this.#counter = new TokenCounter({ workerFile });
    this.#held.add({ dispose: () => void this.#counter.dispose() });
    const forget = () => {
      this.#ofSuite = new WeakMap();
    };
    this.#held.add(services.onDidChangeModels(forget));
    this.#held.add(services.memory.onDidChange(forget));
    this.#held.add(services.evals.onDidChangeResults(({ cases }) => cases === undefined && forget()));
  }

  /** The whole suite as it stands; worked out once until something it depends on changes. */
  ofSuite(open: OpenSuite): Promise<SuiteEstimate> {
    const estimate =
      this.#ofSuite.get(open) ?? this.#services.evals.plan(open).then((planned) => this.of(open, planned));
    this.#ofSuite.set(open, estimate);
    return estimate;
  }

  async of(open: OpenSuite, planned: SuitePlan, { useCache = true }: EvalSelection = {}): Promise<SuiteEstimate> {
    const { history, evals } = this.#services;
    const { estimate } = await estimateWithHistory(open.suite, planned, {
      catalog: this.#services.catalog(),
      registry: this.#services.registry(),
      history,
      counter: this.#counter,
      storage: this.#services.storageFor(open.uri),
      lanes: evalLanes,
      ...(useCache ? { cache: evals.cacheFor(open.uri) } : {}),
    });
    return estimate;
  }

  dispose(): void {
    this.#held.dispose();
  }
}
