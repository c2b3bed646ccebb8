import { defined } from '../jsonRead.ts';
import { messagesKey } from '../lateMessages.ts';
import type { Message, Parameters } from '../messages.ts';
import { type Basis, worseBasis } from './answerLength.ts';
import type { Catalog } from './catalog.ts';
import { isSimulated } from './cost.ts';
import { entryOf } from './entryOf.ts';
import { type CallEstimate, CallEstimator, type CallPart } from './estimateCall.ts';
import { estimateRounds, type RoundsAhead } from './estimateRounds.ts';
import { type LaneOutlook, laneTime, usualLanes } from './laneTime.ts';
import { type CountTokens, guessTokens, messageTokens, settingTokens } from './promptTokens.ts';
import { exactly, multiplyRanges, type Range, RangeSum, zeroRange } from './range.ts';
import { noStatistics, type RunStatistics, rangeOfLearnt } from './runStatistics.ts';

/** The fields of a planned cell that an estimate needs. */
export interface CellToEstimate {
  readonly id: string;
  readonly target: string;
  readonly messages: readonly Message[];
  readonly parameters?: Parameters;
  /** An answer that the suite brings along, so that no model is asked. */
  readonly provided?: string;
}

export interface TargetToEstimate {
  readonly id: string;
  /** `provider/model`. */
  readonly model: string;
  readonly parameters: Parameters;
}

/** Calls that grade one answer. */
export interface JudgeCalls {
  /** `provider/model`. */
  readonly model: string;
  readonly calls: number;
  /** The tokens of each question by our count, without the answer itself. */
  readonly promptTokens: number;
  /** True for an embedding, which reads the answer and writes nothing. */
  readonly writesNothing?: true;
  /** The number of answers that each question holds; 1 when absent. */
  readonly answersRead?: number;
}

export interface SuiteToEstimate {
  readonly plan: { readonly targets: readonly TargetToEstimate[]; readonly cells: readonly CellToEstimate[] };
  readonly catalog: Catalog;
  /** Counts tokens, once per text and place; unless given, one per four characters. */
  readonly countTokens?: CountTokens;
  readonly statistics?: RunStatistics;
  readonly isCached?: (cell: CellToEstimate) => boolean;
  readonly judgesOf?: (cell: CellToEstimate) => readonly JudgeCalls[];
  /** The requests that a cell may take, where its model calls tools or its user talks on; undefined for one request. */
  readonly roundsOf?: (cell: CellToEstimate) => RoundsAhead | undefined;
  /** Tokens of the answer that a cell's checks expect; undefined where they do not tell. */
  readonly expectedOf?: (cell: CellToEstimate) => Range | undefined;
  readonly lanes?: LaneOutlook;
  /** The models that a call to this name leads to, where it is no model itself; undefined otherwise. */
  readonly partsOf?: (model: string) => readonly CallPart[] | undefined;
}

export interface TargetEstimate {
  readonly target: string;
  readonly model: string;
  readonly cells: number;
  readonly cached: number;
  /** USD without judges; undefined when the model's price is unknown. */
  readonly money: Range | undefined;
  readonly basis: Basis;
  readonly isSimulated: boolean;
}

/** The cost and time of a run before anything is sent. Cached cells cost nothing and take no time. */
export interface SuiteEstimate {
  /** USD, judges included, without the models in `unknown`. Simulated models are left out unless all are. */
  readonly money: Range;
  readonly timeMs: Range;
  /** The basis of the lengths of answers; where it is `unknown`, only the upper ends of money and time can be given. */
  readonly basis: Basis;
  /** The assumed upper end of answers in tokens, where nothing sets a limit and nothing is known; absent otherwise. */
  readonly assumedLimit?: number;
  readonly cells: number;
  readonly cached: number;
  /** Models with an unknown price, by id, each once. */
  readonly unknown: readonly string[];
  readonly models: number;
  /** True when `money` is the amount that models of such prices would have cost: nobody is charged. */
  readonly simulated: boolean;
  /** The part of `money` that judges take. */
  readonly judges: Range;
  readonly judgeCalls: number;
  readonly perTarget: readonly TargetEstimate[];
}

const once = exactly(1);

/** Estimates the cost and the time of a suite's cells. Nothing is sent. */
export function estimateSuite(input: SuiteToEstimate): SuiteEstimate {
  const estimator = new SuiteEstimator(input);
  for (const cell of input.plan.cells) estimator.add(cell);
  return estimator.finish();
}

/** The number of cells that are estimated before other work gets a turn. */
const cellsAtOnce = 2000;

/** Makes the same estimate with a pause now and then, for suites so large that an editor would freeze. */
export async function estimateSuiteInSlices(
  input: SuiteToEstimate,
  pause: () => Promise<void>,
): Promise<SuiteEstimate> {
  const estimator = new SuiteEstimator(input);
  for (const [index, cell] of input.plan.cells.entries()) {
    estimator.add(cell);
    if (index % cellsAtOnce === cellsAtOnce - 1) await pause();
  }
  return estimator.finish();
}

interface Tally {
  readonly target: TargetToEstimate;
  readonly settingTokens: number;
  readonly money: RangeSum;
  basis: Basis;
  cells: number;
  cached: number;
}

interface LaneTally {
  calls: number;
  tokens: number;
  readonly latency: RangeSum;
}

class SuiteEstimator {
  readonly #input: SuiteToEstimate;
  readonly #count: CountTokens;
  readonly #calls: CallEstimator;
  readonly #tallies: ReadonlyMap<string, Tally>;
  readonly #lanes = new Map<string, LaneTally>();
  readonly #judges = new Map<string, RangeSum>();
  readonly #asked = new Set<string>();
  /** The tokens of messages, which the cells of one case share. */
  readonly #promptTokens = new Map<object, number>();
  #judgeCalls = 0;
  #assumedLimit: number | undefined;

  constructor(input: SuiteToEstimate) {
    const { plan, catalog, countTokens = guessTokens, statistics = noStatistics } = input;
    this.#input = input;
    this.#count = countTokens;
    this.#calls = new CallEstimator(catalog, statistics);
    this.#tallies = new Map(plan.targets.map((target) => [target.id, this.#tallyOf(target)]));
  }

  add(cell: CellToEstimate): void {
    const tally = this.#tallies.get(cell.target);
    if (!tally) return;
    const isCached = this.#input.isCached?.(cell) === true;
    const { target } = tally;
    const settings = cell.parameters ? settingTokens(cell.parameters, this.#count) : tally.settingTokens;
    const promptTokens = this.#tokensOf(cell) + settings;
    const parameters = cell.parameters ?? target.parameters;
    tally.cells++;
    if (isCached) tally.cached++;
    let answer = exactly(guessTokens(cell.provided ?? ''));
    for (const { model, calls } of this.#partsOf(target.model)) {
      if (cell.provided !== undefined) break;
      const expected = this.#input.expectedOf?.(cell);
      const one = { model, promptTokens, parameters, expected };
      const ahead = this.#input.roundsOf?.(cell);
      const { call, requests } = ahead
        ? estimateRounds(this.#calls, one, ahead)
        : { call: this.#calls.estimate(one), requests: once };
      answer = call.outputTokens;
      if (isCached) continue;
      tally.basis = worseBasis(tally.basis, call.outputBasis);
      this.#assume(call.assumedLimit);
      this.#addCall(model, tally.money, call, { calls, requests });
    }
    for (const judge of this.#input.judgesOf?.(cell) ?? []) this.#addJudge(judge, answer, isCached);
  }

  finish(): SuiteEstimate {
    const perTarget = [...this.#tallies.values()].map((tally) => this.#targetEstimate(tally));
    const asked = [...this.#asked];
    const simulated = asked.length > 0 && asked.every((model) => this.#isSimulated(model));
    const money = new RangeSum();
    const judges = new RangeSum();
    for (const { target, money: part } of this.#tallies.values())
      if (simulated || !this.#isSimulated(target.model)) money.add(part.range);
    for (const [model, { range }] of this.#judges) {
      if (!simulated && this.#isSimulated(model)) continue;
      money.add(range);
      judges.add(range);
    }
    return {
      money: money.range,
      timeMs: this.#time(),
      basis: perTarget.map(({ basis }) => basis).reduce(worseBasis, 'measured'),
      ...defined({ assumedLimit: this.#assumedLimit }),
      cells: this.#input.plan.cells.length,
      cached: perTarget.reduce((sum, { cached }) => sum + cached, 0),
      unknown: asked.filter((model) => !this.#calls.isPriced(model)),
      models: asked.length,
      simulated,
      judges: judges.range,
      judgeCalls: this.#judgeCalls,
      perTarget,
    };
  }

  #tallyOf(target: TargetToEstimate): Tally {
    return {
      target,
      settingTokens: settingTokens(target.parameters, this.#count),
      money: new RangeSum(),
      basis: 'measured',
      cells: 0,
      cached: 0,
    };
  }

  #tokensOf(cell: CellToEstimate): number {
    const key = messagesKey(cell);
    const known = this.#promptTokens.get(key);
    if (known !== undefined) return known;
    const tokens = messageTokens(cell.messages, this.#count);
    this.#promptTokens.set(key, tokens);
    return tokens;
  }

  /** Adds calls to a model, each of them several requests one after the other. */
  #addCall(
    model: string,
    money: RangeSum,
    call: CallEstimate,
    { calls: each, requests }: { readonly calls: Range; readonly requests: Range } = { calls: once, requests: once },
  ): void {
    this.#asked.add(model);
    const lane = this.#lanes.get(model) ?? { calls: 0, tokens: 0, latency: new RangeSum() };
    this.#lanes.set(model, lane);
    const calls = multiplyRanges(each, requests);
    lane.calls += each.expected;
    lane.tokens += calls.expected * (call.promptTokens.expected + call.outputTokens.expected);
    money.add(multiplyRanges(call.promptCost, calls));
    money.add(multiplyRanges(call.outputCost, calls), {
      learntFrom: call.outputLearntFrom,
      most: calls.high === 0 ? 0 : call.mostOutputCost * calls.high,
    });
    lane.latency.add(multiplyRanges(call.latency, calls), {
      learntFrom: call.latencyLearntFrom,
      most: Number.POSITIVE_INFINITY,
    });
  }

  #assume(limit = 0): void {
    if (limit > 0) this.#assumedLimit = Math.max(this.#assumedLimit ?? 0, limit);
  }

  #partsOf(model: string): readonly CallPart[] {
    return this.#input.partsOf?.(model) ?? [{ model, calls: once }];
  }

  /** Adds the calls of a judge. A cached answer was most likely judged when it was stored, so that only new checks ask again. */
  #addJudge(judge: JudgeCalls, answer: Range, isCached: boolean): void {
    const money = this.#judges.get(judge.model) ?? new RangeSum();
    this.#judges.set(judge.model, money);
    const call = this.#calls.estimateJudge(judge, multiplyRanges(answer, exactly(judge.answersRead ?? 1)));
    if (isCached) {
      money.add({ ...zeroRange, high: judge.calls * (call.promptCost.high + call.outputCost.high) });
      return;
    }
    this.#judgeCalls += judge.calls;
    for (let index = 0; index < judge.calls; index++) this.#addCall(judge.model, money, call);
  }

  #targetEstimate({ target, cells, cached, money, basis }: Tally): TargetEstimate {
    return {
      target: target.id,
      model: target.model,
      cells,
      cached,
      money: this.#partsOf(target.model).every(({ model }) => this.#calls.isPriced(model)) ? money.range : undefined,
      basis,
      isSimulated: this.#isSimulated(target.model),
    };
  }

  #isSimulated(model: string): boolean {
    return this.#partsOf(model).every((part) => isSimulated(entryOf(this.#input.catalog, part.model)));
  }

  /** The time of the run: lanes work side by side, and the last answer is judged after it is there. */
  #time(): Range {
    const { lanes = usualLanes, statistics = noStatistics } = this.#input;
    const busy = [...this.#lanes].filter(([, { calls }]) => calls > 0);
    const times = busy.map(([model, { calls, tokens, latency }]) => {
      const { low, expected, high } = latency.range;
      const each = { low: low / calls, expected: expected / calls, high: high / calls };
      const { mostAtOnce = lanes.max } = statistics.models.get(model) ?? {};
      const outlook = { ...lanes, max: Math.min(lanes.max, mostAtOnce) };
      return laneTime({ calls, tokens, latency: each }, outlook, lanes.limitsOf?.(model));
    });
    const longest = (kind: keyof Range) => Math.max(0, ...times.map((time) => time[kind]));
    const own = { low: longest('low'), expected: longest('expected'), high: longest('high') };
    const { pace } = statistics;
    return pace ? multiplyRanges(own, rangeOfLearnt(pace)) : own;
  }
}
