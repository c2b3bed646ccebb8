import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { answerLength } from '../../core/pricing/answerLength.ts';
import type { Catalog } from '../../core/pricing/catalog.ts';
import { costOf } from '../../core/pricing/cost.ts';
import { entryOf } from '../../core/pricing/entryOf.ts';
import { type Measurements, readMeasurements } from '../../core/routing/measurements.ts';
import type { ProjectFile } from '../../core/routing/projectFile.ts';
import type { RouteBook } from '../../core/routing/routeCommand.ts';
import { TargetHealth } from '../../core/routing/targetHealth.ts';

/**
 * The knowledge by which the routes of a workspace folder decide. The recent behaviour of targets is remembered as long as the book is
 * kept.
 */
export function createRouteBook(
  { routes }: Pick<ProjectFile, 'routes'>,
  { storage, catalog }: { readonly storage: string; readonly catalog: () => Catalog },
): RouteBook {
  const known = new Map<string, Known>();
  return {
    routes,
    health: new TargetHealth(),
    measured: (route) => readMeasured(storage, route, known),
    contextWindow: (model) => entryOf(catalog(), model)?.contextWindow,
    price: (model, inputTokens) => {
      const entry = entryOf(catalog(), model);
      return (
        entry &&
        costOf({ inputTokens, outputTokens: answerLength({ entry, parameters: {} }).range.expected }, entry)?.amount
      );
    },
  };
}

/** Path of the file for what a route learnt, which is meant to be committed. `storage` is the folder `.polyprompt`. */
export function measuredFile(storage: string, route: string): string {
  return path.join(storage, 'routes', `${route}.json`);
}

interface Known {
  readonly state: string;
  readonly measured: Measurements | undefined;
}

/** The file is read again only when it has changed, because every request to a route asks. */
function readMeasured(storage: string, route: string, known: Map<string, Known>): Measurements | undefined {
  try {
    const file = measuredFile(storage, route);
    const { mtimeMs, size } = statSync(file);
    const state = `${file} ${mtimeMs} ${size}`;
    if (known.get(route)?.state !== state)
      known.set(route, { state, measured: readMeasurements(readFileSync(file, 'utf8')) });
    return known.get(route)?.measured;
  } catch {
    // The file is missing or cannot be read as one, so nothing counts as measured.
    return undefined;
  }
}
