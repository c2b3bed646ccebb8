import type { Suite } from '../../core/dataset/suite.ts';
import type { Environment } from '../../core/environment.ts';
import { type AdviceOf, adviceByStanding, advisedVerdict, adviseOnly } from '../../core/gate/adviseOnly.ts';
import { gatedCase } from '../../core/gate/gatedCase.ts';
import type { GatedCase, GatedSuite, GateStop, OlderChecks, RemovedCase } from '../../core/gate/gateResult.ts';
import {
  type JoinedVersions,
  joinVersions,
  needsOlderAnswers,
  type VersionToRun,
} from '../../core/gate/joinVersions.ts';
import { type Baselines, fromBaseline } from '../../core/gate/knownBase.ts';
import { checkedAsBefore, olderVerdicts } from '../../core/gate/olderVerdicts.ts';
import { gradedAsNow, type PairedVersions, pairVersions, type VersionPair } from '../../core/gate/pairVersions.ts';
import { type ProblemsOfChange, problemsOfChange } from '../../core/gate/problemsOfChange.ts';
import { type Shard, shardPairs } from '../../core/gate/shardPairs.ts';
import type { AnswerVerdict } from '../../core/grading/verdict.ts';
import { defined } from '../../core/jsonRead.ts';
import { answerKey } from '../../core/plan/answerKey.ts';
import { planSuite, type SuitePlan } from '../../core/plan/planSuite.ts';
import { promptVersionOf } from '../../core/plan/promptVersion.ts';
import type { Catalog } from '../../core/pricing/catalog.ts';
import { type LaneWish, laneLimits } from '../../core/providers/lanes/laneLimits.ts';
import type { ProviderRegistry } from '../../core/providers/registry.ts';
import { outcomeOf, waitsForPerson } from '../../core/results/outcome.ts';
import type { RouteBook } from '../../core/routing/routeCommand.ts';
import type { PlannedCell } from '../../core/run/events.ts';
import type { RunState } from '../../core/run/state.ts';
import { ResponseCache } from '../cache/responseCache.ts';
import { SuiteServers } from '../mcp/suiteServers.ts';
import { judgeStandings } from '../people/judgeStandings.ts';
import { newRunId } from '../records/journal.ts';
import { RunSession } from '../runs/runSession.ts';
import { createSuiteGrading, type SuiteGrading } from '../runs/suiteGrading.ts';
import type { CasePlaces } from './casePlaces.ts';

/** What every suite of one gate run is run with. */
export interface GateContext {
  readonly environment: Environment;
  readonly registry: ProviderRegistry;
  readonly catalog: Catalog;
  /** The lanes that a person wishes in place of what each suite says. */
  readonly lanes: LaneWish;
  /** The kept answers of the folder, where somebody has them open already, so that new answers are known there too. */
  readonly cache?: ResponseCache;
  /** The routes of both versions. */
  readonly routes?: RouteBook;
  /** The folder that holds the sandbox. */
  readonly distFolder: string;
  readonly allowScripts: boolean;
  /** When true, only the cache and the baseline answer, and no model is asked. */
  readonly offline: boolean;
  readonly shard: Shard | null;
  readonly repeat?: number;
  /** The models that replace a suite's own or stand in where it names none; empty to keep its own. */
  modelsFor(suite: Suite): readonly string[];
  /** Hears of every run before it starts, and may refuse it by throwing. */
  onPlan?(work: PlannedGate): Promise<void> | void;
  /** Hears of every run when it has started. */
  onSession?(session: RunSession, work: SuiteToGate): void;
  /** Takes over the grading of a run and disposes of it later. Without this the grading is disposed of when the run has ended. */
  keepGrading?(grading: SuiteGrading, work: SuiteToGate): void;
  onStorageFailure(error: unknown): void;
}

export interface PlannedGate extends VersionToRun {
  readonly name: string;
  readonly cache: ResponseCache;
  /** Folder that holds `runs/`. */
  readonly storage: string;
}

/** One suite in two versions, with what is already known of it. */
export interface SuiteToGate {
  readonly name: string;
  readonly storage: string;
  readonly head: Suite;
  readonly base: Suite | undefined;
  readonly baseLabel: string;
  readonly baselines: Baselines;
  readonly places: CasePlaces;
  /** USD that may still be spent. */
  readonly maxCost?: number;
}

export interface SuiteGate {
  readonly rows: readonly GatedCase[];
  readonly unchanged: number;
  readonly removed: readonly RemovedCase[];
  /** The judges that only advise, or of which it is not settled; absent where the suite sets no bar for them. */
  readonly judges?: GatedSuite['judges'];
  readonly stopped: readonly GateStop[];
  /** Problems that left out parts of the newer version when it was planned. */
  readonly problems: ProblemsOfChange<SuitePlan['problems'][number]>;
  /** The state of the run; undefined when nothing had to be run. */
  readonly state: RunState | undefined;
}

/** Runs what a change affects of one suite and compares both versions. The older version is run only where no baseline has its results. */
export async function gateSuite(context: GateContext, work: SuiteToGate): Promise<SuiteGate> {
  const head = planned(context, work, work.head);
  const base = work.base && planned(context, work, work.base);
  const paired = pairVersions(head, base);
  const plans = { head: head.planned, base: base?.planned };
  const pairs = context.shard ? shardPairs(paired.affected, context.shard, plans) : paired.affected;
  const known = new Map(pairs.map((pair) => [pair, fromBaseline(pair, work.baselines)]));
  const needsBase = new Set(
    pairs.filter((pair) => pair.base.length > 0 && (!known.get(pair)?.result || needsOlderAnswers(pair))),
  );
  const { targets } = paired;
  const joined = joinVersions(head, base && gradedAsNow(base, paired), {
    pairs,
    needsBase,
    label: work.baseLabel,
    targets,
  });
  const cache = context.cache ?? new ResponseCache(work.storage);
  const run = context.offline ? onlyCached(joined, cache, context.registry) : joined;
  const state = run.planned.plan.cells.length === 0 ? undefined : await runBoth(context, work, { ...run, cache });
  const standings = judgeStandings(work.storage, work.name, work.head);
  const advice = adviceByStanding(standings, joined.suite);
  const advised = state && adviseOnly(state, joined.planned.caseOf, advice);
  const older = await olderChecks(context, {
    pairs,
    joined,
    state,
    base: work.base,
    checkers: paired.checkers,
    storage: work.storage,
    advice,
  });
  const orders = new Map(paired.affected.map((pair, order) => [pair, order]));
  const rows: GatedCase[] = [];
  for (const pair of pairs) {
    const order = orders.get(pair) ?? 0;
    const place = await work.places.of(pair.newer.testCase.place);
    rows.push(
      gatedCase({
        pair,
        order,
        place,
        state: advised?.state,
        idOfBase: joined.idOfBase,
        known: known.get(pair),
        older: older.get(pair),
        ...defined({ adviceOf: advised?.adviceOf }),
      }),
    );
  }
  return {
    rows,
    unchanged: paired.unchanged,
    removed: paired.removed,
    ...(standings.length > 0 ? { judges: standings.filter(({ standing }) => standing !== 'reached') } : {}),
    stopped: stopsOf(context, state, rows),
    problems: problemsOfChange(head.planned.problems, base?.planned.problems ?? []),
    state,
  };
}

interface ChecksBefore {
  readonly pairs: readonly VersionPair[];
  readonly joined: JoinedVersions;
  readonly state: RunState | undefined;
  readonly base: Suite | undefined;
  readonly checkers: PairedVersions['checkers'];
  readonly storage: string;
  readonly advice: AdviceOf;
}

/** What the older version's checks say of answers in pairs whose checks have changed. No model is asked. */
async function olderChecks(
  { distFolder, allowScripts }: GateContext,
  { pairs, joined, state, base, checkers, storage, advice }: ChecksBefore,
): Promise<ReadonlyMap<VersionPair, OlderChecks>> {
  const changed = pairs.filter(({ hasOtherChecks }) => hasOtherChecks);
  if (changed.length === 0 || !base) return new Map();
  if (!state) return new Map(changed.map((pair) => [pair, { head: 'unknown', base: 'unknown' } as const]));
  const { suite, planned: plan } = checkedAsBefore(joined, changed, { base, checkers });
  const grading = createSuiteGrading({ distFolder, allowScripts, storage }, suite, plan);
  try {
    const run = {
      grading: grading.withoutJudges?.(state) ?? grading,
      state,
      idOfBase: joined.idOfBase,
      decided: (id: string, verdict: AnswerVerdict) => {
        const testCase = plan.caseOf.get(id);
        return (testCase && advisedVerdict(verdict, testCase, advice)) ?? verdict;
      },
    };
    const found = new Map<VersionPair, OlderChecks>();
    for (const pair of changed) found.set(pair, await olderVerdicts(pair, run));
    return found;
  } finally {
    await grading.dispose();
  }
}

function planned(context: GateContext, { name, head }: SuiteToGate, suite: Suite): VersionToRun {
  const { clock, random } = context.environment;
  const runId = newRunId(clock.wallTime(), random);
  const models = context.modelsFor(head);
  const options = {
    runId,
    name,
    promptVersion: promptVersionOf(suite),
    repeat: context.repeat ?? head.repeat,
    ...(models.length > 0 ? { models } : {}),
  };
  return { suite, planned: planSuite(suite, { ...options, hasOlderVersion: true }) };
}

/**
 * Keeps the cells whose answers are cached. Whether a cell with `after` is cached shows only when it is its turn, so it may be tried once
 * all that it waits for is there.
 */
function onlyCached(
  { suite, planned: plan }: VersionToRun,
  cache: ResponseCache,
  registry: ProviderRegistry,
): VersionToRun {
  const models = new Map(plan.plan.targets.map(({ id, model }) => [id, model]));
  const kept = new Set<string>();
  const isThere = ({ id, target, provided, after }: PlannedCell) =>
    after
      ? after.every((source) => kept.has(source))
      : provided !== undefined || cache.has(answerKey(id, models.get(target) ?? '', registry));
  for (const cell of plan.plan.cells) if (isThere(cell)) kept.add(cell.id);
  const cells = plan.plan.cells.filter(({ id }) => kept.has(id));
  return { suite, planned: { ...plan, plan: { ...plan.plan, cells } } };
}

async function runBoth(context: GateContext, work: SuiteToGate, run: VersionToRun & { cache: ResponseCache }) {
  const { distFolder, allowScripts, lanes, environment, registry, catalog, routes } = context;
  await context.onPlan?.({ ...run, name: work.name, storage: work.storage });
  const grading = createSuiteGrading({ distFolder, allowScripts, storage: work.storage }, run.suite, run.planned);
  const session = RunSession.start(
    {
      environment,
      registry,
      catalog,
      lanes: laneLimits({ ...defined({ ofSuite: run.suite.concurrency }), ...lanes }),
      storage: work.storage,
      cache: run.cache,
      grading,
      ...defined({ routes, servers: SuiteServers.recorded(work.head.recordings, work.base?.recordings) }),
      onStorageFailure: (error) => context.onStorageFailure(error),
      ...defined({ maxCost: work.maxCost }),
    },
    run.planned.plan,
  );
  context.onSession?.(session, work);
  context.keepGrading?.(grading, work);
  await session.ended();
  if (!context.keepGrading) await grading.dispose();
  return session.state;
}

function stopsOf({ offline }: GateContext, state: RunState | undefined, rows: readonly GatedCase[]): GateStop[] {
  if (state?.status === 'budget') return ['budget'];
  const cells = Object.values(state?.cells ?? {});
  const isNotRun = rows.some(({ change }) => change === 'not-run');
  const isLeft = cells.some((cell) => outcomeOf(cell) === 'skipped');
  return [
    ...(offline && (isLeft || isNotRun) ? ['offline' as const] : []),
    ...(isNotRun && cells.some(waitsForPerson) ? ['people' as const] : []),
  ];
}
