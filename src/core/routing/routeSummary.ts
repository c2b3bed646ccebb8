import { type Route, stepsOf } from './route.ts';

const kinds: Readonly<Record<Route['kind'], string>> = {
  fallback: 'one after the other',
  cost: 'the cheapest that is good enough',
  latency: 'the fastest lately',
  cascade: 'the next one where a check fails',
  weighted: 'by shares',
  shadow: 'one serves, the others are compared',
};

/**
 * A summary of a route and its targets, such as `one after the other: openai/gpt-5.6-luna, anthropic/claude-haiku-4-5`. The figure that a
 * floor is of stands with it.
 */
export function routeSummary(route: Route): string {
  const targets = [...new Set(stepsOf(route).map(({ target }) => target))];
  const floor = route.kind === 'cost' && route.figure ? ` (${route.figure.text})` : '';
  return `${kinds[route.kind]}${floor}: ${targets.join(', ')}`;
}
