import { Document, isMap, parseDocument } from 'yaml';
import type { Check } from '../dataset/suite.ts';
import { PolypromptError } from '../errors.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { asWritten, plainLines } from '../text/plainLines.ts';
import type { CascadeRoute, CostRoute } from './route.ts';

/** The routes that a search proposes. */
export type WritableRoute = CascadeRoute | CostRoute;

/**
 * The text of `polyprompt.yaml` with a route added under this name; everything else, with comments and line ends, stays. Throws
 * `invalid-arguments` when the name is taken or not valid, and `invalid-prompt` when the text cannot be read.
 */
export function addRoute(text: string, name: string, route: WritableRoute): string {
  if (!/^[\w.-]+$/.test(name))
    throw new PolypromptError('invalid-arguments', `"${name}" cannot be the name of a route.`, {
      hint: 'Use letters, digits, dots, "-" and "_".',
    });
  const document = text.trim() === '' ? new Document({}) : parseDocument(plainLines(text), { logLevel: 'silent' });
  const [error] = document.errors;
  if (error || !isMap(document.contents))
    throw new PolypromptError('invalid-prompt', 'polyprompt.yaml cannot be read as it is.', {
      hint: 'Mend it first: its Problems say where.',
    });
  if (document.hasIn(['routes', name]))
    throw new PolypromptError('invalid-arguments', `There is a route "${name}" already.`, {
      hint: 'Choose another name.',
    });
  document.setIn(['routes', name], document.createNode(routeAsJson(route), { flow: false }));
  return asWritten(document.toString({ lineWidth: 0, flowCollectionPadding: false }), text);
}

/** This name, or the first of `NAME-2`, `NAME-3` and so on that no route of `polyprompt.yaml` has. */
export function freeRouteName(text: string, wanted: string): string {
  const document = parseDocument(text, { logLevel: 'silent' });
  const isTaken = (name: string) => isMap(document.contents) && document.hasIn(['routes', name]);
  for (let name = wanted, count = 2; ; name = `${wanted}-${count++}`) if (!isTaken(name)) return name;
}

function routeAsJson(route: WritableRoute): JsonObject {
  const steps = route.steps.map(({ target }) => target);
  if (route.kind === 'cost') {
    const by = route.classify.by === 'model' ? route.classify.model : route.classify.by;
    return { cost: steps, floor: route.figure?.text ?? route.floor, classify: by };
  }
  return { cascade: steps, ...(route.checks.length > 0 ? { assert: route.checks.map(checkAsJson) } : {}) };
}

/** A check as it is written in a suite. */
function checkAsJson(check: Check): JsonValue {
  const plain: JsonValue = JSON.parse(
    JSON.stringify(check, (key, value: unknown) => (key === 'place' || key === 'negated' ? undefined : value)),
  );
  const type = 'negated' in check && check.negated ? `not-${check.type}` : check.type;
  return typeof plain === 'object' && plain !== null && !Array.isArray(plain) ? { ...plain, type } : plain;
}
