import { PolypromptError } from '../../core/errors.ts';
import { formatMoney } from '../../core/pricing/format.ts';
import { requireRoute } from '../../core/routing/followRoute.ts';
import { type Learner, learnerOf } from '../../core/routing/learner.ts';
import { leastGraded } from '../../core/routing/measuredFigures.ts';
import type { Measurements } from '../../core/routing/measurements.ts';
import { type Route, requestClasses } from '../../core/routing/route.ts';
import { learnMeasurements } from '../../core/simulation/learnMeasurements.ts';
import { replayRows } from '../../core/simulation/replayRows.ts';
import { RouteChecks } from '../../core/simulation/routeChecks.ts';
import { isNotReplayable } from '../../core/simulation/simulateRoute.ts';
import { formatCount } from '../../core/text/formatCount.ts';
import { formatPercent } from '../../core/text/formatPercent.ts';
import { formatTable } from '../../core/text/table.ts';
import { slashedPath } from '../../node/files/slashedPath.ts';
import { figuresOfRun } from '../../node/routes/figuresOfRun.ts';
import { keepMeasured } from '../../node/routes/measuredRoutes.ts';
import { askClassifier, type ClassifierOptions } from '../inputs/askClassifier.ts';
import { createContext } from '../inputs/configuration.ts';
import { bookOf, projectOf } from '../inputs/routes.ts';
import { findRun, storageFor } from '../inputs/storedRuns.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print } from '../terminal/terminal.ts';

export interface LearnRouteOptions extends ClassifierOptions {
  readonly endpoint: readonly string[];
  readonly catalog?: string;
}

/** Lets a cost route, or a latency route with a floor, learn from a finished run how good and how dear its targets are. */
export async function learnRoute(name: string, run: string, options: LearnRouteOptions): Promise<number> {
  const context = createContext(options);
  const storage = storageFor();
  const book = bookOf(await projectOf(), context);
  const route = requireLearner(requireRoute(book, name));
  const stored = findRun(storage, run);
  const { classify } = route;
  const told =
    classify.by === 'model'
      ? await askClassifier(replayRows(stored).rows, {
          context,
          storage,
          book,
          route: name,
          model: classify.model,
          options,
        })
      : new Map();
  const data = replayRows(stored, told);
  const checks = new RouteChecks();
  await checks.prepare(book.routes.values(), data);
  const date = new Date(context.environment.clock.wallTime()).toISOString().slice(0, 10);
  const figureOf = route.figure ? await figuresOfRun(storage, stored) : undefined;
  const measured = measure(() =>
    learnMeasurements(route, data.rows, { book, checks, random: () => 0.5, date, suites: [stored.prompt], figureOf }),
  );
  requireFigure(measured);
  const file = keepMeasured(storage, name, measured);
  print(
    `${figuresTable(measured)}${floorTable(measured)}${thinClasses(measured)}${slashedPath(process.cwd(), file)}\n`,
  );
  return exitCodes.done;
}

/** Throws for a route that has nothing to learn. */
function requireLearner(route: Route): Learner {
  const learner = learnerOf(route);
  if (learner) return learner;
  const what = route.kind === 'latency' ? 'a latency route without a floor' : `a ${route.kind} route`;
  throw new PolypromptError(
    'invalid-arguments',
    `route:${route.name} is ${what}: only cost routes, and latency routes with a floor, learn.`,
    { hint: 'Nothing has to be done for it.' },
  );
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

/** Throws where no answer has the figure that the route goes by: what is not known must not choose. */
function requireFigure({ figure }: Measurements): void {
  if (!figure || figure.values.length > 0) return;
  throw new PolypromptError('invalid-arguments', `No answer of this run has ${figure.name}.`, {
    hint: 'Let the suite check labels or fields, with that class or field among them, and run it again.',
  });
}

/** The figure that the floor is of, for each target in each class of requests and in all; empty for other routes. */
function floorTable({ figure }: Measurements): string {
  if (!figure) return '';
  const rows = figure.values.map(({ target, class: name = 'all', value, of }) => [
    name,
    target,
    `${formatPercent(value)} of ${formatCount(of)}`,
  ]);
  return formatTable(['CLASS', 'TARGET', figure.name], rows);
}

function figuresTable({ classes }: Measurements): string {
  const rows = requestClasses.flatMap((name) =>
    [...classes[name]]
      .filter(([, { graded }]) => graded > 0)
      .map(([target, { passed, graded, cost }]) => [
        name,
        target,
        `${passed} of ${graded}`,
        cost === undefined ? 'unknown' : formatMoney(cost * 1000),
      ]),
  );
  return formatTable(['CLASS', 'TARGET', 'PASSED', 'PER 1,000'], rows);
}

/** Names the classes that have too few results for some target, and says what is done then. */
function thinClasses({ classes }: Measurements): string {
  const thin = requestClasses.filter((name) => {
    const graded = [...classes[name].values()].map((figures) => figures.graded);
    return graded.length > 0 && Math.min(...graded) < leastGraded;
  });
  if (thin.length === 0) return '';
  return `Fewer than ${leastGraded} results for ${thin.join(' and ')} requests: there the results of all requests count.\n`;
}
