// Builds src/core/pricing/catalog.json anew from itself and newer public price lists, and says what changed, price by price. Run:
//   npm run catalog -- --data DIR [--date YYYY-MM-DD] [--dry-run]
// DIR holds litellm-model-prices.json, models-dev.json and models-dev-supplement.json; --date is the day on which they were read.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isJsonObject, type JsonObject } from '../src/core/json.ts';
import { booleanAt, countAt, defined, listAt, objectAt, textAt } from '../src/core/jsonRead.ts';
import { type CatalogEntry, mediaKinds, type Price, readCatalogEntry, type Tier } from '../src/core/pricing/catalog.ts';
import { catalogChanges } from './catalogChanges.ts';
import { catalogNews } from './catalogNews.ts';
import { currentInLitellm, litellmKeys, litellmPrice, litellmSteps } from './litellmMap.ts';

const files = {
  litellm: 'litellm-model-prices.json',
  modelsDev: 'models-dev.json',
  supplement: 'models-dev-supplement.json',
};
/** Older models are left out, except those that many prompt files still name. */
const oldestRelease = '2025-02-01';
const stillUsed =
  /^(?:openai\/(?:gpt-4o(?:-mini)?|o1|o3-mini)|groq\/llama-3\.[13]-.*|mistral\/mistral-nemo|together\/meta-llama\/Llama-3\.3-.*)$/;

/** Names of models that are not for prompts: pictures, speech, embeddings, guards, and agents that work for an hour. */
const notForPrompts =
  /image|tts|audio|speech|voxtral|whisper|orpheus|embed|guard|live|realtime|transcri|computer-use|robotics|moderation|deep-research|lyria|veo|imagine|omni|translate|customtools|multi-agent/i;

/** Vendors whose models are still named in files long after they ended, so that the catalog has to say so. */
const isNamedForLong = /^(?:openai|anthropic|google)\//;

/** These prices are invented so that the cost columns of the demo show something; their source says what they are. */
const simulated: readonly CatalogEntry[] = [
  simulatedEntry('terse', 'Terse (simulated)', { tier: 'fast', input: 0.1, output: 0.4 }),
  simulatedEntry('thorough', 'Thorough (simulated)', { tier: 'frontier', input: 3, output: 15 }),
  simulatedEntry('json', 'JSON-minded (simulated)', { tier: 'mid', input: 0.5, output: 2 }),
  // The model fails on purpose, so no tier stands for it.
  simulatedEntry('unreliable', 'Unreliable (simulated)', { input: 0.05, output: 0.2 }),
];

function simulatedEntry(
  model: string,
  name: string,
  { tier, input, output }: { tier?: Tier; input: number; output: number },
): CatalogEntry {
  const price = { input, output };
  return {
    id: `simulated/${model}`,
    name,
    ...defined({ tier }),
    contextWindow: 100_000,
    outputLimit: 8000,
    price,
    date: '2026-11-20',
    source: 'simulated',
  };
}

/**
 * The tier of a model by its price of output per million tokens: $8 and more is frontier, under $2 is fast, the rest mid. Without a price
 * it has no tier.
 */
function tierOf(price: Price | undefined): Tier | undefined {
  if (price?.output === undefined) return undefined;
  if (price.output >= 8) return 'frontier';
  return price.output < 2 ? 'fast' : 'mid';
}

interface Origin {
  readonly provider: string;
  readonly date: string;
  readonly source: string;
}

/** An entry from one models.dev record, of the big file or of the supplement. */
function fromModelsDev(model: unknown, { provider, date, source }: Origin): CatalogEntry {
  const limit = objectAt(model, 'limit');
  const cost = objectAt(model, 'cost');
  const price = cost && modelsDevPrice(cost);
  const reasoning = booleanAt(model, 'reasoning');
  return {
    id: `${provider}/${textAt(model, 'id')}`,
    ...defined({
      name: textAt(model, 'name'),
      tier: tierOf(price),
      contextWindow: positive(countAt(limit, 'context')),
      inputLimit: inputLimitOf(limit),
      outputLimit: positive(countAt(limit, 'output')),
      reasoning,
      reads: readsOf(model),
      takesTools: booleanAt(model, 'tool_call'),
      price,
      priceAbove: cost && modelsDevSteps(cost),
    }),
    date,
    source,
    ...defined({ note: firstSentence(textAt(model, '_note')) }),
  };
}

/** The limit is stated only where it is less than the window. */
function inputLimitOf(limit: JsonObject | undefined): number | undefined {
  const input = positive(countAt(limit, 'input'));
  return input === countAt(limit, 'context') ? undefined : input;
}

function readsOf(model: unknown): CatalogEntry['reads'] {
  const inputs = listAt(objectAt(model, 'modalities'), 'input');
  return inputs.length === 0 ? undefined : mediaKinds.filter((kind) => inputs.includes(kind));
}

function modelsDevPrice(cost: JsonObject): Price {
  return defined({
    input: countAt(cost, 'input'),
    cachedInput: countAt(cost, 'cache_read'),
    cacheWrite: countAt(cost, 'cache_write'),
    output: countAt(cost, 'output'),
  });
}

function modelsDevSteps(cost: JsonObject): CatalogEntry['priceAbove'] {
  const tiers = listAt(cost, 'tiers').filter(isJsonObject);
  const above200k = objectAt(cost, 'context_over_200k');
  const steps = tiers.map((tier) => ({
    above: countAt(objectAt(tier, 'tier'), 'size') ?? 0,
    price: modelsDevPrice(tier),
  }));
  if (steps.length > 0) return steps.sort((left, right) => left.above - right.above);
  return above200k ? [{ above: 200_000, price: modelsDevPrice(above200k) }] : undefined;
}

function modelsDevEntries(data: JsonObject): CatalogEntry[] {
  const date = textAt(objectAt(data, '_meta'), 'snapshot_date') ?? '';
  const providers = Object.entries(objectAt(data, 'providers') ?? {}).filter(([provider]) => provider !== 'perplexity');
  return providers.flatMap(([provider, record]) => {
    const models = Object.values(objectAt(record, 'models') ?? {});
    return models
      .filter((model) => isCurrent(provider, model))
      .map((model) => fromModelsDev(model, { provider, date, source: 'models.dev' }));
  });
}

function isCurrent(provider: string, model: unknown): boolean {
  const id = textAt(model, 'id') ?? '';
  const writes = listAt(objectAt(model, 'modalities'), 'output');
  if (writes.length !== 1 || writes[0] !== 'text' || notForPrompts.test(id) || textAt(model, 'status') === 'deprecated')
    return false;
  return stillUsed.test(`${provider}/${id}`) || (textAt(model, 'release_date') ?? '') >= oldestRelease;
}

function supplementEntries(data: JsonObject): CatalogEntry[] {
  const date = textAt(objectAt(data, '_meta'), 'newest_upstream_check_date_seen') ?? '';
  return listAt(data, 'models').map((model) =>
    fromModelsDev(model, { provider: textAt(model, 'provider') ?? '', date, source: 'models.dev' }),
  );
}

/** Adds what the newest list says of the known models, and the models that are new in it. */
function withLitellm(known: readonly CatalogEntry[], data: JsonObject, date: string): CatalogEntry[] {
  const ids = new Set(known.map(({ id }) => id));
  const current = currentInLitellm(data)
    .filter(({ id, name }) => !ids.has(id) && !notForPrompts.test(name))
    .map(({ id, model }) => fromLitellm(id, model, date))
    .filter(({ id, price, endsOn = date }) => price !== undefined && (endsOn >= date || isNamedForLong.test(id)));
  return [...known.map((entry) => withNewest(entry, data, date)), ...current];
}

function withNewest(entry: CatalogEntry, data: JsonObject, date: string): CatalogEntry {
  const key = litellmKeys(entry.id).find((candidate) => isJsonObject(data[candidate]));
  const model = key === undefined ? undefined : data[key];
  if (!isJsonObject(model)) return entry;
  const dated = { ...entry, ...endIn(model, entry.id) };
  const price = litellmPrice(model);
  if (!price || (entry.price && isSamePrice(price, entry.price))) return dated;
  const { price: before, priceAbove: _steps, note: _note, ...rest } = dated;
  const since = entry.priceFrom ?? entry.date;
  const earlier = before ? [{ price: before, ...defined({ from: since }), until: dayBefore(date) }] : [];
  const earlierPrices = [...earlier, ...(entry.earlierPrices ?? [])];
  return {
    ...rest,
    ...defined({
      tier: tierOf(price),
      price,
      priceAbove: litellmSteps(model),
      earlierPrices: earlierPrices.length > 0 ? earlierPrices : undefined,
    }),
    priceFrom: date,
    date,
    source: 'litellm',
  };
}

function isSamePrice(left: Price, right: Price): boolean {
  return left.input === right.input && left.output === right.output;
}

function endIn(model: JsonObject, id: string): Pick<CatalogEntry, 'endsOn' | 'successor' | 'endSource'> {
  const endsOn = textAt(model, 'deprecation_date');
  if (endsOn === undefined || !/^\d{4}-\d\d-\d\d$/.test(endsOn)) return {};
  const provider = id.slice(0, id.indexOf('/'));
  const successor = textAt(model, 'successor_model')?.replace(/^(?:gemini|together_ai|fireworks_ai)\//, '');
  return defined({
    endsOn,
    successor: successor === undefined ? undefined : idOf(provider, successor),
    endSource: textAt(model, 'deprecation_source') ?? 'litellm',
  });
}

function idOf(provider: string, name: string): string {
  return name.startsWith(`${provider}/`) && provider !== 'perplexity' ? name : `${provider}/${name}`;
}

function fromLitellm(id: string, model: JsonObject, date: string): CatalogEntry {
  const price = litellmPrice(model);
  const reads = listAt(model, 'supported_modalities');
  return {
    id,
    ...defined({
      tier: tierOf(price),
      contextWindow: positive(countAt(model, 'max_input_tokens')),
      outputLimit: positive(countAt(model, 'max_output_tokens')),
      reasoning: model['supports_reasoning'] === true ? true : undefined,
      reads: reads.length === 0 ? undefined : mediaKinds.filter((kind) => reads.includes(kind)),
      takesTools: booleanAt(model, 'supports_function_calling'),
      price,
      priceAbove: litellmSteps(model),
      priceFrom: price ? date : undefined,
    }),
    ...endIn(model, id),
    date,
    source: 'litellm',
  };
}

function dayBefore(date: string): string {
  return new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
}

/** Adds what was announced elsewhere, which wins field by field. */
function withNews(entries: readonly CatalogEntry[]): CatalogEntry[] {
  return entries.map((entry) => ({ ...entry, ...catalogNews.find(({ id }) => id === entry.id) }));
}

/** The entries that the catalog has now. No model and no price is forgotten because a list does not have it any more. */
function previousEntries(): CatalogEntry[] {
  return listAt(readJson(target), 'models')
    .flatMap((value) => readCatalogEntry(value) ?? [])
    .filter(({ source }) => source !== 'simulated');
}

/** Joins an entry with a later one. Fields of the later list win and the others stay. A new price replaces the old one as a whole. */
function merge(lists: readonly (readonly CatalogEntry[])[]): CatalogEntry[] {
  const entries = new Map<string, CatalogEntry>();
  for (const entry of lists.flat()) {
    const { priceAbove, ...known } = entries.get(entry.id) ?? { priceAbove: undefined };
    const steps = priceAbove && !entry.price ? { priceAbove } : {};
    entries.set(entry.id, { ...known, ...steps, ...entry });
  }
  const order = ['openai', 'anthropic', 'google'];
  const rank = (id: string) => order.findIndex((provider) => id.startsWith(`${provider}/`)) + 1 || order.length + 1;
  return [...entries.values()].sort((left, right) => rank(left.id) - rank(right.id) || (left.id < right.id ? -1 : 1));
}

/** A dated id beside an undated one of the same model says nothing new. */
function withoutDatedTwins(entries: readonly CatalogEntry[]): CatalogEntry[] {
  const ids = new Set(entries.map((entry) => entry.id));
  return entries.filter((entry) => {
    const undated = entry.id.replace(/-(?:20\d{6}|20\d\d-\d\d-\d\d)$/, '');
    return undated === entry.id || !ids.has(undated);
  });
}

function positive(count: number | undefined): number | undefined {
  return count === 0 ? undefined : count;
}

function firstSentence(note: string | undefined): string | undefined {
  return note === undefined ? undefined : /^[^.;]*(?:\.\d+[^.;]*)*/.exec(note)?.[0];
}

function readJson(file: string): JsonObject {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isJsonObject(parsed)) throw new Error(`${file} does not hold an object`);
  return parsed;
}

/** Writes one entry per line, so that a change of prices reads well in a review. */
function formatCatalog(entries: readonly CatalogEntry[], generated: string): string {
  const lines = entries.map((entry) => `    ${JSON.stringify(entry)}`);
  return `{\n  "generated": "${generated}",\n  "models": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

const target = path.resolve(import.meta.dirname, '..', 'src', 'core', 'pricing', 'catalog.json');
const { values } = parseArgs({
  options: { data: { type: 'string' }, date: { type: 'string' }, 'dry-run': { type: 'boolean' } },
});
if (values.data === undefined) {
  console.error('Usage: npm run catalog -- --data DIR [--date YYYY-MM-DD] [--dry-run]');
  process.exit(2);
}
const folder = values.data;
const date = values.date ?? new Date().toISOString().slice(0, 10);
const read = (file: string) => readJson(path.join(folder, file));
const before = previousEntries();
const known = merge([modelsDevEntries(read(files.modelsDev)), supplementEntries(read(files.supplement)), before]);
const newest = withNews(withLitellm(known, read(files.litellm), date));
const catalog = withoutDatedTwins(merge([newest, simulated]));
for (const line of catalogChanges(before, catalog, date)) console.log(line);
const unpriced = catalog.filter((entry) => !entry.price).length;
const ended = catalog.filter(({ endsOn }) => endsOn !== undefined && endsOn < date).length;
console.log(`${catalog.length} models, ${unpriced} without a price, ${ended} ended`);
if (values['dry-run'] !== true) writeFileSync(target, formatCatalog(catalog, date));
