import { defined } from '../jsonRead.ts';
import type { Parameters } from '../messages.ts';
import { type AnswerLength, answerLength, type Basis, outputLimit } from './answerLength.ts';
import type { Catalog, CatalogEntry } from './catalog.ts';
import { priceFor } from './cost.ts';
import { entryOf } from './entryOf.ts';
import { exactly, type Range, scaleRange, zeroRange } from './range.ts';
import { type ModelStatistics, type RunStatistics, rangeOfLearnt, tokenRatio } from './runStatistics.ts';

/** A model to which a call of something else (a route) leads, with the number of calls to it. */
export interface CallPart {
  readonly model: string;
  readonly calls: Range;
}

/** One call before it is made. `learntFrom` is the number of earlier calls that a figure rests on; 0 where it is assumed. */
export interface CallEstimate {
  readonly promptTokens: Range;
  readonly outputTokens: Range;
  readonly outputLearntFrom: number;
  readonly outputBasis: Basis;
  /** See `AnswerLength`. */
  readonly assumedLimit?: number;
  /** USD; 0 where no price is known, as `isPriced` shows. */
  readonly promptCost: Range;
  readonly outputCost: Range;
  /** USD of the longest answer that prompt and model allow. */
  readonly mostOutputCost: number;
  /** The time of the call in milliseconds. */
  readonly latency: Range;
  readonly latencyLearntFrom: number;
}

/** A call about to be estimated. */
export interface Call {
  readonly model: string;
  /** The tokens of the prompt by our count. */
  readonly promptTokens: number;
  readonly parameters: Parameters;
  /** Tokens of the answer that the checks expect. */
  readonly expected?: Range | undefined;
}

/** The factors between our count of tokens and that of other vendors, where no run has measured them. */
const foreignTokens: Range = { low: 0.9, expected: 1, high: 1.35 };
const ownTokens: Range = exactly(1);
/**
 * The factors for GPT-4 and GPT-3.5, which cut texts by an older table (cl100k) than the one we count by; they were measured on 200 texts
 * of all kinds.
 */
const olderTokens: Range = { low: 0.95, expected: 1.01, high: 1.15 };
/** Tokens of a judge's verdict with its reason. */
const judgement: Range = { low: 30, expected: 90, high: 250 };
const million = 1_000_000;
/** Milliseconds until the first token of a usual hosted model; then those for each further one. */
const typicalStart: Range = { low: 300, expected: 700, high: 2000 };
const typicalPerToken: Range = { low: 4, expected: 10, high: 20 };

/** The figures of a model that are the same for all of its calls. */
interface ModelOutlook {
  readonly entry: CatalogEntry | undefined;
  readonly ratio: Range;
  readonly statistics: ModelStatistics;
}

/** Tokens, money and time of single calls. */
export class CallEstimator {
  readonly #catalog: Catalog;
  readonly #statistics: RunStatistics;
  readonly #outlooks = new Map<string, ModelOutlook>();

  constructor(catalog: Catalog, statistics: RunStatistics) {
    this.#catalog = catalog;
    this.#statistics = statistics;
  }

  /** What earlier runs showed of the requests of one cell that called tools or talked on. */
  roundsOf(model: string): Pick<ModelStatistics, 'requests' | 'growth'> {
    return this.#outlook(model).statistics;
  }

  isPriced(model: string): boolean {
    const price = entryOf(this.#catalog, model)?.price;
    return price?.input !== undefined && price.output !== undefined;
  }

  estimate({ model, promptTokens, parameters, expected }: Call): CallEstimate {
    const outlook = this.#outlook(model);
    const { entry, statistics } = outlook;
    const others = this.#statistics.outputTokens;
    const output = answerLength({ entry, parameters, own: statistics.outputTokens, others, expected });
    const limit = outputLimit(entry, parameters);
    return callEstimate(outlook, scaleRange(outlook.ratio, promptTokens), { ...output, limit });
  }

  /** A call in which a judge grades an answer of that many tokens. */
  estimateJudge(
    judge: { readonly model: string; readonly promptTokens: number; readonly writesNothing?: true },
    answer: Range,
  ): CallEstimate {
    const outlook = this.#outlook(judge.model);
    const prompt = {
      low: (judge.promptTokens + answer.low) * outlook.ratio.low,
      expected: (judge.promptTokens + answer.expected) * outlook.ratio.expected,
      high: (judge.promptTokens + answer.high) * outlook.ratio.high,
    };
    return callEstimate(outlook, prompt, {
      range: judge.writesNothing ? zeroRange : judgement,
      basis: 'likely',
      learntFrom: 0,
      limit: judge.writesNothing ? 0 : judgement.high,
    });
  }

  #outlook(model: string): ModelOutlook {
    const known = this.#outlooks.get(model);
    if (known) return known;
    const learnt = tokenRatio(this.#statistics, model);
    const assumed = assumedRatio(model);
    const outlook = {
      entry: entryOf(this.#catalog, model),
      ratio: learnt === undefined ? assumed : exactly(learnt),
      statistics: this.#statistics.models.get(model) ?? {},
    };
    this.#outlooks.set(model, outlook);
    return outlook;
  }
}

function assumedRatio(model: string): Range {
  if (!/^(openai|azure|simulated)\//.test(model)) return foreignTokens;
  const name = model.slice(model.lastIndexOf('/') + 1);
  // The owner of an Azure deployment chooses its name, so that only a name that says more is sure.
  const isKnown = !model.startsWith('azure/') || /^(?:gpt-(?:4o|4\.\d|[5-9])|o\d)/.test(name);
  return isKnown && !/^(?:ft:)?gpt-(?:4(?:-|$)|3\.5|35)/.test(name) ? ownTokens : olderTokens;
}

function callEstimate(
  { entry, statistics }: ModelOutlook,
  promptTokens: Range,
  { limit, ...output }: AnswerLength & { readonly limit: number },
): CallEstimate {
  const price = entry && priceFor(entry, promptTokens.expected);
  const isPriced = price?.input !== undefined && price.output !== undefined;
  const { totalMs } = statistics;
  return {
    promptTokens,
    outputTokens: output.range,
    outputLearntFrom: output.learntFrom,
    outputBasis: output.basis,
    ...defined({ assumedLimit: output.assumedLimit }),
    promptCost: isPriced ? scaleRange(promptTokens, (price.input ?? 0) / million) : zeroRange,
    outputCost: isPriced ? scaleRange(output.range, (price.output ?? 0) / million) : zeroRange,
    mostOutputCost: isPriced && price.output ? (limit * price.output) / million : 0,
    latency: totalMs ? rangeOfLearnt(totalMs) : typicalLatency(output.range),
    latencyLearntFrom: totalMs?.count ?? 0,
  };
}

function typicalLatency(tokens: Range): Range {
  const of = (kind: keyof Range) => typicalStart[kind] + typicalPerToken[kind] * tokens[kind];
  return { low: of('low'), expected: of('expected'), high: of('high') };
}
