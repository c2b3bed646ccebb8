import { PolypromptError } from '../../errors.ts';
import { isRouteId, routeId, routeNameOf } from '../../routeId.ts';
import { type Route, type RouteStep, requestClasses, stepsOf } from '../route.ts';
import { type ExportedRoute, ExportNotes, type RouteExport } from './exportedRoute.ts';
import { checkExpression, isJsonText } from './moduleChecks.ts';
import { askClassText, classifyExpression, stepsOfClass, usualTokens } from './moduleClasses.ts';
import { isReachable, type ModuleDialect, quoted } from './moduleDialect.ts';
import { kindParts } from './moduleKinds.ts';
import { noteModule } from './moduleNotes.ts';
import { asking, entry, failures, requestTypes } from './moduleRuntime.ts';
import { routesInside } from './routeOrder.ts';
import { type Vendor, vendorOf } from './vendor.ts';

/** A TypeScript file that does what the route does, without Polyprompt. Throws when none of its targets could be asked. */
export function routeModule(exported: RouteExport, dialect: ModuleDialect): ExportedRoute {
  const notes = new ExportNotes();
  const inside = routesInside(exported.route, exported.book.routes);
  const vendors = reachable(exported, inside, notes);
  if (vendors.size === 0)
    throw new PolypromptError('invalid-arguments', `No vendor offers a target of ${routeId(exported.route.name)}.`, {
      hint: 'Export a route over models of a vendor, or of a server whose address is set.',
    });
  for (const route of inside.toReversed()) noteModule(route, notes);
  const names = variableNames(inside);
  const writer = { exported, vendors, names, notes };
  const routes = inside.map((route) => `const ${names.get(route.name)}: Target = ${routeExpression(route, writer)};`);
  const all = [...vendors.values()];
  const text = [
    `/** The route "${exported.route.name}" of polyprompt.yaml. It needs: npm install ${dialect.packages(all).join(' ')} */`,
    dialect.imports(all).join('\n'),
    requestTypes.trim(),
    // The parts that routes are made of come before them, since a class does not exist before its line.
    ...partsFor(inside, routes.join('\n'), [asking, ...dialect.functions(all), failures, dialect.errors]),
    clients(all, dialect).join('\n'),
    modelTable(vendors, dialect),
    ...routes,
    `const route: Target = ${names.get(exported.route.name)};`,
    entry.trim(),
  ];
  return { text: `${text.join('\n\n')}\n`, language: 'typescript', notes: notes.list };
}

interface Writer {
  readonly exported: RouteExport;
  readonly vendors: ReadonlyMap<string, Vendor>;
  /** The variables of routes, by name. */
  readonly names: ReadonlyMap<string, string>;
  readonly notes: ExportNotes;
}

function reachable(
  { endpoints }: RouteExport,
  inside: readonly Route[],
  notes: ExportNotes,
): ReadonlyMap<string, Vendor> {
  const vendors = new Map<string, Vendor>();
  for (const route of inside) {
    const judges = route.kind === 'cost' && route.classify.by === 'model' ? [route.classify.model] : [];
    for (const target of [...stepsOf(route).map((step) => step.target), ...judges]) {
      if (isRouteId(target)) continue;
      const vendor = vendorOf(target, endpoints);
      if (vendor && isReachable(vendor)) vendors.set(target, vendor);
      else notes.add(`${route.name}.${route.kind}`, `Only Polyprompt can ask ${target}: it is left out.`);
    }
  }
  return vendors;
}

/** The variable of each route, such as `routeSafe` for `safe`; each once. */
function variableNames(routes: readonly Route[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { name } of routes) {
    const words = name.split(/[^A-Za-z0-9]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
    const plain = `route${words.join('')}`;
    const taken = new Set(names.values());
    let variable = plain;
    for (let count = 2; taken.has(variable); count++) variable = `${plain}${count}`;
    names.set(name, variable);
  }
  return names;
}

function clients(vendors: readonly Vendor[], dialect: ModuleDialect): readonly string[] {
  const byProvider = new Map(vendors.map((vendor) => [vendor.provider, vendor]));
  return [...byProvider.values()].map((vendor) => dialect.client(vendor, clientName(vendor)));
}

function clientName({ provider }: Vendor): string {
  return `${provider.replace(/[^A-Za-z0-9]+(.)?/g, (_gap, next: string | undefined) => next?.toUpperCase() ?? '')}Client`;
}

function modelTable(vendors: ReadonlyMap<string, Vendor>, dialect: ModuleDialect): string {
  const lines = [...vendors].map(
    ([id, vendor]) =>
      `  ${quoted(id)}: model(${quoted(id)}, (request) => ${dialect.call(vendor, clientName(vendor))}),`,
  );
  return ['const models = {', ...lines, '};'].join('\n');
}

/** The parts that the routes use, each once. */
function partsFor(inside: readonly Route[], routes: string, always: readonly string[]): readonly string[] {
  const parts = [
    ...always,
    ...inside.flatMap(({ kind }) => kindParts[kind]),
    ...(routes.includes('isJson(') ? [isJsonText] : []),
    ...(routes.includes('askClass(') ? [askClassText] : []),
  ];
  return [...new Set(parts)].map((part) => part.trim());
}

function routeExpression(route: Route, writer: Writer): string {
  const list = (steps: readonly RouteStep[]) => stepList(steps, writer);
  switch (route.kind) {
    case 'fallback':
      return call('fallback', {
        steps: list(route.steps),
        on: JSON.stringify(route.on).replaceAll('"', "'"),
        ...(route.contextSteps ? { contextSteps: list(route.contextSteps) } : {}),
        ...(route.policySteps ? { policySteps: list(route.policySteps) } : {}),
        ...(route.cooldown ? { cooldown: plainObject({ ...route.cooldown }) } : {}),
        depth: String(route.depth),
      });
    case 'cascade': {
      const on = route.on.filter((cause) => cause !== 'unsure').map(quoted);
      const checks = route.checks.flatMap((check) => checkExpression(check) ?? []);
      return call('cascade', { steps: list(route.steps), on: `[${on.join(', ')}]`, checks: `[${checks.join(', ')}]` });
    }
    case 'cost': {
      const judged = route.classify.by === 'model' && !writer.vendors.has(route.classify.model);
      const classify = judged ? "() => 'standard'" : classifyExpression(route, 'models', writer.notes);
      const order = requestClasses.map((name) => `${name}: ${list(stepsOfClass(route, name, writer.exported.book))}`);
      return `cost(${classify}, { ${order.join(', ')} })`;
    }
    case 'latency':
      return call(
        `latency`,
        {
          steps: list(route.steps),
          tolerance: String(route.tolerance),
          ...(route.hedge === undefined
            ? {}
            : { hedge: route.hedge === 'p95' ? quoted('p95') : String(route.hedge.afterMs) }),
        },
        quoted(route.name),
      );
    case 'weighted': {
      const shares = route.shares.flatMap(({ step, weight }) => {
        const expression = stepExpression(step, writer);
        return expression === undefined ? [] : [`{ step: ${expression}, weight: ${weight} }`];
      });
      return `weighted(${quoted(route.name)}, [${shares.join(', ')}])`;
    }
    case 'shadow': {
      const serve = stepExpression(route.serve, writer);
      if (serve === undefined)
        throw new PolypromptError(
          'invalid-arguments',
          `Nobody could serve ${routeId(route.name)}: only Polyprompt can ask ${route.serve.target}.`,
          {
            hint: 'Let a model of a vendor serve.',
          },
        );
      return call('shadow', { serve, compare: list(route.compare), share: String(route.share) }, quoted(route.name));
    }
  }
}

function call(name: string, fields: Readonly<Record<string, string>>, first?: string): string {
  const lines = Object.entries(fields).map(([key, value]) => `  ${key}: ${value},`);
  return `${name}(${first === undefined ? '' : `${first}, `}{\n${lines.join('\n')}\n})`;
}

function plainObject(fields: Readonly<Record<string, number>>): string {
  return `{ ${Object.entries(fields)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ')} }`;
}

function stepList(steps: readonly RouteStep[], writer: Writer): string {
  return `[${steps.flatMap((step) => stepExpression(step, writer) ?? []).join(', ')}]`;
}

/** The expression of a step; undefined for a target that was left out. */
function stepExpression(
  { target, retries, timeoutMs }: RouteStep,
  { names, vendors, exported }: Writer,
): string | undefined {
  const isRoute = isRouteId(target);
  if (!isRoute && !vendors.has(target)) return undefined;
  const price = isRoute ? undefined : exported.book.price(target, usualTokens);
  const fields = [
    `target: ${isRoute ? names.get(routeNameOf(target)) : `models[${quoted(target)}]`}`,
    ...(retries > 0 ? [`retries: ${retries}`] : []),
    ...(timeoutMs === undefined ? [] : [`timeoutMs: ${timeoutMs}`]),
    ...(price === undefined ? [] : [`price: ${Number(price.toPrecision(3))}`]),
  ];
  return `{ ${fields.join(', ')} }`;
}
