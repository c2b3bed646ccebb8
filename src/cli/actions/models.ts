import { PolypromptError } from '../../core/errors.ts';
import type { Catalog, CatalogEntry } from '../../core/pricing/catalog.ts';
import { entryOf } from '../../core/pricing/entryOf.ts';
import { withListed } from '../../core/pricing/listedCatalog.ts';
import { describeEnd, endOf, endsWithin, isoDay, lastingFirst, type ModelEnd } from '../../core/pricing/modelEnd.ts';
import type { ListedModel, Provider } from '../../core/providers/contract/provider.ts';
import { closest } from '../../core/text/closest.ts';
import { counted } from '../../core/text/formatCount.ts';
import { formatTable } from '../../core/text/table.ts';
import { type CliContext, createContext } from '../inputs/configuration.ts';
import { modelsNamedIn } from '../inputs/namedModels.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print, printJson, tell } from '../terminal/terminal.ts';

export interface ModelsOptions {
  readonly provider?: string;
  readonly endpoint: readonly string[];
  readonly catalog?: string;
  readonly json?: true;
  /** How many days ahead the end of a model is looked for. */
  readonly ending?: number;
  /** An ISO date that takes the place of today. */
  readonly on?: string;
}

/** Milliseconds that a provider may take to list its models before the catalog alone has to do. */
const listTimeoutMs = 10_000;

/** Prints models, prices and limits; the result is the exit code. */
export async function models(paths: readonly string[], options: ModelsOptions): Promise<number> {
  const context = createContext(options);
  const { environment } = context;
  const today = options.on ?? isoDay(environment.clock.wallTime());
  const named = paths.length === 0 ? undefined : await modelsNamedIn(paths);
  const all = await entriesFor(context, options.provider);
  const entries = named ? all.filter(({ id }) => named.has(id)) : all;
  const catalog: Catalog = { today, entries: new Map(all.map((entry) => [entry.id, entry])) };
  if (options.ending !== undefined) return tellEnding(endsIn(entries, catalog, options.ending), catalog, options);
  const ordered = lastingFirst(
    entries.map(({ id }) => id),
    catalog,
  ).flatMap((id) => entryOf(catalog, id) ?? []);
  if (options.json) printJson(ordered, 2);
  else print(tableOf(ordered, catalog));
  return exitCodes.done;
}

function endsIn(entries: readonly CatalogEntry[], catalog: Catalog, days: number): readonly ModelEnd[] {
  return endsWithin(
    catalog,
    entries.map(({ id }) => id),
    days,
  );
}

/** Prints a line for each model that has ended or ends in time. Any such model is a failure, so that CI reports it. */
function tellEnding(ends: readonly ModelEnd[], { today }: Catalog, { ending = 0, json }: ModelsOptions): number {
  if (json) printJson(ends, 2);
  else if (ends.length === 0)
    print(`No model ends within ${counted(ending, 'day')} of ${today}, as far as is known.\n`);
  else print(ends.map((end) => `${end.model}: ${describeEnd(end)}${end.source ? `. ${end.source}` : ''}\n`).join(''));
  return ends.length === 0 ? exitCodes.done : exitCodes.modelFailed;
}

async function entriesFor(context: CliContext, providerId: string | undefined): Promise<CatalogEntry[]> {
  const all = [...context.catalog.entries.values()];
  if (providerId === undefined) return all;
  const provider = context.registry.get(providerId);
  if (!provider) {
    const near = closest(
      providerId,
      context.registry.list().map((known) => known.id),
    );
    const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Run polyprompt models to see all of them.';
    throw new PolypromptError('unknown-provider', `There is no provider "${providerId}".`, { hint });
  }
  const known = all.filter((entry) => entry.id.startsWith(`${providerId}/`));
  const ids = new Set(known.map((entry) => entry.id));
  const listed = await listedBy(context, provider);
  const merged = withListed(context.catalog, providerId, listed).entries;
  const more = listed.map(({ model }) => `${providerId}/${model}`).filter((id) => !ids.has(id));
  return [...ids, ...more].flatMap((id) => merged.get(id) ?? []);
}

/** A provider that cannot be asked (no key, no network) is no failure: the catalog stands, and stderr says why. */
async function listedBy(context: CliContext, provider: Provider): Promise<readonly ListedModel[]> {
  if (!provider.listModels) return [];
  try {
    const access = await context.registry.accessFor(provider, '', context.environment);
    return await provider.listModels(access, AbortSignal.timeout(listTimeoutMs));
  } catch (error) {
    const reason = error instanceof PolypromptError ? error.message : `${provider.name} did not answer in time.`;
    tell(`${reason} Showing the catalog alone.\n`);
    return [];
  }
}

function tableOf(entries: readonly CatalogEntry[], catalog: Catalog): string {
  const price = (figure: number | undefined) => (figure === undefined ? 'unknown' : `$${figure}`);
  const rows = entries.map((entry) => [
    entry.id,
    entry.tier ?? '',
    entry.contextWindow === undefined ? '' : `${Math.round(entry.contextWindow / 1000)}k`,
    price(entry.price?.input),
    price(entry.price?.output),
    entry.date ?? '',
    endText(entry.id, catalog),
  ]);
  return `${formatTable(['model', 'tier', 'context', 'in $/M', 'out $/M', 'price of', 'end'], rows)}`;
}

function endText(id: string, catalog: Catalog): string {
  const end = endOf(catalog, id);
  return end ? describeEnd(end) : '';
}
