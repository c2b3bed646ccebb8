import { PolypromptError } from '../../errors.ts';
import type { JsonObject } from '../../json.ts';
import { isRouteId, routeId, routeNameOf } from '../../routeId.ts';
import { requireRoute } from '../followRoute.ts';
import { errorCauses, type Route, type RouteStep, stepsOf } from '../route.ts';
import { type ExportedRoute, ExportNotes, type RouteExport } from './exportedRoute.ts';
import { type OpenrouterModel, openrouterModel } from './openrouterNames.ts';
import { routesInside } from './routeOrder.ts';

/** The body of a request to OpenRouter's Chat Completions that comes closest to a route; the caller adds the messages. */
export function openrouterRequest(exported: RouteExport): ExportedRoute {
  const { route, book } = exported;
  const { routes } = book;
  const notes = new ExportNotes();
  for (const one of routesInside(route, routes).toReversed()) noteRoute(one, notes);
  const models = uniqueModels(modelsOf(route, { routes, notes }));
  const [first, ...others] = models;
  if (!first)
    throw new PolypromptError('invalid-arguments', `OpenRouter offers none of the targets of ${routeId(route.name)}.`, {
      hint: 'Export a route over models of a vendor, for example openai/gpt-5.6-luna.',
    });
  const provider = providerRules(route, models, notes);
  const body: JsonObject = {
    model: first.id,
    ...(others.length > 0 ? { models: others.map(({ id }) => id), route: 'fallback' } : {}),
    ...(Object.keys(provider).length > 0 ? { provider } : {}),
    messages: [{ role: 'user', content: '...' }],
  };
  return { text: `${JSON.stringify(body, null, 2)}\n`, language: 'json', notes: notes.list };
}

interface Place {
  readonly routes: ReadonlyMap<string, Route>;
  readonly notes: ExportNotes;
}

/** The models that are asked, in this order. */
function modelsOf(route: Route, place: Place): readonly OpenrouterModel[] {
  return stepsFor(route).flatMap(({ target }) => {
    if (isRouteId(target)) {
      const inner = requireRoute(place, routeNameOf(target));
      if (inner.kind !== 'fallback')
        place.notes.add(
          inner.name,
          `OpenRouter has one list of models: ${routeId(inner.name)} stands in it as its targets.`,
        );
      return modelsOf(inner, place);
    }
    const model = openrouterModel(target);
    if (!model) place.notes.add(`${route.name}.${route.kind}`, `OpenRouter does not offer ${target}: it is left out.`);
    return model ? [model] : [];
  });
}

function stepsFor(route: Route): readonly RouteStep[] {
  switch (route.kind) {
    case 'weighted':
      return route.shares
        .filter(({ weight }) => weight > 0)
        .toSorted((left, right) => right.weight - left.weight)
        .map(({ step }) => step);
    case 'shadow':
      return [route.serve];
    default:
      return route.steps;
  }
}

function uniqueModels(models: readonly OpenrouterModel[]): readonly OpenrouterModel[] {
  return models.filter(({ id }, index) => models.findIndex((model) => model.id === id) === index);
}

function providerRules(route: Route, models: readonly OpenrouterModel[], notes: ExportNotes): JsonObject {
  const wanted = [...new Set(models.flatMap(({ host }) => host ?? []))];
  const isPinned = wanted.length > 0 && models.every(({ host }) => host !== undefined);
  if (wanted.length > 0 && (!isPinned || wanted.length > 1))
    notes.add(
      `${route.name}.${route.kind}`,
      `OpenRouter names hosts for the whole request, not for a model: which of them is asked at ${wanted.join(' or ')} cannot be said.`,
    );
  const sort =
    route.kind === 'cost'
      ? { sort: { by: 'price', partition: 'none' } }
      : route.kind === 'latency'
        ? { sort: { by: route.measure === 'total' ? 'throughput' : 'latency', partition: 'none' } }
        : {};
  return { ...sort, ...(isPinned ? { order: [...wanted], allow_fallbacks: false } : {}) };
}

/** Notes the parts of one route that OpenRouter does in another way, or not at all. */
function noteRoute(route: Route, notes: ExportNotes): void {
  const { name } = route;
  const steps = stepsOf(route);
  if (steps.some(({ retries }) => retries > 0))
    notes.add(`${name}.retries`, 'OpenRouter decides itself how often it asks a model again.');
  if (steps.some(({ timeoutMs }) => timeoutMs !== undefined))
    notes.add(
      `${name}.timeout`,
      'OpenRouter has no time limit for a model: set one for the whole request where it is sent.',
    );
  switch (route.kind) {
    case 'fallback':
      noteFallback(route, notes);
      break;
    case 'cost':
      notes.add(
        `${name}.classify`,
        'OpenRouter does not tell simple requests from hard ones by this rule: all go the same way.',
      );
      notes.add(`${name}.floor`, 'OpenRouter sorts by price alone; it knows no floor for quality.');
      break;
    case 'latency':
      if (route.hedge !== undefined)
        notes.add(`${name}.hedge`, 'OpenRouter asks no second model while it waits for the first.');
      if (route.tolerance > 0)
        notes.add(`${name}.tolerance`, 'OpenRouter sorts strictly: no band within which the cheaper model counts.');
      return;
    case 'cascade':
      notes.add(`${name}.cascade`, 'OpenRouter does not look at answers: the next model is asked after errors alone.');
      break;
    case 'weighted':
      notes.add(
        `${name}.weighted`,
        'OpenRouter splits nothing by weight: the heaviest target is asked first, the others when it fails.',
      );
      break;
    case 'shadow':
      notes.add(`${name}.shadow.compare`, 'OpenRouter asks no models beside the one that serves.');
      break;
  }
}

function noteFallback(route: Extract<Route, { kind: 'fallback' }>, notes: ExportNotes): void {
  const { name, on, contextSteps, policySteps, cooldown, depth, steps } = route;
  const unwanted = errorCauses.filter((cause) => !on.includes(cause));
  if (unwanted.length > 0)
    notes.add(`${name}.on`, `OpenRouter moves on after any error, so after ${unwanted.join(', ')} too.`);
  const missed = on.filter((cause) => !errorCauses.includes(cause));
  if (missed.length > 0) notes.add(`${name}.on`, `OpenRouter does not move on after ${missed.join(', ')}.`);
  if (contextSteps)
    notes.add(`${name}.context-too-long`, 'OpenRouter has no list of its own for prompts that are too long.');
  if (policySteps)
    notes.add(`${name}.content-policy`, 'OpenRouter has no list of its own for prompts that a filter refused.');
  if (cooldown) notes.add(`${name}.cooldown`, 'OpenRouter has rests of its own; they cannot be set.');
  if (depth < steps.length - 1) notes.add(`${name}.depth`, 'OpenRouter goes through the whole list.');
}
