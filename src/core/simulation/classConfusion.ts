import type { Measurements } from '../routing/measurements.ts';
import { type CostRoute, type RequestClass, requestClasses } from '../routing/route.ts';
import { classOfRow } from './learnMeasurements.ts';
import type { ReplayRow } from './replayRows.ts';

/** The classes that a route gave to requests, against the cheap model's results on them. */
export interface ClassConfusion {
  readonly route: string;
  /** The cheapest target of the route. */
  readonly model: string;
  /** Rows with a verdict, by class. */
  readonly classes: Readonly<Record<RequestClass, { readonly passed: number; readonly failed: number }>>;
}

/** The confusion of a route; undefined where none of its targets is a model of the run. */
export function classConfusion(
  route: CostRoute,
  rows: readonly ReplayRow[],
  { measured, models }: { readonly measured: Measurements; readonly models: readonly string[] },
): ClassConfusion | undefined {
  // The models are sorted from cheap to dear.
  const model = models.find((name) => route.steps.some(({ target }) => target === name));
  if (model === undefined) return undefined;
  const counts = { simple: [0, 0], standard: [0, 0], hard: [0, 0] } satisfies Record<RequestClass, [number, number]>;
  for (const row of rows) {
    const passed = row.answers.get(model)?.passed;
    if (passed === undefined) continue;
    const name = classOfRow(route.classify, row, measured);
    counts[name][passed ? 0 : 1] = (counts[name][passed ? 0 : 1] ?? 0) + 1;
  }
  const of = (name: RequestClass) => ({ passed: counts[name][0] ?? 0, failed: counts[name][1] ?? 0 });
  return { route: route.name, model, classes: { simple: of('simple'), standard: of('standard'), hard: of('hard') } };
}

/**
 * A sentence such as `route:cheap: what simulated/terse by itself did in each class: simple 40 passed, 2 failed; standard none; hard ...`.
 */
export function describeConfusion({ route, model, classes }: ClassConfusion): string {
  const parts = requestClasses.map((name) => {
    const { passed, failed } = classes[name];
    return passed + failed === 0 ? `${name} none` : `${name} ${passed} passed, ${failed} failed`;
  });
  return `route:${route}: what ${model} by itself did in each class: ${parts.join('; ')}.`;
}
