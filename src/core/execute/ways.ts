import { PolypromptError, toPolypromptError } from '../errors.ts';
import { hashJson } from '../hash.ts';
import type { LaneLimits } from '../providers/lanes/laneLimits.ts';
import { Lane } from '../providers/lanes/lanes.ts';
import { isRouteId } from '../routeId.ts';
import type { LaneStatus } from '../run/events.ts';
import type { TargetAccess } from './cellRequest.ts';
import type { ExecuteContext } from './executeContext.ts';
import type { LaneSearches } from './laneSearches.ts';

/** A target's lane and the way to its provider, or the reason why there is none. */
export interface Way {
  readonly lane: Lane;
  readonly access: TargetAccess | PolypromptError;
}

/** The ways to the models of a run, each looked up once where there are lanes. */
export class Ways {
  readonly #context: ExecuteContext;
  readonly #searches: LaneSearches;
  readonly #ways = new Map<string, Promise<Way>>();
  readonly #lanes = new Map<string, Lane>();

  constructor(context: ExecuteContext, searches: LaneSearches) {
    this.#context = context;
    this.#searches = searches;
  }

  /** True where a lane of the model has stopped. */
  isStopped(model: string | undefined): boolean {
    return [...this.#lanes.values()].some((lane) => lane.model === model && lane.stoppedBy);
  }

  /** The way to a model. Without lanes it is looked up each time, since a key may have been added. */
  async accessTo(model: string): Promise<TargetAccess> {
    const { lanes } = this.#context;
    if (!lanes) return this.#findAccess(model);
    const { access } = await this.to(model, lanes);
    if (access instanceof PolypromptError) throw access;
    return access;
  }

  async #findAccess(model: string): Promise<TargetAccess> {
    const { registry, environment } = this.#context;
    const { provider, ref } = registry.resolve(model);
    return { provider, access: await registry.accessFor(provider, ref.model, environment), model: ref.model };
  }

  to(model: string, limits: LaneLimits): Promise<Way> {
    const way = this.#ways.get(model) ?? this.#findWay(model, limits);
    this.#ways.set(model, way);
    return way;
  }

  async #findWay(model: string, limits: LaneLimits): Promise<Way> {
    const laneFor = (id: string, address = '') => this.#laneFor({ id, model, address }, limits);
    if (isRouteId(model)) return { lane: laneFor(model), access: isRouteItself };
    try {
      const access = await this.#findAccess(model);
      const { key, baseUrl } = access.access;
      const holder = key === undefined ? 'no key' : hashJson(key).slice(0, 8);
      return { lane: laneFor(`${baseUrl || access.provider.id} ${holder} ${access.model}`, baseUrl), access };
    } catch (thrown) {
      return { lane: laneFor(`nowhere ${model}`), access: toPolypromptError(thrown) };
    }
  }

  #laneFor(way: { readonly id: string; readonly model: string; readonly address: string }, limits: LaneLimits): Lane {
    const lane =
      this.#lanes.get(way.id) ??
      new Lane(way, this.#searches.at(way.address, limits), this.#context.environment.random);
    this.#lanes.set(way.id, lane);
    return lane;
  }
}

/** The error for sending to a route itself, which nobody does. */
const isRouteItself = new PolypromptError('internal', 'A route has no address of its own.');

export function laneStatus({ environment: { clock } }: ExecuteContext, lane: Lane): LaneStatus {
  const now = clock.now();
  const pause = lane.pauseAt(now);
  const error = lane.stoppedBy ?? pause?.error;
  const { requests, tokens } = lane.limits;
  return {
    id: lane.id,
    model: lane.model,
    state: lane.stoppedBy ? 'stopped' : pause ? 'paused' : 'open',
    concurrency: lane.concurrency,
    ...(pause ? { until: clock.wallTime() + pause.until - now } : {}),
    ...(error ? { error: error.toRecord() } : {}),
    ...(requests === undefined ? {} : { requestsPerMinute: requests }),
    ...(tokens === undefined ? {} : { tokensPerMinute: tokens }),
  };
}
