import { type DatasetHealth, datasetHealth } from '../../core/cases/health/datasetHealth.ts';
import type { JudgedResults, RowSide } from '../../core/cases/health/healthRow.ts';
import type { Suite } from '../../core/dataset/suite.ts';
import { improveRows } from '../../core/improve/improveRow.ts';
import { splitRows } from '../../core/improve/splitRows.ts';
import { defined } from '../../core/jsonRead.ts';
import { outcomeOf } from '../../core/results/outcome.ts';
import { suiteCaseOf } from '../../core/run/cellIdentity.ts';
import type { RunState } from '../../core/run/state.ts';
import { RunHistory } from '../runs/runHistory.ts';

/** Runs that are looked at, the newest first. */
const mostRuns = 50;

/** The health of a suite's cases, with what its stored runs have found of them. `name` is that of the suite in its runs. */
export function suiteHealth(
  suite: Suite,
  { storage, name }: { readonly storage: string; readonly name: string },
): DatasetHealth {
  const runs = new RunHistory({ keptCells: 0 }).list(storage, { prompt: name, kind: 'eval', limit: mostRuns });
  const results = judgedResults(runs);
  const sides = sidesOf(suite);
  return datasetHealth(
    suite,
    suite.cases.map((testCase, index) => ({
      number: index + 1,
      testCase,
      ...defined({ results: results.get(testCase.id), side: sides.get(testCase.id) }),
    })),
  );
}

/** What runs have found of each case, in all models. What was not judged counts on neither side. */
export function judgedResults(runs: readonly RunState[]): ReadonlyMap<string, JudgedResults> {
  const found = new Map<string, JudgedResults>();
  for (const { plan, cells } of runs)
    for (const planned of plan) {
      const cell = cells[planned.id];
      const outcome = cell && outcomeOf(cell);
      if (outcome !== 'pass' && outcome !== 'fail') continue;
      const id = suiteCaseOf(planned);
      const { passed, failed } = found.get(id) ?? { passed: 0, failed: 0 };
      found.set(id, outcome === 'pass' ? { passed: passed + 1, failed } : { passed, failed: failed + 1 });
    }
  return found;
}

function sidesOf({ cases }: Suite): ReadonlyMap<string, RowSide> {
  const { working, choosing, heldOut } = splitRows(improveRows(cases));
  const side = (ids: readonly string[], name: RowSide) => ids.map((id) => [id, name] as const);
  return new Map([...side(working, 'working'), ...side(choosing, 'choosing'), ...side(heldOut, 'held-out')]);
}
