import type { Message, Parameters } from '../messages.ts';
import { answerLength, type Basis, worseBasis } from './answerLength.ts';
import type { Catalog, CatalogEntry } from './catalog.ts';
import { isSimulated, priceFor } from './cost.ts';
import { entryOf } from './entryOf.ts';
import type { CallPart } from './estimateCall.ts';
import type { RoundsAhead } from './estimateRounds.ts';
import { formatMoney } from './format.ts';
import { type CountTokens, guessTokens, messageTokens, settingTokens } from './promptTokens.ts';
import { exactly, multiplyRanges, type Range } from './range.ts';

/** The knowledge before a run in which the same messages go to every model. */
export interface EstimateInput {
  readonly messages: readonly Message[];
  readonly parameters: Parameters;
  /** `provider/model`, one per call. */
  readonly models: readonly string[];
  readonly catalog: Catalog;
  /** The models that a call to this name leads to, where it is no model itself; undefined otherwise. */
  readonly partsOf?: (model: string) => readonly CallPart[] | undefined;
  /** The requests that each call may take, where its model calls tools that answer; one unless given. */
  readonly rounds?: RoundsAhead | undefined;
  /** The number of calls for each model; 1 unless given. */
  readonly callsPerModel?: number;
  /** Counts tokens; unless given, one per four characters. */
  readonly countTokens?: CountTokens;
}

/** USD for the whole run; the figures leave out the models in `unknown`. */
export interface RunEstimate {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
  /** True when all of it is simulated, so that no money will be spent. Otherwise simulated models are left out of the figures. */
  readonly simulated: boolean;
  /** Models without a known price. */
  readonly unknown: readonly string[];
  readonly models: number;
  readonly inputTokens: number;
  /** The basis of the figures; where it is `unknown`, only the upper end can be given. */
  readonly basis: Basis;
}

/** Estimates what it costs to send the same messages to every model. Nothing is sent. */
export function estimateRun(input: EstimateInput): RunEstimate {
  const { models: targets, catalog, callsPerModel = 1, partsOf } = input;
  const parts = targets.flatMap((model) => partsOf?.(model) ?? [{ model, calls: exactly(1) }]);
  const models = parts.map(({ model }) => model);
  const inputTokens = promptTokens(input);
  const entries = models.map((model) => entryOf(catalog, model));
  const simulated = entries.length > 0 && entries.every(isSimulated);
  const costs = parts.map(({ calls }, index) => {
    const entry = entries[index];
    const cost = isSimulated(entry) && !simulated ? undefined : costOfCall(entry, inputTokens, input);
    return cost && multiplyRanges(cost, calls);
  });
  const known = costs.filter((cost) => cost !== undefined);
  const sum = (pick: (range: Range) => number) => known.reduce((total, cost) => total + pick(cost), 0) * callsPerModel;
  return {
    low: sum((cost) => cost.low),
    expected: sum((cost) => cost.expected),
    high: sum((cost) => cost.high),
    simulated,
    unknown: models.filter(
      (_, index) => !isSimulated(entries[index]) && costOfCall(entries[index], inputTokens, input) === undefined,
    ),
    models: models.length,
    inputTokens,
    basis: entries
      .map((entry) => answerLength({ entry, parameters: input.parameters }).basis)
      .reduce(worseBasis, 'measured'),
  };
}

/**
 * An estimate as text: `at most $0.011` where nothing is known of the answers, else `est. $0.004-0.011`, `est. $0.004-0.011 · price unknown
 * for 1 of 3 models`, or `price unknown`.
 */
export function formatEstimate(estimate: RunEstimate): string {
  const { low, high, unknown, models, basis } = estimate;
  if (models === 0) return 'no models chosen';
  if (unknown.length === models) return 'price unknown';
  const money =
    high === 0
      ? 'free'
      : `${basis === 'unknown' ? `at most ${formatMoney(high)}` : `est. ${formatRange(low, high)}`}${estimate.simulated ? ' simulated' : ''}`;
  if (unknown.length === 0) return money;
  return `${money} · price unknown for ${unknown.length} of ${models} models`;
}

function formatRange(low: number, high: number): string {
  const from = formatMoney(low);
  const to = formatMoney(high);
  return from === to || to.startsWith('<') ? to : `${from}-${to.replace(/^\$/, '')}`;
}

function promptTokens({ messages, parameters, countTokens = guessTokens }: EstimateInput): number {
  return messageTokens(messages, countTokens) + settingTokens(parameters, countTokens);
}

const oneRequest: RoundsAhead = { requests: exactly(1), added: 0 };

/** The USD of a call with so many tokens in its first prompt; undefined where its price is not known. */
export function costOfCall(
  entry: CatalogEntry | undefined,
  inputTokens: number,
  { parameters, rounds = oneRequest }: Pick<EstimateInput, 'parameters' | 'rounds'>,
): Range | undefined {
  const price = entry && priceFor(entry, inputTokens);
  if (price?.input === undefined || price.output === undefined) return undefined;
  const { input, output } = price;
  const { range: tokens } = answerLength({ entry, parameters });
  const cost = (kind: keyof Range) => {
    const [answer, requests] = [tokens[kind], rounds.requests[kind]];
    // Every further prompt holds the answer before it and what came back.
    const prompt = inputTokens + ((rounds.added + answer) * (requests - 1)) / 2;
    return (requests * (prompt * input + answer * output)) / 1_000_000;
  };
  return { low: cost('low'), expected: cost('expected'), high: cost('high') };
}
