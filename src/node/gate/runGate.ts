import path from 'node:path';
import { suiteFormatOf } from '../../core/dataset/readSuite.ts';
import type { Suite } from '../../core/dataset/suite.ts';
import { PolypromptError } from '../../core/errors.ts';
import type { ChangedPart, GatedSuite, GateResult, GateStop } from '../../core/gate/gateResult.ts';
import type { Baselines } from '../../core/gate/knownBase.ts';
import { type ProblemsOfChange, problemsOfChange } from '../../core/gate/problemsOfChange.ts';
import { isOlderFormat } from '../../core/gate/storedBaseline.ts';
import { defined } from '../../core/jsonRead.ts';
import { describeEnd, endsWithin } from '../../core/pricing/modelEnd.ts';
import { usableProviders } from '../../core/providers/usableProviders.ts';
import { costOfRun } from '../../core/results/summary.ts';
import { routeId } from '../../core/routeId.ts';
import { allMovedChoices } from '../../core/routing/movedChoices.ts';
import { routesOfBoth } from '../../core/routing/olderRoutes.ts';
import { openProject } from '../../core/routing/openProject.ts';
import type { RouteBook } from '../../core/routing/routeCommand.ts';
import { routeParts } from '../../core/routing/routeParts.ts';
import { withTierModels } from '../../core/routing/suiteTiers.ts';
import { otherLettersCode } from '../../core/text/otherLetters.ts';
import { createRouteBook } from '../routes/routeBook.ts';
import type { RunSession } from '../runs/runSession.ts';
import { suiteFilesFrom } from '../suites/workspaceSuiteFiles.ts';
import { type AffectedFiles, type AffectedSuite, affectedSuites, type VersionsToCompare } from './affectedSuites.ts';
import { baselineIn, baselinePath } from './baselineFiles.ts';
import { CasePlaces } from './casePlaces.ts';
import { diffOf } from './diffOf.ts';
import { type GateContext, gateSuite } from './gateSuite.ts';
import { offlineEnvironment } from './offlineEnvironment.ts';

type SuiteProblem = Suite['problems'][number];

export interface GateLimits {
  /** Limit in USD for all suites together. */
  readonly maxCost?: number;
  /** Limit in milliseconds for all suites together. */
  readonly maxTimeMs?: number;
}

/** Runs the gate for every suite that a change affects, one after the other. */
export async function runGate(
  context: GateContext,
  versions: VersionsToCompare,
  limits: GateLimits = {},
): Promise<GateResult> {
  return gateAffected(context, versions, { ...limits, files: await affectedSuites(versions) });
}

/** Runs the gate for suites that are known to be affected. */
export async function gateAffected(
  context: GateContext,
  versions: VersionsToCompare,
  { files: { suites, uncovered, gone }, ...limits }: GateLimits & { readonly files: AffectedFiles },
): Promise<GateResult> {
  const desk = new GateDesk(context, versions, limits);
  const usable = await usableProviders(context.registry, context.environment);
  const knowledge = { catalog: context.catalog, isUsable: (provider: string) => usable.has(provider) };
  const gated: GatedSuite[] = [];
  for (const suite of suites) {
    const { head, base } = suite;
    const expanded = { head: withTierModels(head, knowledge), base: base && withTierModels(base, knowledge) };
    gated.push(await desk.gate({ ...suite, ...expanded }));
  }
  const { head, base } = versions;
  return {
    version: 2,
    head: head.label,
    base: base.label,
    shard: context.shard,
    suites: gated,
    uncovered,
    gone,
    stopped: [...desk.stopped].sort(),
  };
}

/** Keeps the limits that all suites of a gate run share. */
class GateDesk {
  readonly stopped = new Set<GateStop>();
  readonly #context: GateContext;
  readonly #versions: VersionsToCompare;
  readonly #limits: GateLimits;
  readonly #endsAt: number;
  #spent = 0;

  constructor(context: GateContext, versions: VersionsToCompare, limits: GateLimits) {
    this.#context = context;
    this.#versions = versions;
    this.#limits = limits;
    this.#endsAt = context.environment.clock.now() + (limits.maxTimeMs ?? Number.POSITIVE_INFINITY);
  }

  async gate(affected: AffectedSuite): Promise<GatedSuite> {
    const { head, base, repository } = this.#versions;
    const reader = head.readerFor(affected.workspaceFolder);
    const places = new CasePlaces(reader, repository);
    const found = problemsIn(affected);
    const problems = await placed(found.fresh, places);
    const known = await placed(found.known, places);
    const { cases, targets } = affected.head;
    if (cases.length > 0 && targets.length === 0 && this.#context.modelsFor(affected.head).length === 0)
      problems.push(`${affected.path}:1: The suite names no model: give one with --model.`);
    const baselines = await this.#baselinesOf(affected, problems);
    const { routes, asOlder } = await this.#routesOf(affected);
    const result = await gateSuite(
      { ...this.#contextNow(), routes },
      {
        name: affected.name,
        storage: path.join(affected.workspaceFolder, '.polyprompt'),
        head: affected.head,
        base: affected.base && asOlder(affected.base),
        baseLabel: base.label,
        baselines,
        places,
        ...(this.#limits.maxCost === undefined ? {} : { maxCost: Math.max(0, this.#limits.maxCost - this.#spent) }),
      },
    );
    if (result.state) this.#spent += costOfRun(result.state).amount;
    // Nobody is asked either once the time is over, so the time is then the reason that counts.
    for (const stop of result.stopped) if (stop !== 'offline' || this.#context.offline) this.stopped.add(stop);
    problems.push(...(await placed(result.problems.fresh, places)));
    known.push(...(await placed(result.problems.known, places)));
    const { rows, unchanged, removed, judges } = result;
    return {
      suite: affected.path,
      changed: await this.#partsOf(affected),
      rows,
      unchanged,
      removed,
      problems,
      knownProblems: known,
      notes: [...this.#notesOn(affected, baselines), ...this.#movesOf(affected.head, routes)],
      ...defined({ judges }),
    };
  }

  #notesOn({ head, base: older, before, name }: AffectedSuite, { accepted, before: kept }: Baselines): string[] {
    const { label } = this.#versions.base;
    const mended = older ? problemsOfChange(older.problems, head.problems).fresh.length : 0;
    const isOlder = [accepted, kept].some((baseline) => baseline !== undefined && isOlderFormat(baseline));
    const parts = mended === 1 ? '1 part that' : `${mended} parts that`;
    return [
      ...(before ? [`It is compared with ${before.path} of ${label}, whose cases it holds.`] : []),
      ...(mended > 0 ? [`${parts} could not be read in ${label} can be read now: its cases count as new.`] : []),
      ...(isOlder
        ? [
            `Its baseline is in the older format, which knows a case again only while nothing of it is edited. To bring it up to date, run the suite and accept the run: polyprompt eval ${name}, then polyprompt baseline.`,
          ]
        : []),
    ];
  }

  /**
   * Sentences such as `openai/gpt-5-mini ends 2026-12-11, in 12 days; successor openai/gpt-5.6-terra.` for every model that the suite asks,
   * those of its routes included, and for routes that would choose otherwise at the prices of today.
   */
  #movesOf(suite: Suite, routes: RouteBook): string[] {
    const { catalog, modelsFor } = this.#context;
    const partsOf = routeParts(routes.routes);
    const named = suite.targets.length > 0 ? suite.targets.map(({ model }) => model) : modelsFor(suite);
    const asked = named.flatMap((model) => partsOf(model)?.map((part) => part.model) ?? [model]);
    const moved = allMovedChoices(routes, catalog, (name) => named.includes(routeId(name)));
    return [...endsWithin(catalog, asked).map((end) => `${end.model} ${describeEnd(end)}.`), ...moved];
  }

  /** `polyprompt.yaml` belongs to the versions as every other file does. */
  async #routesOf({ workspaceFolder }: AffectedSuite) {
    const { head, base } = this.#versions;
    const [newer, older] = await Promise.all(
      [head, base].map((version) => openProject(suiteFilesFrom(version.readerFor(workspaceFolder), workspaceFolder))),
    );
    const { routes, asOlder } = routesOfBoth(newer?.routes ?? new Map(), older?.routes ?? new Map(), base.label);
    const storage = path.join(workspaceFolder, '.polyprompt');
    const book = createRouteBook({ routes }, { storage, catalog: () => this.#context.catalog });
    return { routes: book, asOlder };
  }

  async #baselinesOf(suite: AffectedSuite, problems: string[]): Promise<Baselines> {
    const { workspaceFolder, name } = suite;
    const file = baselinePath(workspaceFolder, name);
    const fileBefore = baselinePath(workspaceFolder, suite.before?.name ?? name);
    const { head, base } = this.#versions;
    const [accepted, before] = await Promise.all([
      baselineIn(head.readerFor(workspaceFolder), file),
      baselineIn(base.readerFor(workspaceFolder), fileBefore),
    ]);
    if (accepted?.problem) problems.push(`${this.#versions.repository.nameOf(file)}: ${accepted.problem.message}`);
    return {
      ...(accepted ? { accepted: accepted.baseline } : {}),
      ...(before ? { before: before.baseline } : {}),
    };
  }

  /** The context to run with now. Once the time is over, only what is known already is still compared. */
  #contextNow(): GateContext {
    const isOver = this.#context.environment.clock.now() >= this.#endsAt;
    if (isOver) this.stopped.add('time');
    const offline = this.#context.offline || isOver;
    const { environment } = this.#context;
    return {
      ...this.#context,
      offline,
      environment: offline ? offlineEnvironment(environment) : environment,
      onSession: (session, work) => {
        this.#watch(session);
        this.#context.onSession?.(session, work);
      },
    };
  }

  #watch(session: RunSession): void {
    const { clock } = this.#context.environment;
    const left = this.#endsAt - clock.now();
    if (left === Number.POSITIVE_INFINITY) return;
    const cancel = clock.after(left, () => {
      this.stopped.add('time');
      session.stop();
    });
    void session.ended().then(cancel);
  }

  async #partsOf({ changed }: AffectedSuite): Promise<readonly ChangedPart[]> {
    return Promise.all(
      changed.map(async (file) => ({
        file: file.path,
        diff: suiteFormatOf(file.path) === 'data' ? null : await diffOf(this.#versions, file),
      })),
    );
  }
}

/**
 * Problems of both versions. A file that only some disks find under its written name is reported even if both versions have it, or the gate
 * would pass for ever.
 */
function problemsIn({ head, base }: AffectedSuite): ProblemsOfChange<SuiteProblem> {
  const { fresh, known } = problemsOfChange(head.problems, base?.problems ?? []);
  const isMisnamed = ({ code }: SuiteProblem) => code === otherLettersCode;
  return {
    fresh: [...fresh, ...known.filter(isMisnamed)],
    known: known.filter((problem) => !isMisnamed(problem)),
  };
}

/** Problems as lines, each `file:line: message`. */
async function placed(problems: Suite['problems'], places: CasePlaces): Promise<string[]> {
  const lines: string[] = [];
  for (const problem of problems) {
    const { file, line } = await places.of(problem);
    lines.push(`${file}:${line}: ${places.withoutRoot(problem.message)}`);
  }
  return lines;
}

/** Reads the part of a gate run that is to be run, such as `2/5`. */
export function readShard(text: string): { readonly index: number; readonly of: number } {
  const [, index = '', of = ''] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (shard.index >= 1 && shard.index <= shard.of) return shard;
  throw new PolypromptError('invalid-arguments', `--shard ${text} is not I/N, such as 2/5.`);
}
