import type { Check, EvalCase } from '../dataset/suite.ts';
import {
  type CascadeRoute,
  type Classifier,
  type CostRoute,
  escalations,
  type Route,
  type RouteStep,
} from '../routing/route.ts';

/** A route that is not written yet. `learns`: it needs measurements, and so has to be judged on other rows. */
export interface Candidate {
  readonly route: Route;
  readonly learns: boolean;
  /** A few words that describe it. */
  readonly title: string;
}

export interface CandidateOptions {
  /** The checks that need no expected answer. */
  readonly checks: readonly Check[];
  /** Pass rates (0 to 1) that a choice has to reach. */
  readonly floors: readonly number[];
  /** Models that were asked how hard each of the requests is. */
  readonly classifiers?: readonly string[];
}

/**
 * Routes that could be worth it, over models from cheap to dear: cascades of two and three by checks, and choices by a table or a logistic
 * model that is learnt, or by the answers of a classifier.
 */
export function candidateRoutes(
  models: readonly string[],
  { checks, floors, classifiers = [] }: CandidateOptions,
): readonly Candidate[] {
  const pairs = models.flatMap((cheap, index) => models.slice(index + 1).map((dear) => [cheap, dear]));
  const triples = pairs.flatMap(([cheap = '', middle = '']) =>
    models.slice(models.indexOf(middle) + 1).map((dear) => [cheap, middle, dear]),
  );
  const cascades = [...pairs, ...triples].map((chain) => cascade(chain, checks));
  const groups = [...(models.length > 2 ? [models] : []), ...pairs];
  const ways: readonly Classifier[] = [
    { by: 'table' },
    { by: 'logistic' },
    ...classifiers.map((model) => ({ by: 'model' as const, model })),
  ];
  const choices = groups.flatMap((group) =>
    ways.flatMap((classify) => floors.map((floor) => choice(group, floor, classify))),
  );
  return [...cascades, ...choices];
}

function cascade(models: readonly string[], checks: readonly Check[]): Candidate {
  const route: CascadeRoute = {
    kind: 'cascade',
    name: `cascade ${models.join(' > ')}`,
    steps: models.map(stepOf),
    on: escalations,
    checks,
    sureFrom: 0,
  };
  return { route, learns: false, title: `${models.join(', then ')} where an answer does not satisfy` };
}

function choice(models: readonly string[], floor: number, classify: Classifier): Candidate {
  const route: CostRoute = {
    kind: 'cost',
    name: `cost ${models.join(' | ')} ${wayOf(classify)} ${floor}`,
    steps: models.map(stepOf),
    floor,
    classify,
  };
  return {
    route,
    learns: true,
    title: `The cheapest of ${models.join(', ')} that passed often enough on similar requests, told apart by ${wayOf(classify)}`,
  };
}

/** The way of telling requests apart, in a few words. */
export function wayOf(classify: Classifier): string {
  const ways = { rules: 'rules', table: 'a table', logistic: 'a logistic model' };
  return classify.by === 'model' ? classify.model : ways[classify.by];
}

function stepOf(target: string): RouteStep {
  return { target, retries: 0 };
}

/** Checks that all cases have and that look at the answer alone: a route can use them where no answer is expected. */
export function checksWithoutExpectation(cases: readonly EvalCase[]): readonly Check[] {
  const [first, ...others] = cases;
  if (!first) return [];
  const common = first.checks.filter((check) => {
    const words = withoutPlace(check);
    return others.every(({ checks }) => checks.some((other) => withoutPlace(other) === words));
  });
  // A value that is filled in from a case's variables is the expected answer, and a check by a model costs a call.
  return common.filter((check) => !/\{\{/.test(withoutPlace(check)) && 'negated' in check && isOwn(check.type));
}

/** True for checks of the answer's form: no judge, no embedding, nothing of how the answer was made. */
function isOwn(type: string): boolean {
  return /^(is-json|is-xml|is-html|is-sql|contains-json|contains-xml|contains-html|contains-sql|contains|icontains|contains-any|icontains-any|contains-all|icontains-all|regex|starts-with|equals|word-count|is-refusal|is-valid-openai-tools-call|finish-reason|javascript)$/.test(
    type,
  );
}

function withoutPlace(check: Check): string {
  return JSON.stringify(check, (key, value: unknown) => (key === 'place' ? undefined : value));
}
