import { stringify } from 'yaml';
import { PolypromptError } from '../../errors.ts';
import type { JsonObject } from '../../json.ts';
import { defined } from '../../jsonRead.ts';
import { routeId } from '../../routeId.ts';
import type { Route } from '../route.ts';
import { type ExportedRoute, ExportNotes, type RouteExport } from './exportedRoute.ts';
import { type LitellmGroup, litellmGroups } from './litellmGroups.ts';
import { noteLitellm } from './litellmNotes.ts';
import { litellmParams } from './litellmParams.ts';
import { routesInside } from './routeOrder.ts';

/** A `config.yaml` of the LiteLLM proxy in which the route is a model of its own name. Throws when none of its targets could be asked. */
export function litellmConfig(exported: RouteExport): ExportedRoute {
  const { route, book } = exported;
  const notes = new ExportNotes();
  const inside = routesInside(route, book.routes);
  const groups = litellmGroups(exported, notes);
  if (!groups.some(({ name }) => name === route.name))
    throw new PolypromptError('invalid-arguments', `LiteLLM could ask none of the targets of ${routeId(route.name)}.`, {
      hint: 'Export a route over models of a vendor, or of a server whose address is set.',
    });
  for (const one of inside.toReversed()) noteLitellm(one, notes);
  const config: JsonObject = {
    model_list: groups.flatMap(({ name, deployments }) =>
      deployments.map((deployment) => ({ model_name: name, ...litellmParams(deployment) })),
    ),
    router_settings: routerSettings(groups, inside),
    // LiteLLM drops settings that a model cannot take, as Polyprompt does, and does not refuse them.
    litellm_settings: { drop_params: true },
    // The proxy does not start without a master key.
    general_settings: { master_key: 'os.environ/LITELLM_MASTER_KEY' },
  };
  const head = `# The route "${route.name}" of polyprompt.yaml for the LiteLLM proxy: litellm --config config.yaml\n# Ask for the model "${route.name}". Keys come from the environment; LITELLM_MASTER_KEY is the one that callers of the proxy show.\n`;
  return { text: `${head}${stringify(config, { lineWidth: 0 })}`, language: 'yaml', notes: notes.list };
}

function routerSettings(groups: readonly LitellmGroup[], inside: readonly Route[]): JsonObject {
  const [main, ...others] = groups;
  const depths = inside.flatMap((route) => (route.kind === 'fallback' ? [route.depth] : []));
  const longest = Math.max(0, ...groups.map(({ next }) => next.length));
  const ruled = others.flatMap(({ name, strategy }) => (strategy ? [{ name, strategy }] : []));
  const list = (key: 'next' | 'afterContext' | 'afterPolicy') => chains(groups, key);
  return {
    routing_strategy: main?.strategy?.name ?? 'simple-shuffle',
    ...(main?.strategy?.args ? { routing_strategy_args: main.strategy.args } : {}),
    ...(ruled.length === 0
      ? {}
      : {
          routing_groups: ruled.map(({ name, strategy }) => ({
            group_name: `group:${name}`,
            models: [name],
            routing_strategy: strategy.name,
            ...defined({ routing_strategy_args: strategy.args }),
          })),
        }),
    num_retries: 0,
    max_fallbacks: depths.length > 0 ? Math.max(...depths) : longest,
    ...named('fallbacks', list('next')),
    ...named('context_window_fallbacks', list('afterContext')),
    ...named('content_policy_fallbacks', list('afterPolicy')),
  };
}

/** Each group with the groups that follow it; the other groups of a route do after such a failure what its first group does. */
function chains(groups: readonly LitellmGroup[], key: 'next' | 'afterContext' | 'afterPolicy'): JsonObject[] {
  const own = new Map(groups.flatMap((group) => (group[key]?.length ? [[group.name, group[key]] as const] : [])));
  if (key !== 'next')
    for (const [name, list] of [...own]) {
      const followers = groups.find((group) => group.name === name)?.next ?? [];
      for (const follower of followers) if (!own.has(follower)) own.set(follower, list);
    }
  return [...own].map(([name, list]) => ({ [name]: list.filter((next) => next !== name) }));
}

function named(key: string, list: readonly JsonObject[]): JsonObject {
  return list.length === 0 ? {} : { [key]: [...list] };
}
