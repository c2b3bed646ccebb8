import type { SuitePlan } from '../../core/plan/planSuite.ts';
import { withListed } from '../../core/pricing/listedCatalog.ts';
import type { Provider } from '../../core/providers/contract/provider.ts';
import type { RouteBook } from '../../core/routing/routeCommand.ts';
import { routeParts } from '../../core/routing/routeParts.ts';
import type { Engine } from '../engine.ts';

/** Milliseconds after which a proxy that does not answer is not waited for any longer. Its prices stay unknown. */
const askForMs = 5000;

/** The context with the prices and limits that a proxy of the user's tells, where the suite asks one, because nobody else knows them. */
export async function withListedPrices(
  context: Engine,
  { planned, routes }: { readonly planned: Pick<SuitePlan, 'plan'>; readonly routes: Pick<RouteBook, 'routes'> },
): Promise<Engine> {
  const partsOf = routeParts(routes.routes);
  const models = planned.plan.targets.flatMap(({ model }) => partsOf(model)?.map((part) => part.model) ?? [model]);
  const ids = new Set(models.map((model) => model.slice(0, model.indexOf('/'))));
  let { catalog } = context;
  for (const id of ids) {
    const provider = context.registry.get(id);
    if (provider?.tellsPrices) catalog = withListed(catalog, id, await listedBy(context, provider));
  }
  return { ...context, catalog };
}

async function listedBy({ registry, environment }: Engine, provider: Provider) {
  try {
    const access = await registry.accessFor(provider, '', environment);
    return (await provider.listModels?.(access, AbortSignal.timeout(askForMs))) ?? [];
  } catch {
    // The run itself says what is wrong with the proxy.
    return [];
  }
}
