import path from 'node:path';
import type { EvalCase, Suite } from '../../core/dataset/suite.ts';
import { rowsOfVersion, type VersionRow } from '../../core/gate/pairVersions.ts';
import {
  type AcceptedResult,
  acceptResults,
  type Baseline,
  type BaselineEntry,
  baselineKey,
} from '../../core/gate/storedBaseline.ts';
import { versionResult } from '../../core/gate/versionResult.ts';
import { planSuite } from '../../core/plan/planSuite.ts';
import { suiteOfRun } from '../../core/plan/suiteOfRun.ts';
import { cellsOf, type RunState } from '../../core/run/state.ts';
import { baselinePath, readBaselineFile, writeBaselineFile } from './baselineFiles.ts';

export interface AcceptedRun {
  /** Absolute path of the baseline. */
  readonly file: string;
  /** How many results of a case on a model the baseline holds now. */
  readonly accepted: number;
  /** How many results were not graded, or belong to cases that have changed since. The baseline says nothing new of these. */
  readonly leftOut: number;
  /** How many lines belonged to cases that the suite no longer has. */
  readonly dropped: number;
}

/**
 * Writes the results of a run into its suite's baseline. `today` is in milliseconds since 1970. Throws when the baseline that is there
 * cannot be read.
 */
export function acceptRun(
  storage: string,
  state: RunState,
  { suite, today }: { readonly suite: Suite; readonly today: number },
): AcceptedRun {
  const file = baselinePath(path.dirname(storage), state.prompt);
  const { runId, prompt: name, promptVersion } = state;
  const own = suiteOfRun(suite, state);
  const rows = rowsOfVersion({ suite: own, planned: planSuite(own, { runId, name, promptVersion }) });
  const before = readBaselineFile(file);
  const { results, leftOut } = resultsOf(state, rows);
  const identities = new Set(rows.map(({ identity }) => identity));
  const keeps = (key: string) => identities.has(key.slice(0, key.indexOf(' ')));
  const date = new Date(today).toISOString().slice(0, 10);
  const known = inThisFormat(before, rows);
  writeBaselineFile(file, acceptResults(known, results, { date, keeps }));
  return {
    file,
    accepted: results.size,
    leftOut,
    dropped: before.size - [...known.keys()].filter(keeps).length,
  };
}

/** Lines of the older format are kept under the keys of this one, where the suite still has their cases unchanged. */
function inThisFormat(before: Baseline, rows: readonly VersionRow[]): Baseline {
  const byOlderKey = new Map(rows.map((row) => [baselineKey(row.caseId, row.target), row]));
  const entries = [...before].map(([key, entry]): readonly [string, BaselineEntry] => {
    const row = entry.checks === null ? byOlderKey.get(key) : undefined;
    return row ? [baselineKey(row.identity, row.target), { ...entry, checks: row.checks }] : [key, entry];
  });
  return new Map(entries);
}

/** All repeats of a case on a target together, without the answers to an older version of the prompt. */
function resultsOf(state: RunState, rows: readonly VersionRow[]) {
  const older = new Set(state.targets.filter(({ version }) => version !== undefined).map(({ id }) => id));
  const own = [...cellsOf(state)].filter(({ target }) => !older.has(target));
  const byKey = new Map(rows.map((row) => [baselineKey(row.caseId, row.target), row]));
  const results = new Map<string, AcceptedResult>();
  let leftOut = 0;
  for (const [key, cells] of Map.groupBy(own, ({ caseId, target }) => baselineKey(caseId, target))) {
    const row = byKey.get(key);
    const result = versionResult(cells);
    const accepted = row && result && { result, checks: row.checks, isUnchecked: isUnchecked(row.testCase) };
    if (accepted && (accepted.isUnchecked || accepted.result.graded > 0))
      results.set(baselineKey(row.identity, row.target), accepted);
    else leftOut++;
  }
  return { results, leftOut };
}

function isUnchecked({ checks }: EvalCase): boolean {
  return checks.length === 0;
}
