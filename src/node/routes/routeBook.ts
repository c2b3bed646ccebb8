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

/** What routes decide by in a workspace folder. What targets did lately is remembered as long as the book is kept. */
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

/** Where a route keeps what it learnt; meant to be committed. `storage` is the folder `.polyprompt`. */
export function measuredFile(storage: string, route: string): string {
  return path.join(storage, 'routes', `${route}.json`);
}

interface Known {
  readonly state: string;
  readonly measured: Measurements | undefined;
}

/** Read again when the file has changed: every request to a route asks. */
function readMeasured(storage: string, route: string, known: Map<string, Known>): Measurements | undefined {
  try {
    const file = measuredFile(storage, route);
    const { mtimeMs, size } = statSync(file);
    const state = `${file} ${mtimeMs} ${size}`;
    if (known.get(route)?.state !== state)
      known.set(route, { state, measured: readMeasurements(readFileSync(file, 'utf8')) });
    return known.get(route)?.measured;
  } catch {
    // Not there, or nothing that can be read as a file: it is as if nothing was measured.
    return undefined;
  }
}
