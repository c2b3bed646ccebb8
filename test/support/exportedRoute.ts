import { loadCatalog } from '../../src/core/pricing/catalog.ts';
import type { EndpointSettings } from '../../src/core/providers/contract/endpoint.ts';
import type { ExportedRoute, ExportTarget } from '../../src/core/routing/export/exportedRoute.ts';
import { exportRoute } from '../../src/core/routing/export/exportRoute.ts';
import { requireRoute } from '../../src/core/routing/followRoute.ts';
import type { RouteBook } from '../../src/core/routing/routeCommand.ts';
import { routeBook } from './routes.ts';

export interface ExportWish {
  /** The name of the route; the first of the file unless given. */
  readonly name?: string;
  readonly endpoints?: Readonly<Record<string, EndpointSettings>>;
  readonly known?: Partial<RouteBook>;
}

/** A route of a `polyprompt.yaml`, written for a target. */
export async function exported(target: ExportTarget, yaml: string, wish: ExportWish = {}): Promise<ExportedRoute> {
  const book = await routeBook(yaml, wish.known);
  const [first = ''] = book.routes.keys();
  const catalog = loadCatalog();
  const { name = first, endpoints = {} } = wish;
  return exportRoute({ route: requireRoute(book, name), book, catalog, endpoints }, target);
}

/** The places of its notes, each once. */
export function keysOf({ notes }: ExportedRoute): readonly string[] {
  return [...new Set(notes.map(({ key }) => key))];
}

/** A file with every kind of route, nested into each other. */
export const nestedRoutes = `
routes:
  watched: {shadow: {serve: route:careful, compare: [route:fast], share: 10%}}
  careful:
    cascade: [{model: openai/small, timeout: 20s}, route:cheap]
    assert: [{type: is-json}, {type: not-icontains, value: "it's"}, {type: contains-any, value: [a, b]}]
  cheap: {cost: [openai/small, route:safe], floor: 95%, classify: openai/small}
  ruled: {cost: [openai/small, google/medium], rules: {hard: {words: [prove], longer-than: 900, images: true}}}
  safe:
    fallback: [openai/small, {model: anthropic/medium, retries: 2, timeout: 20s}, route:split, route:ruled]
    context-too-long: [google/medium]
    content-policy: [groq/openai/large]
  fast: {latency: [openai/small, anthropic/medium], tolerance: 0.2, hedge: p95}
  split: {weighted: {openai/small: 3, mistral/medium: 1}}
  plain: {fallback: [openai/small, xai/medium]}
`;
