import type { EvalCase } from '../../core/dataset/suite.ts';
import { PolypromptError } from '../../core/errors.ts';
import { isActive } from '../../node/runs/readRun.ts';
import type { RunSession } from '../../node/runs/runSession.ts';
import { requireTrust } from '../editor/trust.ts';
import type { EvalSelection } from '../services/evalRuns.ts';
import { runSuite } from '../services/runSuite.ts';
import type { Services } from '../services/services.ts';
import type { OpenSuite } from '../services/suites.ts';

/**
 * Asks cases again, whatever the cache says. As long as the suite asks what its current run asked, the answers become part of that run, so
 * that its other cases stay in sight. Otherwise a new run starts.
 */
export async function rerunCases(
  services: Services,
  open: OpenSuite,
  selection: EvalSelection,
): Promise<RunSession | undefined> {
  requireTrust();
  const { current } = services.evals.sessions.get(open.uri);
  const ids = (await services.evals.plan(open, selection)).plan.cells.map((cell) => cell.id);
  if (!current || ids.length === 0 || !ids.every((id) => current.cell(id)))
    return runSuite(services, open, { ...selection, useCache: false });
  current.rerunCells(new Set(ids));
  return current;
}

/** Asks again what did not pass: in the current run where it still fits, else as a new run of those cases. */
export async function rerunFailed(services: Services, open: OpenSuite): Promise<RunSession | undefined> {
  const results = services.evals.results(open.uri);
  const failed = open.suite.cases.filter((testCase) => hasFailed(results.resultsOf(testCase, open.suite)));
  if (failed.length === 0)
    throw new PolypromptError('invalid-arguments', `No case of ${open.name} failed in its last run.`, {
      hint: 'Run the whole suite.',
    });
  const { current } = services.evals.sessions.get(open.uri);
  const ids = await failedCells(services, open, failed);
  if (!current || ids.size === 0) return runSuite(services, open, { cases: idsOf(failed) });
  requireTrust();
  current.rerunCells(ids);
  return current;
}

/** The cells that did not pass, if the current run has them all just as the suite asks for them now. */
async function failedCells(
  services: Services,
  open: OpenSuite,
  failed: readonly EvalCase[],
): Promise<ReadonlySet<string>> {
  const { current } = services.evals.sessions.get(open.uri);
  const { plan } = await services.evals.plan(open, { cases: idsOf(failed) });
  const cells = plan.cells.map(({ id }) => current?.cell(id));
  if (cells.some((cell) => cell === undefined)) return new Set();
  return new Set(
    cells.flatMap((cell) =>
      cell && !isActive(cell.status) && !(cell.status === 'done' && cell.verdict?.outcome === 'pass') ? [cell.id] : [],
    ),
  );
}

function hasFailed(results: readonly { readonly outcome: string }[]): boolean {
  return results.some(({ outcome }) => outcome !== 'pass' && outcome !== 'unchecked' && outcome !== 'running');
}

function idsOf(testCases: readonly EvalCase[]): ReadonlySet<string> {
  return new Set(testCases.map((testCase) => testCase.id));
}
