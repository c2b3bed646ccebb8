import type { Environment } from '../environment.ts';
import type { Budget } from '../pricing/budget.ts';
import type { Catalog } from '../pricing/catalog.ts';
import type { LaneLimits } from '../providers/lanes/laneLimits.ts';
import type { ProviderRegistry } from '../providers/registry.ts';
import type { RouteBook } from '../routing/routeCommand.ts';
import type { CellGrading } from '../run/cellGrading.ts';
import type { DeferredCalls } from '../run/deferredCalls.ts';
import type { CellResult, RunEvent } from '../run/events.ts';
import type { CellState } from '../run/state.ts';

/** Answers of earlier runs, by what was asked. */
export interface AnswerCache {
  get(key: string): CellResult | undefined;
  set(key: string, result: CellResult): void;
}

export interface ExecuteContext {
  readonly registry: ProviderRegistry;
  readonly environment: Environment;
  readonly catalog: Catalog;
  emit(event: RunEvent): void;
  /** Cells wait for the lane of their model. Without it all of them are asked at once. */
  readonly lanes?: LaneLimits;
  readonly budget?: Budget;
  readonly cache?: AnswerCache;
  /** Takes what a batch job will ask; only where there are lanes. */
  readonly deferred?: DeferredCalls;
  readonly grading?: CellGrading;
  /** What `route:` targets are followed by; without it there is no route. */
  readonly routes?: RouteBook;
  /** How a cell stands, those of earlier stretches of the run included; without it no row is compared. */
  cell?(id: string): CellState | undefined;
}
