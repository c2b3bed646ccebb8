import assert from 'node:assert/strict';
import type { CheckResult } from '../../src/core/gate/checkResult.ts';
import { summarizeCheck } from '../../src/core/gate/checkSummary.ts';
import { type CheckDecision, decideCheck } from '../../src/core/gate/decideCheck.ts';
import type { CheckReport } from '../../src/core/gate/reports/checkReport.ts';
import { formatCheck } from '../../src/core/gate/reports/checkText.ts';
import type { ProviderRegistry } from '../../src/core/providers/registry.ts';
import { openVersions, type VersionChoice } from '../../src/node/gate/openVersions.ts';
import { runCheck } from '../../src/node/gate/runCheck.ts';
import { InstantClock } from './fakeClock.ts';
import { quietEnvironment } from './sessionContext.ts';

export interface GateOutcome {
  readonly result: CheckResult;
  readonly decision: CheckDecision;
  readonly report: CheckReport;
  /** As the command line prints it. */
  readonly text: string;
}

/** What the gate says of a repository, with the rule that it has by itself; nothing leaves the process. */
export async function gateOutcome(
  folder: string,
  registry: ProviderRegistry,
  choice: VersionChoice,
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
    };
    const result = await runCheck(context, versions);
    const summary = summarizeCheck(result);
    const decision = decideCheck(result, summary, { failOn: 'regressions', threshold: 1, allowIncomplete: false });
    const report = { result, summary, decision };
    return { result, decision, report, text: formatCheck(report) };
  } finally {
    versions.close();
  }
}
