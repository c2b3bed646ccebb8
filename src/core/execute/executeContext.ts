import type { Environment } from '../environment.ts';
import type { ScriptPorts } from '../grading/grader.ts';
import type { Budget } from '../pricing/budget.ts';
import type { Catalog } from '../pricing/catalog.ts';
import type { LaneLimits } from '../providers/lanes/laneLimits.ts';
import type { ProviderRegistry } from '../providers/registry.ts';
import type { RouteBook } from '../routing/routeCommand.ts';
import type { CellGrading } from '../run/cellGrading.ts';
import type { CellState } from '../run/cellState.ts';
import type { DeferredCalls } from '../run/deferredCalls.ts';
import type { CellResult, RunEvent } from '../run/events.ts';
import type { ToolServers } from './toolServers.ts';

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
  /** The limits of the lanes in which cells wait for their model. Without them all cells are asked at once. */
  readonly lanes?: LaneLimits;
  readonly budget?: Budget;
  readonly cache?: AnswerCache;
  /** Takes the requests that a batch job will ask; only used where there are lanes. */
  readonly deferred?: DeferredCalls;
  readonly grading?: CellGrading;
  /** The means to run the scripts of tools where nothing is graded; with grading its own are used. */
  readonly scripts?: ScriptPorts;
  /** The routes by which `route:` targets are followed; without it there are none. */
  readonly routes?: RouteBook;
  /** The MCP servers that answer calls which no rule fits; without it there are none. */
  readonly servers?: ToolServers;
  /** True where a person is there: they answer the calls that nothing else does, and may go on with a conversation. */
  readonly isAttended?: boolean;
  /** The state of a cell, with those of earlier stretches of the run; without this function no row is compared. */
  cell?(id: string): CellState | undefined;
}
