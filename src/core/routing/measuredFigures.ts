import { defined } from '../jsonRead.ts';
import type { ClassFigures, Measurements } from './measurements.ts';
import { type RequestClass, requestClasses } from './route.ts';

/** The number of graded answers below which nothing is proven. */
export const leastGraded = 5;

/** The figures of a target for one class of requests. */
export interface KnownFigures extends ClassFigures {
  /** True when the class itself has too few results, and these are of all requests. */
  readonly isBroad: boolean;
}

/** The figures of the class where they prove something, else those of all classes together. */
export function figuresFor(
  { classes }: Pick<Measurements, 'classes'>,
  requestClass: RequestClass,
  target: string,
): KnownFigures {
  const own = classes[requestClass].get(target);
  if (own && own.graded >= leastGraded) return { ...own, isBroad: false };
  const all = requestClasses.flatMap((name) => classes[name].get(target) ?? []);
  const graded = sumOf(all, (figures) => figures.graded);
  const cost = meanCost(all, graded);
  return {
    passed: sumOf(all, (figures) => figures.passed),
    graded,
    ...defined({ cost }),
    isBroad: true,
  };
}

/** The mean cost in USD; undefined as soon as one of the costs is unknown. */
function meanCost(all: readonly ClassFigures[], graded: number): number | undefined {
  const counted = all.filter((figures) => figures.graded > 0);
  if (graded === 0 || counted.some(({ cost }) => cost === undefined)) return undefined;
  return sumOf(counted, ({ cost = 0, graded: weight }) => cost * weight) / graded;
}

function sumOf(all: readonly ClassFigures[], pick: (figures: ClassFigures) => number): number {
  return all.reduce((sum, figures) => sum + pick(figures), 0);
}
