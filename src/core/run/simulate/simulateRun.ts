import type { EvalCase } from '../../dataset/suite.ts';
import type { ScriptPorts } from '../../grading/grader.ts';
import { seededRandom } from '../../providers/simulated/seed.ts';
import { isRouteId, routeId } from '../../routeId.ts';
import type { Measurements } from '../../routing/measurements.ts';
import { type Route, stepsOf } from '../../routing/route.ts';
import type { RouteBook } from '../../routing/routeCommand.ts';
import type { RunState } from '../state.ts';
import { candidateRoutes, checksWithoutExpectation } from './candidates.ts';
import { learnMeasurements } from './learnMeasurements.ts';
import type { Outage } from './outage.ts';
import { paretoFront } from './pareto.ts';
import { type Constraints, type Proposals, proposeRoutes } from './proposeRoutes.ts';
import { type ReplayData, replayRows } from './replayRows.ts';
import { RouteChecks } from './routeChecks.ts';
import { isNotReplayable, type SimulatedTarget, type SimulationOptions, simulateTarget } from './simulateRoute.ts';

export interface SimulateOptions {
  /** The routes of the workspace folder; what targets did lately plays no part. */
  readonly book: Omit<RouteBook, 'health'>;
  /** Names of routes; all of them unless given. */
  readonly routes?: readonly string[];
  readonly outages?: readonly Outage[];
  readonly requests?: number;
  readonly constraints: Constraints;
  readonly cases: readonly EvalCase[];
  readonly scripts?: ScriptPorts;
  /** ISO date. */
  readonly date: string;
  /** Lets other work go on now and then. */
  pause?(): Promise<void>;
}

export interface Simulation {
  readonly runId: string;
  /** The suite. */
  readonly prompt: string;
  readonly rows: number;
  readonly requests: number;
  readonly outages: readonly Outage[];
  /** Nobody was charged: the costs are what models of such prices would have taken. */
  readonly isSimulated: boolean;
  readonly models: readonly SimulatedTarget[];
  readonly routes: readonly SimulatedTarget[];
  /** Models and routes that no other one beats in both quality and cost. */
  readonly front: ReadonlySet<string>;
  /** What could not be replayed, or was guessed, and why. */
  readonly notes: readonly string[];
  /** Without outages. Undefined with fewer than two models. */
  readonly proposals: Proposals | undefined;
}

/** Replays the models and routes over a finished run's answers, and looks for better routes. Nobody is asked. */
export async function simulateRun(run: RunState, options: SimulateOptions): Promise<Simulation> {
  const data = replayRows(run);
  const checks = new RouteChecks(options.scripts);
  const notes = [...data.incomplete].map(
    ([model, count]) => `${model} has no end in ${count} of ${data.rows.length} rows: it is left out.`,
  );
  const chosen = [...options.book.routes.values()].filter(({ name }) => options.routes?.includes(name) !== false);
  await checks.prepare(options.book.routes.values(), data);
  // Chance is the same for each: what one comes to does not depend on which others are simulated.
  const chance = () => seededRandom(run.runId);
  const base: Omit<SimulationOptions, 'random'> = {
    book: { ...options.book, measured: (name) => options.book.measured(name) ?? learnt(name) },
    checks,
    ...(options.outages ? { outages: options.outages } : {}),
    ...(options.requests === undefined ? {} : { requests: options.requests }),
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
    notes,
    proposals: await propose(run, data, { options, checks }),
  };
}

/** A cost route that has learnt nothing yet goes by what these very rows say: told, because it flatters the route. */
function learnWhereMissing(
  { rows }: ReplayData,
  base: SimulationOptions,
  { run, options, notes }: { readonly run: RunState; readonly options: SimulateOptions; readonly notes: string[] },
): (name: string) => Measurements | undefined {
  const known = new Map<string, Measurements>();
  return (name) => {
    const route = options.book.routes.get(name);
    if (route?.kind !== 'cost') return undefined;
    const measured = known.get(name);
    if (measured) return measured;
    const found = learnMeasurements(route, rows, { ...base, date: options.date, suites: [run.prompt] });
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
    notes.push(
      `${target} asks ${route.classify.model} how hard a request is, which is not in the run: each counts as standard.`,
    );
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

async function propose(
  run: RunState,
  data: ReplayData,
  { options, checks }: { readonly options: SimulateOptions; readonly checks: RouteChecks },
): Promise<Proposals | undefined> {
  if (data.models.length < 2 || data.rows.length === 0) return undefined;
  const base = { book: options.book, checks, random: seededRandom(run.runId) };
  const priceOf = new Map(data.models.map((model) => [model, simulateTarget(model, data.rows, base).costPer1000]));
  const dearest = Number.POSITIVE_INFINITY;
  const models = [...data.models].sort(
    (left, right) => (priceOf.get(left) ?? dearest) - (priceOf.get(right) ?? dearest),
  );
  const floor = options.constraints.keep;
  const candidates = candidateRoutes(models, { checks: checksWithoutExpectation(options.cases), floor });
  await checks.prepare(
    candidates.map(({ route }) => route),
    data,
  );
  const { constraints, date } = options;
  const pause = options.pause ? { pause: options.pause } : {};
  return proposeRoutes(data.rows, { ...base, ...pause, models, candidates, constraints, date, suites: [run.prompt] });
}
