import path from 'node:path';
import type { Suite } from '../../core/dataset/suite.ts';
import { acceptResults, baselineKey } from '../../core/run/check/baseline.ts';
import { type VersionResult, versionResult } from '../../core/run/check/versionResult.ts';
import { planSuite } from '../../core/run/planSuite.ts';
import { cellsOf, type RunState } from '../../core/run/state.ts';
import { suiteOfRun } from '../../core/run/suiteOfRun.ts';
import { baselinePath, readBaselineFile, writeBaselineFile } from './baselineFiles.ts';

export interface AcceptedRun {
  /** Absolute. */
  readonly file: string;
  /** Results of a case on a model that the baseline holds now. */
  readonly accepted: number;
  /** Those that were not graded: the baseline says nothing new of them. */
  readonly leftOut: number;
  /** Lines of cases that the suite does not have any more. */
  readonly dropped: number;
}

/** Writes what a run came to into its suite's baseline. `today` is milliseconds since 1970. Throws when the baseline there cannot be read. */
export function acceptRun(storage: string, state: RunState, suite: Suite, today: number): AcceptedRun {
  const file = baselinePath(path.dirname(storage), state.prompt);
  const before = readBaselineFile(file);
  const results = resultsOf(state);
  const { runId, prompt: name, promptVersion } = state;
  const { plan } = planSuite(suiteOfRun(suite, state), { runId, name, promptVersion });
  const cases = new Set(plan.cells.map(({ caseId }) => caseId));
  const keeps = (key: string) => cases.has(key.slice(0, key.indexOf(' ')));
  const date = new Date(today).toISOString().slice(0, 10);
  writeBaselineFile(file, acceptResults(before, results, { date, keeps }));
  const graded = [...results.values()].filter((result) => result.graded > 0).length;
  return {
    file,
    accepted: graded,
    leftOut: results.size - graded,
    dropped: [...before.keys()].filter((key) => !keeps(key)).length,
  };
}

/** All repeats of a case on a target together; without what an older version of the prompt said. */
function resultsOf(state: RunState): ReadonlyMap<string, VersionResult> {
  const older = new Set(state.targets.filter(({ version }) => version !== undefined).map(({ id }) => id));
  const own = [...cellsOf(state)].filter(({ target }) => !older.has(target));
  const results = new Map<string, VersionResult>();
  for (const [key, cells] of Map.groupBy(own, ({ caseId, target }) => baselineKey(caseId, target))) {
    const result = versionResult(cells);
    if (result) results.set(key, result);
  }
  return results;
}
