import { orderByCost } from '../followCost.ts';
import { isMeasuredFor } from '../measuredFigures.ts';
import type { ClassRule, CostRoute, RequestClass, RouteStep } from '../route.ts';
import type { RouteBook } from '../routeCommand.ts';
import type { ExportNotes } from './exportedRoute.ts';
import { quoted } from './moduleDialect.ts';

/** The tokens of a usual request, for prices. */
export const usualTokens = 1000;

/** The steps that are asked for a class of requests, by what was measured up to now; by price alone where nothing was. */
export function stepsOfClass(route: CostRoute, requestClass: RequestClass, book: RouteBook): readonly RouteStep[] {
  const measured = book.measured(route.name);
  const request = { key: '', tokens: usualTokens, text: '', hasTools: false, hasSchema: false, hasMedia: false };
  if (isMeasuredFor(measured, route))
    return orderByCost({ book, request }, route, { measured, requestClass }).map(({ step }) => step);
  const priceOf = ({ target }: RouteStep) => book.price(target, usualTokens) ?? Number.MAX_VALUE;
  return route.steps.toSorted((left, right) => priceOf(left) - priceOf(right));
}

/** A function over `request` that gives its class. */
export function classifyExpression({ name, classify }: CostRoute, models: string, notes: ExportNotes): string {
  if (classify.by === 'table' || classify.by === 'logistic') {
    notes.add(`${name}.classify`, 'What was learnt is not part of the file: every request counts as standard.');
    return "() => 'standard'";
  }
  if (classify.by === 'model') return `(request) => askClass(${models}[${quoted(classify.model)}], request)`;
  const { simple, hard } = classify;
  const isHard = partsOf(hard).join(' || ') || 'false';
  const isSimple = partsOf(simple).join(' && ') || 'false';
  return `(request) => (${isHard} ? 'hard' : ${isSimple} ? 'simple' : 'standard')`;
}

function partsOf({ shorterThan, longerThan, words, tools, schema, images }: ClassRule): readonly string[] {
  return [
    ...(shorterThan === undefined ? [] : [`tokensOf(request) < ${shorterThan}`]),
    ...(longerThan === undefined ? [] : [`tokensOf(request) > ${longerThan}`]),
    ...(words === undefined
      ? []
      : [
          `[${words.map((word) => quoted(word.toLowerCase())).join(', ')}].some((word) => hasWord(textOf(request), word))`,
        ]),
    ...(tools === undefined ? [] : [`((request.tools ?? []).length > 0) === ${tools}`]),
    ...(schema === undefined ? [] : [`(request.schema !== undefined) === ${schema}`]),
    ...(images === undefined ? [] : [`hasImage(request) === ${images}`]),
  ];
}

export const askClassText = String.raw`
/** Asks a model how hard a request is; what it answers besides the three words counts as standard. */
async function askClass(judge: Target, request: RouteRequest): Promise<RequestClass> {
  const content =
    'Say how hard it is to answer the request between the marks. Do not answer it. Reply with one word: simple, standard or hard.' +
    '\n<<<\n' + textOf(request) + '\n>>>';
  const { signal } = request;
  const outcome = await judge({ messages: [{ role: 'user', content }], ...(signal ? { signal } : {}) }, []);
  const said = /\b(simple|standard|hard)\b/i.exec(outcome.text ?? '')?.[1]?.toLowerCase();
  return said === 'simple' || said === 'hard' ? said : 'standard';
}
`;
