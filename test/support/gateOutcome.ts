import assert from 'node:assert/strict';
import type { ProviderRegistry } from '../../src/core/providers/registry.ts';
import type { CheckResult } from '../../src/core/run/check/checkResult.ts';
import { summarizeCheck } from '../../src/core/run/check/checkSummary.ts';
import { type CheckDecision, decideCheck } from '../../src/core/run/check/decideCheck.ts';
import type { CheckReport } from '../../src/core/run/check/reports/checkReport.ts';
import { formatCheck } from '../../src/core/run/check/reports/checkText.ts';
import { openVersions, type VersionChoice } from '../../src/node/check/openVersions.ts';
import { runCheck } from '../../src/node/check/runCheck.ts';
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
