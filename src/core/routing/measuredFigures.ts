import type { Requirement } from '../dataset/requirement.ts';
import { defined } from '../jsonRead.ts';
import type { ClassFigures, Measurements } from './measurements.ts';
import { type CostRoute, type RequestClass, requestClasses } from './route.ts';

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

/** The name of the figure that a floor is of, such as `recall(refund)`, without its bound. */
export function figureName({ text, comparison }: Requirement): string {
  return text.slice(0, text.indexOf(comparison)).trim();
}

/** Whether a route can decide by these measurements: one whose floor is of a figure needs that very figure. */
export function isMeasuredFor(
  measured: Measurements | undefined,
  { figure }: Pick<CostRoute, 'figure'>,
): measured is Measurements {
  return measured !== undefined && (figure === undefined || measured.figure?.name === figureName(figure));
}

/** The share that a floor is compared with; 0 where too little is known to prove anything. */
export interface ProvenRate {
  readonly rate: number;
  /** True when the class itself has too few results, and the rate is of all requests. */
  readonly isBroad: boolean;
}

/** How good a target has proved in a class of requests, by passing or by the route's figure. */
export function provenRate(
  measured: Pick<Measurements, 'classes' | 'figure'>,
  { figure }: Pick<CostRoute, 'figure'>,
  requestClass: RequestClass,
  target: string,
): ProvenRate {
  if (figure === undefined) {
    const { passed, graded, isBroad } = figuresFor(measured, requestClass, target);
    return { rate: graded >= leastGraded ? passed / graded : 0, isBroad };
  }
  const proven = (measured.figure?.values ?? []).filter((one) => one.target === target && one.of >= leastGraded);
  const own = proven.find((one) => one.class === requestClass);
  return { rate: (own ?? proven.find((one) => one.class === undefined))?.value ?? 0, isBroad: own === undefined };
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
