import { PolypromptError } from '../../core/errors.ts';
import type { CatalogEntry } from '../../core/pricing/catalog.ts';
import type { ListedModel, Provider } from '../../core/providers/provider.ts';
import { closest } from '../../core/text/closest.ts';
import { formatTable } from '../../core/text/table.ts';
import { type CliContext, createContext } from '../configuration.ts';
import { exitCodes } from '../exitCodes.ts';
import { print, printJson, tell } from '../terminal.ts';

export interface ModelsOptions {
  readonly provider?: string;
  readonly endpoint: readonly string[];
  readonly json?: true;
}

/** How long a provider may take to list its models before the catalog alone has to do. */
const listTimeoutMs = 10_000;

/** Prints models, prices and limits; the result is the exit code. */
export async function models(options: ModelsOptions): Promise<number> {
  const entries = await entriesFor(createContext(options.endpoint), options.provider);
  if (options.json) printJson(entries, 2);
  else print(tableOf(entries));
  return exitCodes.done;
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
  const listed = (await listedBy(context, provider)).map((model) => entryOf(providerId, model));
  return [...known, ...listed.filter((entry) => !ids.has(entry.id))];
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

function entryOf(provider: string, { model, name, contextWindow, outputLimit }: ListedModel): CatalogEntry {
  return {
    id: `${provider}/${model}`,
    ...(name === undefined ? {} : { name }),
    ...(contextWindow === undefined ? {} : { contextWindow }),
    ...(outputLimit === undefined ? {} : { outputLimit }),
  };
}

function tableOf(entries: readonly CatalogEntry[]): string {
  const price = (figure: number | undefined) => (figure === undefined ? 'unknown' : `$${figure}`);
  const rows = entries.map((entry) => [
    entry.id,
    entry.tier ?? '',
    entry.contextWindow === undefined ? '' : `${Math.round(entry.contextWindow / 1000)}k`,
    price(entry.price?.input),
    price(entry.price?.output),
    entry.date ?? '',
  ]);
  return `${formatTable(['model', 'tier', 'context', 'in $/M', 'out $/M', 'price of'], rows)}`;
}
