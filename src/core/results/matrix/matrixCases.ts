import type { Check, EvalCase, Suite } from '../../dataset/suite.ts';
import { defined } from '../../jsonRead.ts';
import { suiteCaseOf } from '../../run/cellIdentity.ts';
import type { PlannedCell } from '../../run/events.ts';
import type { RunState } from '../../run/state.ts';

/** A case of a run as the suite has it now, or else as far as the run itself holds it. */
export interface RunCase {
  readonly testCase: EvalCase;
  /** The position in the suite, or in the run where the suite no longer has the case; from 1. */
  readonly number: number;
  /** The label of its prompt, in suites with several. */
  readonly prompt?: string;
}

/** The case of every cell, by the cell's `caseId`, in the order of the run. */
export function casesOfRun(state: RunState, suite: Suite | undefined): ReadonlyMap<string, RunCase> {
  const inSuite = new Map(suite?.cases.map((testCase, index) => [testCase.id, { testCase, number: index + 1 }]));
  const cases = new Map<string, RunCase>();
  for (const cell of state.plan) {
    if (cases.has(cell.caseId)) continue;
    const id = suiteCaseOf(cell);
    const prompt = suite?.prompts[cell.promptIndex ?? -1]?.label;
    const known = inSuite.get(id) ?? { testCase: remembered(cell, id), number: cases.size + 1 };
    cases.set(cell.caseId, { ...known, ...defined({ prompt }) });
  }
  return cases;
}

/** The case of each cell by the cell's own id, for reports. */
export function casesByCell(state: RunState, cases: ReadonlyMap<string, RunCase>): ReadonlyMap<string, EvalCase> {
  const byCell = new Map<string, EvalCase>();
  for (const { id, caseId } of state.plan) {
    const found = cases.get(caseId);
    if (found) byCell.set(id, found.testCase);
  }
  return byCell;
}

/** A short name of a check: `label`, `contains`, `not-contains`. */
export function checkName(check: Check | undefined): string | undefined {
  if (!check) return undefined;
  if (check.metric !== undefined) return check.metric;
  return 'negated' in check && check.negated ? `not-${check.type}` : check.type;
}

function remembered({ inputs }: PlannedCell, id: string): EvalCase {
  const place = { file: '', range: { start: 0, end: 0 } };
  return { id, vars: inputs, checks: [], metadata: {}, options: {}, place };
}
