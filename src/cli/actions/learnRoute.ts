import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import { requireRoute } from '../../core/routing/followRoute.ts';
import type { Measurements } from '../../core/routing/measurements.ts';
import { requestClasses } from '../../core/routing/route.ts';
import { learnMeasurements } from '../../core/run/simulate/learnMeasurements.ts';
import { replayRows } from '../../core/run/simulate/replayRows.ts';
import { RouteChecks } from '../../core/run/simulate/routeChecks.ts';
import { isNotReplayable } from '../../core/run/simulate/simulateRoute.ts';
import { formatTable } from '../../core/text/table.ts';
import { keepMeasured } from '../../node/measuredRoutes.ts';
import { createContext } from '../configuration.ts';
import { exitCodes } from '../exitCodes.ts';
import { bookOf, projectOf } from '../routes.ts';
import { findRun, storageFor } from '../storedRuns.ts';

/** Lets a cost route learn from a finished run how good and how dear its targets are. */
export async function learnRoute(name: string, run: string): Promise<number> {
  const context = createContext([]);
  const storage = storageFor();
  const book = bookOf(await projectOf(), context);
  const route = requireRoute(book, name);
  if (route.kind !== 'cost')
    throw new PolypromptError('invalid-arguments', `route:${name} is a ${route.kind} route: only cost routes learn.`, {
      hint: 'Nothing has to be done for it.',
    });
  const stored = findRun(storage, run);
  const data = replayRows(stored);
  const checks = new RouteChecks();
  await checks.prepare(book.routes.values(), data);
  const date = new Date(context.environment.clock.wallTime()).toISOString().slice(0, 10);
  const measured = measure(() =>
    learnMeasurements(route, data.rows, { book, checks, random: () => 0.5, date, suites: [stored.prompt] }),
  );
  const file = keepMeasured(storage, name, measured);
  process.stdout.write(`${figuresTable(measured)}${path.relative(process.cwd(), file)}\n`);
  return exitCodes.done;
}

function measure(learn: () => Measurements): Measurements {
  try {
    return learn();
  } catch (error) {
    if (!isNotReplayable(error)) throw error;
    throw new PolypromptError('invalid-arguments', `${error.message} has no answers in this run.`, {
      hint: 'Run the suite on every target of the route first.',
    });
  }
}

function figuresTable({ classes }: Measurements): string {
  const rows = requestClasses.flatMap((name) =>
    [...classes[name]].map(([target, { passed, graded, cost }]) => [
      name,
      target,
      `${passed} of ${graded}`,
      cost === undefined ? 'unknown' : formatMoney(cost * 1000),
    ]),
  );
  return formatTable(['CLASS', 'TARGET', 'PASSED', 'PER 1,000'], rows);
}
