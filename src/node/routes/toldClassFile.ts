import path from 'node:path';
import type { Route } from '../../core/routing/route.ts';
import { formatToldClasses, readToldClasses, type ToldClasses } from '../../core/simulation/toldClasses.ts';
import { readTextIfThere } from '../files/readTextIfThere.ts';
import { rewriteText } from '../files/rewriteText.ts';

/**
 * Path of the file for what a route's classifier said of each request, which is meant to be committed. `storage` is the folder
 * `.polyprompt`.
 */
function toldFile(storage: string, route: string): string {
  return path.join(storage, 'routes', `${route}.classes.json`);
}

/** What the classifiers of these routes have said so far. */
export function toldClassesOf(storage: string, routes: Iterable<Route>): ToldClasses {
  const asking = [...routes].filter((route) => route.kind === 'cost' && route.classify.by === 'model');
  return new Map(asking.flatMap(({ name }) => [...readToldClasses(readTextIfThere(toldFile(storage, name)) ?? '')]));
}

/** Stores what was told now beside what is known already, and gives all of it. */
export function keepToldClasses(storage: string, route: string, told: ToldClasses): ToldClasses {
  const file = toldFile(storage, route);
  const all = new Map([...readToldClasses(readTextIfThere(file) ?? ''), ...told]);
  if (told.size > 0) rewriteText(file, formatToldClasses(all));
  return all;
}
