import { isSynthetic } from '../dataset/caseSource.ts';
import type { EvalCase } from '../dataset/suite.ts';
import type { ScriptPorts } from '../grading/grader.ts';
import { defined } from '../jsonRead.ts';
import { seededRandom } from '../providers/simulated/seed.ts';
import { isRouteId, routeId } from '../routeId.ts';
import { learnerOf } from '../routing/learner.ts';
import { isMeasuredFor } from '../routing/measuredFigures.ts';
import type { Measurements } from '../routing/measurements.ts';
import { type Route, stepsOf } from '../routing/route.ts';
import type { RouteBook } from '../routing/routeCommand.ts';
import { suiteCaseOf } from '../run/cellIdentity.ts';
import type { RunState } from '../run/state.ts';
import { candidateRoutes, checksWithoutExpectation } from './candidates.ts';
import { type ClassConfusion, classConfusion } from './classConfusion.ts';
import { type ComparedWay, compareWays } from './compareWays.ts';
import { figureNotes } from './figureNotes.ts';
import { type FigureOf, learnMeasurements } from './learnMeasurements.ts';
import type { Outage } from './outage.ts';
import { paretoFront } from './pareto.ts';
import { type Constraints, type Proposals, proposeRoutes } from './proposeRoutes.ts';
import { type ReplayData, replayRows } from './replayRows.ts';
import { RouteChecks } from './routeChecks.ts';
import { isNotReplayable, type SimulatedTarget, type SimulationOptions, simulateTarget } from './simulateRoute.ts';
import type { ToldClasses } from './toldClasses.ts';

export interface SimulateOptions {
  /** The routes of the workspace folder; recent events of targets play no part. */
  readonly book: Omit<RouteBook, 'health'>;
  /** The names of routes; all of them unless given. */
  readonly routes?: readonly string[];
  readonly outages?: readonly Outage[];
  readonly requests?: number;
  readonly constraints: Constraints;
  readonly cases: readonly EvalCase[];
  /** The answers of classifier models about the requests. */
  readonly told?: ToldClasses;
  readonly scripts?: ScriptPorts;
  /** Works out the figures by which routes may go; without it such a route learns nothing here. */
  readonly figureOf?: FigureOf;
  /** ISO date. */
  readonly date: string;
  /** Lets other work go on now and then. */
  pause?(): Promise<void>;
}

export interface Simulation {
  readonly runId: string;
  /** The name of the suite. */
  readonly prompt: string;
  readonly rows: number;
  readonly requests: number;
  readonly outages: readonly Outage[];
  /** True when nobody was charged: the costs are those that models of such prices would have taken. */
  readonly isSimulated: boolean;
  readonly models: readonly SimulatedTarget[];
  readonly routes: readonly SimulatedTarget[];
  /** Models and routes that no other one beats in both quality and cost. */
  readonly front: ReadonlySet<string>;
  /** Sentences on what could not be replayed, or was guessed, and why. */
  readonly notes: readonly string[];
  /** The proposals without outages; undefined with fewer than two models. */
  readonly proposals: Proposals | undefined;
  /** The ways of telling requests apart, on rows that none of them saw; undefined when `proposals` is. */
  readonly ways: readonly ComparedWay[] | undefined;
  /** The confusions of the cost routes. */
  readonly confusions: readonly ClassConfusion[];
}

/** Replays the models and routes over a finished run's answers, and looks for better routes. No model is asked. */
export async function simulateRun(run: RunState, options: SimulateOptions): Promise<Simulation> {
  const data = replayRows(run, options.told);
  const checks = new RouteChecks(options.scripts);
  const notes = [...data.incomplete].map(
    ([model, count]) => `${model} has no end in ${count} of ${data.rows.length} rows: it is left out.`,
  );
  const chosen = [...options.book.routes.values()].filter(({ name }) => options.routes?.includes(name) !== false);
  await checks.prepare(options.book.routes.values(), data);
  // Chance is the same for each of them, so that a result does not depend on which others are simulated.
  const chance = () => seededRandom(run.runId);
  const base: Omit<SimulationOptions, 'random'> = {
    book: { ...options.book, measured: (name) => measuredFor(name, options.book) ?? learnt(name) },
    checks,
    ...defined({ outages: options.outages, requests: options.requests }),
  };
  const plain = { book: options.book, checks, random: chance() };
  const learnt = learnWhereMissing(data, plain, { run, options, notes });
  const models = data.models.map((model) => simulateTarget(model, data.rows, { ...base, random: chance() }));
  const routes = chosen.flatMap((route) =>
    simulateNamed(route, { data, base: { ...base, random: chance() }, checks, notes }),
  );
  return {
    runId: run.runId,
    prompt: run.prompt,
    rows: data.rows.length,
    requests: options.requests ?? data.rows.length,
    outages: options.outages ?? [],
    isSimulated: data.isSimulated,
    models,
    routes,
    front: new Set(paretoFront([...models, ...routes]).map(({ target }) => target)),
    notes: [
      ...syntheticNote(data.rows, options.cases),
      ...figureNotes(chosen, [...models, ...routes], options.figureOf),
      ...notes,
    ],
    ...(await propose(run, data, { options, checks })),
    confusions: confusionsOf(chosen, data, base.book),
  };
}

/** What a route has learnt; undefined where that is not what it goes by now. */
function measuredFor(name: string, { measured, routes }: SimulateOptions['book']): Measurements | undefined {
  const [known, route] = [measured(name), routes.get(name)];
  return route?.kind === 'cost' && !isMeasuredFor(known, route) ? undefined : known;
}

/** Lets a route that has learnt nothing yet decide by these rows themselves, and notes it, because it flatters the route. */
function learnWhereMissing(
  { rows }: ReplayData,
  base: SimulationOptions,
  { run, options, notes }: { readonly run: RunState; readonly options: SimulateOptions; readonly notes: string[] },
): (name: string) => Measurements | undefined {
  const known = new Map<string, Measurements>();
  return (name) => {
    const route = options.book.routes.get(name);
    const learner = route && learnerOf(route);
    if (!learner) return undefined;
    const measured = known.get(name);
    if (measured) return measured;
    const found = learnMeasurements(learner, rows, {
      ...base,
      date: options.date,
      suites: [run.prompt],
      figureOf: options.figureOf,
    });
    known.set(name, found);
    notes.push(`${routeId(name)} has learnt nothing yet: here it goes by these very rows, which flatters it.`);
    return found;
  };
}

function simulateNamed(
  route: Route,
  {
    data,
    base,
    checks,
    notes,
  }: {
    readonly data: ReplayData;
    readonly base: SimulationOptions;
    readonly checks: RouteChecks;
    readonly notes: string[];
  },
): readonly SimulatedTarget[] {
  const target = routeId(route.name);
  if (route.kind === 'cost' && route.classify.by === 'model')
    notes.push(...untold(target, route.classify.model, data.rows));
  const unknown = route.kind === 'cascade' ? checks.unknownOf(route) : 0;
  if (unknown > 0)
    notes.push(
      `${target}: its checks could not say anything of ${unknown} answers; a judge or a script would have to run.`,
    );
  try {
    return [simulateTarget(target, data.rows, base)];
  } catch (error) {
    if (!isNotReplayable(error)) throw error;
    const missing = stepsOf(route).filter((step) => !isRouteId(step.target) && !data.models.includes(step.target));
    const names = missing.length > 0 ? missing.map((step) => step.target).join(', ') : error.message;
    notes.push(`${target} is left out: ${names} did not run in this eval.`);
    return [];
  }
}

/** Notes that some rows are made up: every rate is of both kinds, and says little of either. */
function syntheticNote(rows: ReplayData['rows'], cases: readonly EvalCase[]): readonly string[] {
  const made = new Set(cases.filter(isSynthetic).map(({ id }) => id));
  const count = rows.filter(({ planned }) => made.has(suiteCaseOf(planned))).length;
  return count === 0 ? [] : [`${count} of ${rows.length} rows are synthetic: every rate is of both kinds.`];
}

/** Notes the number of requests about which nobody was asked how hard they are. */
function untold(target: string, model: string, rows: ReplayData['rows']): readonly string[] {
  const count = rows.filter((row) => row.told(model) === undefined).length;
  if (count === 0) return [];
  const name = target.slice('route:'.length);
  return [
    `${target}: ${model} was not asked how hard ${count} of ${rows.length} requests are: they count as standard. Ask it with: polyprompt route learn ${name}`,
  ];
}

async function propose(
  run: RunState,
  data: ReplayData,
  { options, checks }: { readonly options: SimulateOptions; readonly checks: RouteChecks },
): Promise<Pick<Simulation, 'proposals' | 'ways'>> {
  if (data.models.length < 2 || data.rows.length === 0) return { proposals: undefined, ways: undefined };
  const base = { book: options.book, checks, random: seededRandom(run.runId) };
  const singles = data.models.map((model) => simulateTarget(model, data.rows, base));
  const priceOf = new Map(singles.map(({ target, costPer1000 }) => [target, costPer1000]));
  const dearest = Number.POSITIVE_INFINITY;
  const models = [...data.models].sort(
    (left, right) => (priceOf.get(left) ?? dearest) - (priceOf.get(right) ?? dearest),
  );
  const { keep } = options.constraints;
  const best = Math.max(...singles.map(({ quality }) => quality));
  const classifiers = classifiersOf(options.book.routes.values(), data);
  // The quality that a choice loses in one class it may keep in another, so lower floors are tried, too, and judged by the whole.
  const floors = [...new Set([keep, keep * best, Math.max(0, 2 * keep - 1) * best])];
  const candidates = candidateRoutes(models, { checks: checksWithoutExpectation(options.cases), floors, classifiers });
  await checks.prepare(
    candidates.map(({ route }) => route),
    data,
  );
  const { constraints, date } = options;
  const pause = options.pause ? { pause: options.pause } : {};
  const search = { ...base, ...pause, models, candidates, constraints, date, suites: [run.prompt] };
  return {
    proposals: await proposeRoutes(data.rows, search),
    ways: await compareWays(data.rows, search, { floors, classifiers }),
  };
}

/** The models that routes ask how hard requests are, if they were asked about every row. */
function classifiersOf(routes: Iterable<Route>, { rows }: ReplayData): readonly string[] {
  const named = [...routes].flatMap((route) =>
    route.kind === 'cost' && route.classify.by === 'model' ? [route.classify.model] : [],
  );
  return [...new Set(named)].filter((model) => rows.every((row) => row.told(model) !== undefined));
}

function confusionsOf(
  routes: readonly Route[],
  { rows, models }: ReplayData,
  book: Pick<RouteBook, 'measured'>,
): readonly ClassConfusion[] {
  const costOfAll = (model: string) => rows.reduce((sum, { answers }) => sum + (answers.get(model)?.cost ?? 0), 0);
  const cheapFirst = models.toSorted((left, right) => costOfAll(left) - costOfAll(right));
  return routes.flatMap((route) => {
    const measured = route.kind === 'cost' ? book.measured(route.name) : undefined;
    if (route.kind !== 'cost' || !measured) return [];
    return classConfusion(route, rows, { measured, models: cheapFirst }) ?? [];
  });
}
