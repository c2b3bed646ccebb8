// Builds src/core/pricing/catalog.json from public price lists. Run:
//   npx node scripts/buildCatalog.ts --data DIR
// DIR holds litellm-model-prices.json, models-dev.json and models-dev-supplement.json.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isJsonObject, type JsonObject } from '../src/core/json.ts';
import { booleanAt, countAt, defined, listAt, objectAt, textAt } from '../src/core/jsonRead.ts';
import { type CatalogEntry, mediaKinds, type Price, type Tier } from '../src/core/pricing/catalog.ts';

const files = {
  litellm: 'litellm-model-prices.json',
  modelsDev: 'models-dev.json',
  supplement: 'models-dev-supplement.json',
};
const litellmDate = '2026-08-01';

/** Hosts that models.dev's file leaves out, by what litellm calls them. */
const litellmHosts: Readonly<Record<string, string>> = {
  perplexity: 'perplexity',
  fireworks_ai: 'fireworks',
  openrouter: 'openrouter',
};

/** Older models are left out, except those that many prompt files still name. */
const oldestRelease = '2025-02-01';
const stillUsed =
  /^(?:openai\/(?:gpt-4o(?:-mini)?|o1|o3-mini)|groq\/llama-3\.[13]-.*|mistral\/mistral-nemo|together\/meta-llama\/Llama-3\.3-.*)$/;

/** Not for prompts: pictures, speech, embeddings, guards, and agents that work for an hour. */
const notForPrompts =
  /image|tts|audio|speech|voxtral|whisper|orpheus|embed|guard|live|realtime|transcri|computer-use|robotics|moderation|deep-research|lyria|veo|imagine|omni|translate|customtools|multi-agent/i;

/** Of hosts with hundreds of models, the current families. */
const currentAtHosts =
  /(?:gpt-(?:5\.2|5-mini|5-nano|oss-120b|oss-20b|4\.1-mini)|claude-(?:opus-4[.-][67]|sonnet-4[.-][56]|haiku-4[.-]5)|gemini-(?:3[\w.-]*|2\.5-(?:flash|pro)|2\.5-flash-lite)|deepseek-v(?:3p2|3\.2|4)[\w.-]*|kimi-k2(?:p[567]|\.[567])[\w.-]*|glm-(?:5|5p1|5\.1|4p7|4\.7)|qwen3(?:p[5-9]|\.[5-9])-(?:plus|397b-a17b)|qwen3-coder|minimax-m2(?:p|\.)[57]|grok-4|mistral-large-2512|llama-v3p3-70b-instruct|perplexity\/sonar)$/;

/** Invented so that the cost columns of the demo show something; their source says what they are. */
const simulated: readonly CatalogEntry[] = [
  simulatedEntry('terse', 'Terse (simulated)', { tier: 'fast', input: 0.1, output: 0.4 }),
  simulatedEntry('thorough', 'Thorough (simulated)', { tier: 'frontier', input: 3, output: 15 }),
  simulatedEntry('json', 'JSON-minded (simulated)', { tier: 'mid', input: 0.5, output: 2 }),
  // It fails on purpose: no tier shall stand for it.
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

/** Tier by the price of output per million: $8 and more is frontier, under $2 is fast, the rest mid; an unknown price gives none. */
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

/** One models.dev record, of the big file or of the supplement. */
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

/** Stated only where it is less than the window. */
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

function fromLitellm(id: string, model: JsonObject): CatalogEntry {
  const price = litellmPrice(model);
  return {
    id,
    ...defined({
      tier: tierOf(price),
      contextWindow: positive(countAt(model, 'max_input_tokens')),
      outputLimit: positive(countAt(model, 'max_output_tokens')),
      reasoning: model['supports_reasoning'] === true ? true : undefined,
      takesTools: booleanAt(model, 'supports_function_calling'),
      price,
    }),
    date: litellmDate,
    source: 'litellm',
  };
}

/** litellm writes USD for one token. */
function litellmPrice(model: JsonObject): Price | undefined {
  const perMillion = (key: string) => {
    const price = countAt(model, key);
    return price === undefined ? undefined : Number((price * 1_000_000).toPrecision(6));
  };
  const price = defined({
    input: perMillion('input_cost_per_token'),
    // A 0 there means "not filled in": nobody caches for nothing.
    cachedInput: positive(perMillion('cache_read_input_token_cost')),
    cacheWrite: positive(perMillion('cache_creation_input_token_cost')),
    output: perMillion('output_cost_per_token'),
  });
  return price.input === undefined || (price.input === 0 && price.output === 0) ? undefined : price;
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

function litellmEntries(data: JsonObject): CatalogEntry[] {
  return Object.entries(data).flatMap(([key, model]) => {
    const provider = litellmHosts[textAt(model, 'litellm_provider') ?? ''];
    const isChat = ['chat', 'responses'].includes(textAt(model, 'mode') ?? '');
    const name = key.replace(/^(?:fireworks_ai|openrouter|perplexity)\//, '');
    if (provider === undefined || !isJsonObject(model) || !isChat || !name.includes('/') || !currentAtHosts.test(name))
      return [];
    return [fromLitellm(`${provider}/${name}`, model)];
  });
}

/** Later lists are newer: their fields win, the others stay. A new price replaces the old one as a whole. */
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

/** One entry per line, so that a change of prices reads well in a review. */
function formatCatalog(entries: readonly CatalogEntry[], generated: string): string {
  const lines = entries.map((entry) => `    ${JSON.stringify(entry)}`);
  return `{\n  "generated": "${generated}",\n  "models": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

const { values } = parseArgs({ options: { data: { type: 'string' }, date: { type: 'string' } } });
if (values.data === undefined) {
  console.error('Usage: node scripts/buildCatalog.ts --data DIR [--date YYYY-MM-DD]');
  process.exit(2);
}
const folder = values.data;
const read = (file: string) => readJson(path.join(folder, file));
const modelsDev = modelsDevEntries(read(files.modelsDev));
const entries = merge([
  litellmEntries(read(files.litellm)),
  modelsDev,
  supplementEntries(read(files.supplement)),
  simulated,
]);
const catalog = withoutDatedTwins(entries);
const target = path.resolve(import.meta.dirname, '..', 'src', 'core', 'pricing', 'catalog.json');
writeFileSync(target, formatCatalog(catalog, values.date ?? new Date().toISOString().slice(0, 10)));
console.log(`${catalog.length} models, ${catalog.filter((entry) => !entry.price).length} without a price`);
