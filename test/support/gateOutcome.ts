import assert from 'node:assert/strict';
import { decideGate, type GateDecision } from '../../src/core/gate/decideGate.ts';
import type { GateResult } from '../../src/core/gate/gateResult.ts';
import { summarizeGate } from '../../src/core/gate/gateSummary.ts';
import type { GateReport } from '../../src/core/gate/reports/gateReport.ts';
import { formatGate } from '../../src/core/gate/reports/gateText.ts';
import type { ProviderRegistry } from '../../src/core/providers/registry.ts';
import type { GateContext } from '../../src/node/gate/gateSuite.ts';
import { openVersions, type VersionChoice } from '../../src/node/gate/openVersions.ts';
import { type GateLimits, runGate } from '../../src/node/gate/runGate.ts';
import { InstantClock } from './fakeClock.ts';
import { quietEnvironment } from './sessionContext.ts';

export interface GateOutcome {
  readonly result: GateResult;
  readonly decision: GateDecision;
  readonly report: GateReport;
  /** The report as the command line prints it. */
  readonly text: string;
}

/** Which versions are compared, and how, where that is not as usual. */
export interface GateWish extends VersionChoice {
  readonly context?: Partial<GateContext>;
  readonly limits?: GateLimits;
}

/** Runs the gate in a repository with its default rule; nothing leaves the process. */
export async function gateOutcome(
  folder: string,
  registry: ProviderRegistry,
  { context: own = {}, limits = {}, ...choice }: GateWish,
): Promise<GateOutcome> {
  const versions = await openVersions(folder, choice);
  try {
    const context = {
      environment: quietEnvironment(new InstantClock()),
      registry,
      catalog: { entries: new Map() },
      lanes: { concurrency: 4 },
      distFolder: '',
      allowScripts: false,
      offline: false,
      shard: null,
      modelsFor: () => [],
      onStorageFailure: (error: unknown) => assert.fail(String(error)),
      ...own,
    };
    const result = await runGate(context, versions, limits);
    const summary = summarizeGate(result);
    const decision = decideGate(result, summary, { failOn: 'regressions', threshold: 1, allowIncomplete: false });
    const report = { result, summary, decision };
    return { result, decision, report, text: formatGate(report) };
  } finally {
    versions.close();
  }
}
