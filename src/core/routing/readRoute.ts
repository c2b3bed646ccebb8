import { readChecks } from '../dataset/readChecks.ts';
import { readRequirement } from '../dataset/requirement.ts';
import { has, itemsOf, numberOf, type SourceNode, textOf, textsOf } from '../dataset/sourceNode.ts';
import type { SuiteReading } from '../dataset/suiteReading.ts';
import { isJsonObject } from '../json.ts';
import { defined } from '../jsonRead.ts';
import { isRouteId } from '../routeId.ts';
import { figureName } from './measuredFigures.ts';
import { readDuration, readShare } from './quantities.ts';
import {
  type Classifier,
  type ClassRule,
  type Cooldown,
  type CostRoute,
  type Escalation,
  errorCauses,
  escalations,
  moveCauses,
  type Route,
  type RouteKind,
  type RouteStep,
  usualRules,
} from './route.ts';

const kinds: readonly RouteKind[] = ['fallback', 'cost', 'latency', 'cascade', 'weighted', 'shadow'];

/** The causes that say nothing about the request, so that another target may well answer it. */
const defaultCauses = errorCauses.filter((cause) => cause !== 'rejected' && cause !== 'content-policy');
const defaultCooldown: Cooldown = { failures: 3, windowMs: 60_000, restMs: 30_000 };
const defaultDepth = 5;

/** Keys that mean something only in these kinds of routes. */
const keysOf: Readonly<Record<string, readonly RouteKind[]>> = {
  on: ['fallback', 'cascade'],
  'context-too-long': ['fallback'],
  'content-policy': ['fallback'],
  cooldown: ['fallback'],
  depth: ['fallback'],
  retries: ['fallback'],
  floor: ['cost', 'latency'],
  classify: ['cost'],
  rules: ['cost'],
  measure: ['latency'],
  tolerance: ['latency'],
  hedge: ['latency'],
  assert: ['cascade'],
  judge: ['cascade'],
  'sure-from': ['cascade'],
};

/** Reads one route of `polyprompt.yaml`; undefined, with a problem, when it has no way to choose. */
export async function readRoute(reading: SuiteReading, name: string, node: SourceNode): Promise<Route | undefined> {
  if (!isJsonObject(node.value)) return undefined;
  const said = kinds.filter((kind) => has(node, kind));
  const [kind] = said;
  if (kind === undefined || said.length > 1) {
    const message = `The route "${name}" needs one of ${kinds.join(', ')}${kind === undefined ? '' : `, not ${said.join(' and ')}`}.`;
    reading.report(node.place, 'route-kind', message);
    return undefined;
  }
  for (const [key, meant] of Object.entries(keysOf))
    if (has(node, key) && !meant.includes(kind))
      reading.report(node.keyPlace(key), 'route-key', `"${key}" means nothing in a ${kind} route.`, 'warning');
  if (!/^[\w.-]+$/.test(name)) {
    reading.report(node.place, 'route-name', 'A route is named by letters, digits, dots, "-" and "_".');
    return undefined;
  }
  return readers[kind](reading, { name, node });
}

interface Named {
  readonly name: string;
  readonly node: SourceNode;
}

type RouteReader = (reading: SuiteReading, named: Named) => Route | undefined | Promise<Route>;

const readers: Readonly<Record<RouteKind, RouteReader>> = {
  fallback: (_reading, { name, node }) => {
    const cooldown = readCooldown(node.child('cooldown'));
    return {
      ...baseOf({ name, node }),
      kind: 'fallback',
      steps: stepsIn(node, 'fallback'),
      on: chosen(node.child('on'), moveCauses) ?? defaultCauses,
      ...(has(node, 'context-too-long') ? { contextSteps: stepsIn(node, 'context-too-long') } : {}),
      ...(has(node, 'content-policy') ? { policySteps: stepsIn(node, 'content-policy') } : {}),
      ...defined({ cooldown }),
      depth: numberOf(node.child('depth')) ?? defaultDepth,
    };
  },
  cost: (reading, { name, node }) => {
    const floor = readFloor(reading, node.child('floor'));
    return (
      floor && {
        ...baseOf({ name, node }),
        kind: 'cost',
        steps: stepsIn(node, 'cost'),
        ...floor,
        classify: readClassifier(reading, node),
      }
    );
  },
  latency: (reading, { name, node }) => {
    if (isFigure(node.child('floor'))) {
      const message = 'The floor of a latency route is a pass rate, such as 90%: only a cost route goes by a figure.';
      reading.report(node.child('floor').place, 'route-floor', message);
      return undefined;
    }
    const hedge = node.child('hedge').value;
    const afterMs = readDuration(hedge);
    const floor = readShare(node.child('floor').value);
    return {
      ...baseOf({ name, node }),
      kind: 'latency',
      steps: stepsIn(node, 'latency'),
      measure: textOf(node.child('measure')) === 'total' ? 'total' : 'first-token',
      tolerance: readShare(node.child('tolerance').value) ?? 0,
      ...defined({ floor }),
      ...(hedge === 'p95' ? { hedge } : afterMs === undefined ? {} : { hedge: { afterMs } }),
    };
  },
  cascade: async (reading, { name, node }) => {
    const checks = await readChecks(reading, node.child('assert'));
    const judge = oneModel(reading, node.child('judge'), 'A judge');
    return {
      ...baseOf({ name, node }),
      kind: 'cascade',
      steps: stepsIn(node, 'cascade'),
      on: chosen<Escalation>(node.child('on'), escalations) ?? escalations,
      checks,
      ...defined({ judge }),
      sureFrom: numberOf(node.child('sure-from')) ?? 0,
    };
  },
  weighted: (_reading, { name, node }) => {
    const shares = node.child('weighted');
    return {
      ...baseOf({ name, node }),
      kind: 'weighted',
      shares: Object.entries(isJsonObject(shares.value) ? shares.value : {}).flatMap(([target, weight]) =>
        typeof weight === 'number' && weight >= 0
          ? [{ step: { ...defaultsOf(node), target, place: shares.keyPlace(target) }, weight }]
          : [],
      ),
    };
  },
  shadow: (_reading, { name, node }) => {
    const shadow = node.child('shadow');
    const serve = shadow.child('serve');
    return {
      ...baseOf({ name, node }),
      kind: 'shadow',
      serve: { ...defaultsOf(node), target: textOf(serve) ?? '', place: serve.place },
      compare: itemsOf(shadow.child('compare')).flatMap((item) => readStep(item, defaultsOf(node))),
      share: readShare(shadow.child('share').value) ?? 1,
    };
  },
};

function baseOf({ name, node }: Named) {
  return { name, place: node.place };
}

/** True for a floor that names a figure, such as `recall(refund) >= 95%`. */
function isFigure(node: SourceNode): boolean {
  return /[a-z]/i.test(textOf(node) ?? '');
}

/**
 * Reads a floor: a pass rate, or the least of a figure as `require` of a suite has it. Undefined, with a problem, where it cannot be read: a
 * route must not go by another floor than is written.
 */
function readFloor(reading: SuiteReading, node: SourceNode): Pick<CostRoute, 'floor' | 'figure'> | undefined {
  if (!isFigure(node)) return { floor: readShare(node.value) ?? 0.9 };
  const read = readRequirement(textOf(node) ?? '');
  const wrong =
    typeof read === 'string'
      ? read
      : read.comparison === '>='
        ? undefined
        : `A floor is the least that a figure has to come to: write ${figureName(read)} >= ${read.bound}`;
  if (typeof read === 'string' || wrong !== undefined) {
    reading.report(node.place, 'route-floor', `${wrong}.`);
    return undefined;
  }
  return { floor: read.bound, ...(read.figure === 'passed' ? {} : { figure: read }) };
}

/** The values that a step has unless it gives its own. */
function defaultsOf(node: SourceNode): Omit<RouteStep, 'target'> {
  const timeoutMs = readDuration(node.child('timeout').value);
  const retries = numberOf(node.child('retries')) ?? 0;
  return { retries, ...defined({ timeoutMs }) };
}

function stepsIn(node: SourceNode, key: string): readonly RouteStep[] {
  return itemsOf(node.child(key)).flatMap((item) => readStep(item, defaultsOf(node)));
}

function readStep(item: SourceNode, defaults: Omit<RouteStep, 'target'>): readonly RouteStep[] {
  const target = textOf(item) ?? textOf(item.child('model'));
  if (target === undefined) return [];
  const timeoutMs = readDuration(item.child('timeout').value);
  const retries = numberOf(item.child('retries'));
  return [
    {
      ...defaults,
      target,
      ...defined({ retries, timeoutMs }),
      place: item.place,
    },
  ];
}

function chosen<Word extends string>(node: SourceNode, words: readonly Word[]): readonly Word[] | undefined {
  if (!Array.isArray(node.value)) return undefined;
  const said = textsOf(node);
  return words.filter((word) => said.includes(word));
}

function readCooldown(node: SourceNode): Cooldown | undefined {
  if (node.value === false) return undefined;
  return {
    failures: numberOf(node.child('failures')) ?? defaultCooldown.failures,
    windowMs: readDuration(node.child('window').value) ?? defaultCooldown.windowMs,
    restMs: readDuration(node.child('rest').value) ?? defaultCooldown.restMs,
  };
}

/** Reads a model that judges requests or answers; it has to be one model, which is not chosen anew for each. */
function oneModel(reading: SuiteReading, node: SourceNode, what: string): string | undefined {
  const model = textOf(node);
  if (model === undefined || !isRouteId(model)) return model;
  reading.report(node.place, 'route-judge', `${what} is always the same model: name one, not a route.`);
  return undefined;
}

function readClassifier(reading: SuiteReading, node: SourceNode): Classifier {
  const by = oneModel(reading, node.child('classify'), 'What classifies requests') ?? 'rules';
  if (by === 'table' || by === 'logistic') return { by };
  if (by !== 'rules') return { by: 'model', model: by };
  const rules = node.child('rules');
  return {
    by,
    simple: has(rules, 'simple') ? readRule(rules.child('simple')) : usualRules.simple,
    hard: has(rules, 'hard') ? readRule(rules.child('hard')) : usualRules.hard,
  };
}

function readRule(node: SourceNode): ClassRule {
  const number = (key: string) => numberOf(node.child(key));
  const shorterThan = number('shorter-than');
  const longerThan = number('longer-than');
  return {
    ...defined({ shorterThan, longerThan }),
    ...(has(node, 'words') ? { words: textsOf(node.child('words')) } : {}),
    ...flag(node, 'tools'),
    ...flag(node, 'schema'),
    ...flag(node, 'images'),
  };
}

function flag<Key extends string>(node: SourceNode, key: Key): { readonly [Name in Key]?: boolean } {
  const { value } = node.child(key);
  const flags: { [Name in Key]?: boolean } = {};
  if (typeof value === 'boolean') flags[key] = value;
  return flags;
}
