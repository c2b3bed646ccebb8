import type { EvalCase } from '../dataset/suite.ts';
import { evalReport } from '../results/evalReport.ts';
import type { RunState } from '../run/state.ts';
import { promiseNumber, wordingColumn } from '../run/wordingColumn.ts';
import { type Migration, migrationOf } from './migration.ts';
import { migrationSide } from './migrationSides.ts';

/**
 * The report about a port, by its held-out rows: the old prompt on the old model, and what the new model would get. Undefined for a run
 * that is no port, or whose held-out rows were not asked.
 */
export function portMigration(run: RunState, cases: readonly EvalCase[]): Migration | undefined {
  const { improve: head, improvement } = run;
  const result = improvement?.result;
  if (!head?.port || !result?.port) return undefined;
  const number = (result.offered ?? result.start).number;
  const [from, to] = [wordingColumn(head.port.from, promiseNumber), wordingColumn(head.target, number)];
  const heldOut = new Set(head.split.heldOut);
  const known = new Map(cases.map((each) => [each.id, each]));
  const caseOf = new Map(
    run.plan
      .filter(({ target, caseId }) => heldOut.has(caseId) && (target === from || target === to))
      .flatMap(({ id, caseId }) => {
        const found = known.get(caseId);
        return found ? [[id, found] as const] : [];
      }),
  );
  const files = [{ state: run, report: evalReport(run, caseOf) }];
  return migrationOf(migrationSide(files, from), migrationSide(files, to), { margin: head.port.margin });
}
