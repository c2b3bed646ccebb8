import * as path from 'node:path';
import type * as vscode from 'vscode';
import { defined } from '../../core/jsonRead.ts';
import type { SuitePlan } from '../../core/plan/planSuite.ts';
import type { SuiteEstimate } from '../../core/pricing/estimateSuite.ts';
import { laneLimits } from '../../core/providers/lanes/laneLimits.ts';
import { routeParts } from '../../core/routing/routeParts.ts';
import { estimateWithHistory, type SuiteOutlook } from '../../node/runs/suiteEstimate.ts';
import { TokenCounter } from '../../node/tokens/tokenCounter.ts';
import { Disposables } from '../editor/disposables.ts';
import type { EvalRuns, EvalSelection, EvalServices } from './evalRuns.ts';
import type { OpenSuite } from './suites.ts';

interface EstimateServices extends EvalServices {
  readonly evals: EvalRuns;
  readonly onDidChangeModels: vscode.Event<void>;
}

interface LastEstimate {
  readonly open: OpenSuite;
  readonly at: number;
  readonly estimate: Promise<SuiteEstimate>;
}

const vendorsMs = 30_000;
const manyCases = 1000;
const largeSuiteMs = 10_000;

/** Estimates of what suites would cost and how long they would take. Every place that shows one asks here. */
export class SuiteEstimates implements vscode.Disposable {
  readonly #services: EstimateServices;
  readonly #counter: TokenCounter;
  readonly #held = new Disposables();
  readonly #last = new Map<string, LastEstimate>();

  constructor(services: EstimateServices) {
    this.#services = services;
    const workerFile = path.join(services.context.extensionUri.fsPath, 'dist', 'tokens.js');
    this.#counter = new TokenCounter({ workerFile });
    this.#held.add({ dispose: () => void this.#counter.dispose() });
    this.#held.add(services.onDidChangeModels(() => this.#last.clear()));
    this.#held.add(services.memory.onDidChange(() => this.#last.clear()));
    this.#held.add(services.evals.onDidChangeResults(({ cases }) => cases === undefined && this.#last.clear()));
  }

  /**
   * The estimate of the whole suite as it is now. While a large suite is being edited, the last estimate stays for some seconds, because it
   * takes a while to work out and one more letter does not change it.
   */
  ofSuite(open: OpenSuite): Promise<SuiteEstimate> {
    const key = open.uri.toString();
    const last = this.#last.get(key);
    const now = this.#services.environment.clock.now();
    const isRecent = last !== undefined && now - last.at < largeSuiteMs && open.suite.cases.length > manyCases;
    if (last && (last.open === open || isRecent)) return last.estimate;
    const estimate = this.#services.evals.plan(open, { isOutlook: true }).then((planned) => this.of(open, planned));
    this.#last.set(key, { open, at: now, estimate });
    return estimate;
  }

  async of(
    open: OpenSuite,
    planned: SuitePlan,
    options: EvalSelection & { readonly asksVendors?: boolean } = {},
  ): Promise<SuiteEstimate> {
    return (await this.outlook(open, planned, options)).estimate;
  }

  /**
   * The estimate of a run of these cells. With `asksVendors` a sample of the prompts is sent to their vendors to be counted, which happens
   * only when a person wished it.
   */
  outlook(
    open: OpenSuite,
    planned: SuitePlan,
    { useCache = true, asksVendors = false, batch }: EvalSelection & { readonly asksVendors?: boolean } = {},
  ): Promise<SuiteOutlook> {
    const { history, evals } = this.#services;
    return estimateWithHistory(open.suite, planned, {
      catalog: this.#services.catalog(),
      registry: this.#services.registry(),
      partsOf: routeParts(this.#services.routes.bookFor(open.uri).routes),
      history,
      counter: this.#counter,
      storage: this.#services.storageFor(open.uri),
      lanes: laneLimits(defined({ ofSuite: open.suite.concurrency })),
      withBatch: batch !== undefined,
      ...(asksVendors
        ? { exact: { environment: this.#services.environment, signal: AbortSignal.timeout(vendorsMs) } }
        : {}),
      ...(useCache ? { cache: evals.cacheFor(open.uri) } : {}),
    });
  }

  dispose(): void {
    this.#held.dispose();
  }
}
