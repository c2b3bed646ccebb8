import type { Message, Parameters } from '../messages.ts';
import type { Catalog, CatalogEntry } from './catalog.ts';
import { isSimulated, priceFor } from './cost.ts';
import { formatMoney } from './format.ts';

/** What is known before a run: the same messages go to every model. */
export interface EstimateInput {
  readonly messages: readonly Message[];
  readonly parameters: Parameters;
  /** `provider/model`, one per call. */
  readonly models: readonly string[];
  readonly catalog: Catalog;
  /** How many calls each model gets; 1 unless said. */
  readonly callsPerModel?: number;
  /** Counts tokens; unless given, one per four characters. */
  readonly countTokens?: (text: string) => number;
}

/** USD for the whole run; the figures leave out the models in `unknown`. */
export interface RunEstimate {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
  /** True when all of it is simulated: no money will be spent. Otherwise simulated models are left out of the figures. */
  readonly simulated: boolean;
  /** Models without a known price. */
  readonly unknown: readonly string[];
  readonly models: number;
  readonly inputTokens: number;
}

interface Range {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

/** Tokens that an answer typically has where the prompt sets no limit; models that reason write more than is seen. */
const typicalOutput: Range = { low: 60, expected: 300, high: 1200 };
const typicalReasoning: Range = { low: 100, expected: 900, high: 4000 };
/** A figure for an image or a document: what vendors charge for one of common size. */
const tokensPerMedia = 1000;

export function estimateRun(input: EstimateInput): RunEstimate {
  const { models, catalog, callsPerModel = 1 } = input;
  const inputTokens = promptTokens(input);
  const entries = models.map((model) => catalog.entries.get(model));
  const simulated = entries.length > 0 && entries.every(isSimulated);
  const counted = simulated ? entries : entries.filter((entry) => !isSimulated(entry));
  const costs = counted.map((entry) => costOfCall(entry, inputTokens, input.parameters));
  const known = costs.filter((cost) => cost !== undefined);
  const sum = (pick: (range: Range) => number) => known.reduce((total, cost) => total + pick(cost), 0) * callsPerModel;
  return {
    low: sum((cost) => cost.low),
    expected: sum((cost) => cost.expected),
    high: sum((cost) => cost.high),
    simulated,
    unknown: models.filter(
      (_, index) =>
        !isSimulated(entries[index]) && costOfCall(entries[index], inputTokens, input.parameters) === undefined,
    ),
    models: models.length,
    inputTokens,
  };
}

/** `est. $0.004-0.011`, `est. $0.004-0.011 · price unknown for 1 of 3 models`, or `price unknown`. */
export function formatEstimate(estimate: RunEstimate): string {
  const { low, high, unknown, models } = estimate;
  if (models === 0) return 'no models chosen';
  if (unknown.length === models) return 'price unknown';
  const money = high === 0 ? 'free' : `est. ${formatRange(low, high)}${estimate.simulated ? ' simulated' : ''}`;
  if (unknown.length === 0) return money;
  return `${money} · price unknown for ${unknown.length} of ${models} models`;
}

function formatRange(low: number, high: number): string {
  const from = formatMoney(low);
  const to = formatMoney(high);
  return from === to || to.startsWith('<') ? to : `${from}-${to.replace(/^\$/, '')}`;
}

function promptTokens({
  messages,
  parameters,
  countTokens = (text) => Math.ceil(text.length / 4),
}: EstimateInput): number {
  const settings = [...(parameters.tools ?? []), ...(parameters.output?.schema ? [parameters.output.schema] : [])];
  const spoken = messages
    .flatMap((message) => message.parts)
    .reduce((sum, part) => sum + partTokens(part, countTokens), 0);
  return (
    spoken + messages.length * 4 + settings.reduce((sum, setting) => sum + countTokens(JSON.stringify(setting)), 0)
  );
}

function partTokens(part: Message['parts'][number], countTokens: (text: string) => number): number {
  switch (part.type) {
    case 'text':
      return countTokens(part.text);
    case 'media':
      return tokensPerMedia;
    case 'tool-call':
      return countTokens(part.name + JSON.stringify(part.input));
    case 'tool-result':
      return countTokens(part.output);
    case 'pending':
      return 0;
  }
}

function costOfCall(entry: CatalogEntry | undefined, inputTokens: number, parameters: Parameters): Range | undefined {
  const price = entry && priceFor(entry, inputTokens);
  if (price?.input === undefined || price.output === undefined) return undefined;
  const { input, output } = price;
  const tokens = outputTokens(entry, parameters);
  const cost = (answer: number) => (inputTokens * input + answer * output) / 1_000_000;
  return { low: cost(tokens.low), expected: cost(tokens.expected), high: cost(tokens.high) };
}

function outputTokens(entry: CatalogEntry | undefined, { maxOutputTokens, reasoningEffort }: Parameters): Range {
  const reasons = entry?.reasoning === true && reasoningEffort !== 'none';
  const limit = Math.min(maxOutputTokens ?? Number.POSITIVE_INFINITY, entry?.outputLimit ?? Number.POSITIVE_INFINITY);
  const of = (kind: keyof Range) => Math.min(limit, typicalOutput[kind] + (reasons ? typicalReasoning[kind] : 0));
  return { low: of('low'), expected: of('expected'), high: of('high') };
}
