import { isRouteId, routeNameOf } from '../routeId.ts';
import { closest } from '../text/closest.ts';
import type { Problem } from '../text/problem.ts';
import type { TextRange } from '../text/textRange.ts';
import { type ModelKnowledge, suggestModels } from './modelKnowledge.ts';
import { parseModelRef } from './modelRef.ts';
import { readTierRef, tierProblem } from './tierRef.ts';

/** Reports a model of a file that cannot be run. A model that is merely missing in the list of a known provider is sent as written. */
export function lintModel(model: string, range: TextRange, knowledge: ModelKnowledge): readonly Problem[] {
  if (isRouteId(model)) return lintRouteId(model, range, knowledge);
  const tier = readTierRef(model);
  if (tier && (tier.provider === undefined || knowledge.providers.includes(tier.provider))) {
    const message = tierProblem(tier);
    return message === undefined ? [] : [{ severity: 'error', code: 'unknown-tier', message, range }];
  }
  const ref = parseModelRef(model);
  const suggestions = suggestModels(model, knowledge);
  const advice = suggestions.length > 0 ? ` Did you mean ${suggestions.join(' or ')}?` : '';
  const report = (severity: Problem['severity'], message: string): readonly Problem[] => [
    { severity, code: 'unknown-model', message: `${message}${advice}`, range },
  ];
  if (!ref) return report('error', `"${model}" names no provider: write provider/model.`);
  if (!knowledge.providers.includes(ref.provider))
    return report('error', `There is no provider "${ref.provider}": write provider/model.`);
  const known = knowledge.models.filter(({ id }) => id.startsWith(`${ref.provider}/`));
  const ending = lintEnd(model, range, knowledge);
  if (ending.length > 0 || known.length === 0 || known.some(({ id }) => id === model)) return ending;
  return report('information', `"${model}" is not in the list of models; it is sent as written.`);
}

/** Reports a model that has ended or ends soon, at the place where it is named. */
export function lintEnd(model: string, range: TextRange, { endOf }: ModelKnowledge): readonly Problem[] {
  const end = endOf?.(model);
  return end === undefined ? [] : [{ severity: 'warning', code: 'model-ends', message: `${model} ${end}.`, range }];
}

function lintRouteId(model: string, range: TextRange, { routes, routeProblem }: ModelKnowledge): readonly Problem[] {
  if (!routes) return [];
  if (routes.includes(model)) {
    const message = routeProblem?.(model);
    return message === undefined ? [] : [{ severity: 'error', code: 'route-not-ready', message, range }];
  }
  const near = closest(model, routes);
  const advice = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Write it under "routes" in polyprompt.yaml.';
  const message = `There is no route "${routeNameOf(model)}" in this folder. ${advice}`;
  return [{ severity: 'error', code: 'unknown-route', message, range }];
}
