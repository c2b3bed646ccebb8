import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Catalog } from '../core/pricing/catalog.ts';
import { costOf } from '../core/pricing/cost.ts';
import { typicalOutputTokens } from '../core/pricing/outputTokens.ts';
import { type Measurements, readMeasurements } from '../core/routing/measurements.ts';
import type { ProjectFile } from '../core/routing/projectFile.ts';
import type { RouteBook } from '../core/routing/routeCommand.ts';
import { TargetHealth } from '../core/routing/targetHealth.ts';

/** What routes decide by in a workspace folder. What targets did lately is remembered as long as the book is kept. */
export function createRouteBook(
  { routes }: Pick<ProjectFile, 'routes'>,
  { storage, catalog }: { readonly storage: string; readonly catalog: () => Catalog },
): RouteBook {
  return {
    routes,
    health: new TargetHealth(),
    measured: (route) => readMeasured(storage, route),
    contextWindow: (model) => catalog().entries.get(model)?.contextWindow,
    price: (model, inputTokens) => {
      const entry = catalog().entries.get(model);
      return entry && costOf({ inputTokens, outputTokens: typicalOutputTokens(entry, {}).expected }, entry)?.amount;
    },
  };
}

/** Where a route keeps what it learnt; meant to be committed. `storage` is the folder `.polyprompt`. */
export function measuredFile(storage: string, route: string): string {
  return path.join(storage, 'routes', `${route}.json`);
}

function readMeasured(storage: string, route: string): Measurements | undefined {
  const file = measuredFile(storage, route);
  return existsSync(file) ? readMeasurements(readFileSync(file, 'utf8')) : undefined;
}
