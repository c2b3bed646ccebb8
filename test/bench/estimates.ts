import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { executeCells } from '../../src/core/execute/execute.ts';
import type { Message, ModelCall, ModelEvent, Parameters } from '../../src/core/messages.ts';
import { planRun, targetsFor } from '../../src/core/plan/plan.ts';
import type { Catalog, CatalogEntry } from '../../src/core/pricing/catalog.ts';
import { estimateSuite, type SuiteEstimate } from '../../src/core/pricing/estimateSuite.ts';
import { guessTokens, messageTokens, textsToCount } from '../../src/core/pricing/promptTokens.ts';
import type { Range } from '../../src/core/pricing/range.ts';
import type { Provider, ProviderAccess } from '../../src/core/providers/contract/provider.ts';
import { createRegistry } from '../../src/core/providers/registry.ts';
import { seededRandom } from '../../src/core/providers/simulated/seed.ts';
import { costOfCells } from '../../src/core/results/summary.ts';
import type { RunEvent, RunPlan } from '../../src/core/run/events.ts';
import { foldAll, type RunState } from '../../src/core/run/state.ts';
import { Journal } from '../../src/node/records/journal.ts';
import { learnFromRuns } from '../../src/node/runs/learnFromRuns.ts';
import { RunHistory } from '../../src/node/runs/runHistory.ts';
import { guessingCounter } from '../../src/node/runs/suiteEstimate.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { quietEnvironment } from '../support/sessionContext.ts';
import { median, percentile, printFigure } from './figure.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const data = process.env['POLYPROMPT_CONFORMANCE_DATA'] ?? path.join(root, '..', 'shared', 'data');
const suites = 100;

/** What was said before a run, and what came of it. */
interface Told {
  readonly history: History;
  readonly estimate: SuiteEstimate;
  readonly money: number;
  readonly timeMs: number;
}

/** Nothing; twelve other rows of the suite; all of its rows under a wording that made answers longer or shorter; the same with one model fewer. */
const histories = ['none', 'few rows', 'edited', 'one model missing'] as const;
type History = (typeof histories)[number];

/**
 * How well estimates hold, on 100 suites of the examples and public datasets over simulated models and mock models of other lengths. Time
 * is that of a clock that stands still while nothing waits: what the engine itself takes is not in it.
 */
export async function benchEstimates(): Promise<void> {
  const told: Told[] = [];
  for (let index = 0; index < suites; index++) told.push(await tellAndRun(index));
  const measured = told.filter(({ estimate }) => estimate.basis !== 'unknown');
  const off = (pick: (one: Told) => readonly [Range, number]) => (one: Told) => {
    const [range, actual] = pick(one);
    return Math.abs(range.expected - actual) / actual;
  };
  const money = measured.map(off(({ estimate, money }) => [estimate.money, money]));
  const time = measured.map(off(({ estimate, timeMs }) => [estimate.timeMs, timeMs]));
  const missed = told.filter((one) => !holds(one));
  const perHistory = histories.map((history) => {
    const of = told.filter((one) => one.history === history);
    return `${history} ${of.filter(holds).length}/${of.length}`;
  });
  printFigure({
    name: 'estimates: suites whose money came out beyond the range',
    value: (100 * missed.length) / told.length,
    unit: '%',
    target: 10,
    note: `held: ${perHistory.join(', ')}`,
  });
  printFigure({ name: 'estimates: middle off the money, median', value: 100 * median(money), unit: '%', target: 25 });
  printFigure({
    name: 'estimates: off the time, median',
    value: 100 * median(time),
    unit: '%',
    target: 40,
    note: `p90 ${Math.round(100 * percentile(time, 0.9))} %`,
  });
}

/** Where nothing is known of the answers only the upper end is told. */
function holds({ estimate: { money, basis }, money: actual }: Told): boolean {
  return actual <= money.high && (basis === 'unknown' || actual >= money.low);
}

async function tellAndRun(index: number): Promise<Told> {
  const random = seededRandom(`suite ${index}`);
  const suite = makeSuite(index, random);
  const storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-estimates-'));
  const history = histories[index % histories.length] ?? 'none';
  try {
    await remember(storage, suite, { history, random });
    const plan = planOf(suite, 'now', suite.rows);
    textsToCount(plan);
    const statistics = await learnFromRuns(
      { history: new RunHistory(), counter: guessingCounter },
      storage,
      plan.prompt,
    );
    const estimate = estimateSuite({ plan, catalog: suite.catalog, statistics });
    const { state } = await run(suite, plan, 1);
    const cost = costOfCells(Object.values(state.cells));
    return { history, estimate, money: cost?.amount ?? 0, timeMs: (state.endedAt ?? 0) - state.startedAt };
  } finally {
    rmSync(storage, { recursive: true });
  }
}

async function remember(
  storage: string,
  suite: MadeSuite,
  { history, random }: { readonly history: History; readonly random: () => number },
): Promise<void> {
  if (history === 'none') return;
  const rows = history === 'few rows' ? suite.otherRows : suite.rows;
  const models = history === 'one model missing' && suite.models.length > 1 ? suite.models.slice(1) : suite.models;
  const plan = planOf({ ...suite, models }, '20260101-000000-aaaa', rows);
  const { events } = await run(suite, plan, history === 'edited' ? 0.85 + random() * 0.3 : 1);
  const journal = Journal.open(storage, plan.runId);
  for (const event of events) journal.append(event);
  journal.close();
}

interface MadeSuite {
  readonly rows: readonly string[];
  readonly otherRows: readonly string[];
  readonly models: readonly string[];
  readonly parameters: Parameters;
  readonly instruction: string;
  readonly catalog: Catalog;
  readonly mocks: ReadonlyMap<string, MockModel>;
}

interface MockModel {
  /** Tokens of a usual answer, and how much they vary (sigma of the logarithm). */
  readonly tokens: number;
  readonly spread: number;
  readonly startMs: number;
  readonly perTokenMs: number;
  /** Its tokens of a prompt over ours. */
  readonly ratio: number;
}

const instructions = [
  'Choose one label of: damaged, late, refund, invoice, other. Say why in one sentence.',
  'Solve the problem and end with a line "Answer: NUMBER".',
  'What does the customer want? Answer in at most three sentences.',
] as const;

function makeSuite(index: number, random: () => number): MadeSuite {
  const all = texts[index % texts.length] ?? [];
  const count = 20 + Math.floor(random() * 40);
  // Some prompts want a word and some want a page; models differ in how they answer the same prompt.
  const wanted = 5 * 60 ** random();
  const mocks = new Map(
    Array.from({ length: 3 }, (_, number) => [`model-${number}`, makeMock(wanted, random)] as const),
  );
  const simulated = ['terse', 'thorough', 'json', 'unreliable'].map((name) => `simulated/${name}`);
  const pool = index % 8 < 4 ? simulated : [...mocks.keys()].map((name) => `mock/${name}`);
  const models = pool.slice(0, 1 + Math.floor(random() * pool.length));
  return {
    rows: all.slice(0, count),
    otherRows: all.slice(count, count + 12),
    models,
    parameters: random() < 0.3 ? { maxOutputTokens: 400 } : {},
    instruction: instructions[index % instructions.length] ?? '',
    catalog: { entries: new Map(models.map((id) => [id, entryOf(id)])) },
    mocks,
  };
}

/** A price like any other, for simulated models too: otherwise nobody would be charged for them. */
function entryOf(id: string): CatalogEntry {
  const price = { input: 1, output: 5 };
  return { id, price };
}

function makeMock(wanted: number, random: () => number): MockModel {
  return {
    tokens: wanted * 0.4 * 6 ** random(),
    spread: 0.2 + 0.5 * random(),
    startMs: 200 + 1500 * random(),
    perTokenMs: 4 + 16 * random(),
    ratio: 0.9 + 0.4 * random(),
  };
}

function planOf(
  suite: Pick<MadeSuite, 'models' | 'parameters' | 'instruction'>,
  runId: string,
  rows: readonly string[],
): RunPlan {
  return planRun({
    runId,
    prompt: 'bench.eval.yaml',
    promptVersion: 'v',
    targets: targetsFor(suite.models, suite.parameters),
    cases: rows.map((row, index) => ({
      caseId: String(index),
      inputs: {},
      messages: messagesOf(suite.instruction, row),
    })),
  });
}

function messagesOf(instruction: string, row: string): readonly Message[] {
  return [
    { role: 'system', parts: [{ type: 'text', text: instruction }] },
    { role: 'user', parts: [{ type: 'text', text: row }] },
  ];
}

async function run(
  suite: MadeSuite,
  plan: RunPlan,
  length: number,
): Promise<{ events: readonly RunEvent[]; state: RunState }> {
  const clock = new FakeClock();
  const registry = createRegistry({ endpoints: {}, extra: [mockProvider(suite.mocks, length)] });
  const events: RunEvent[] = [];
  const handle = executeCells(
    {
      registry,
      environment: quietEnvironment(clock),
      catalog: suite.catalog,
      emit: (event) => events.push(event),
      lanes: { start: 4, max: 200 },
    },
    plan,
  );
  let isOver = false;
  void handle.ended.then(() => {
    isOver = true;
  });
  while (!isOver) await clock.advance(100);
  const lasted = events.reduce((latest, event) => ('at' in event ? Math.max(latest, event.at) : latest), 0);
  const first = events.reduce((earliest, event) => ('at' in event ? Math.min(earliest, event.at) : earliest), lasted);
  const all: RunEvent[] = [
    { type: 'run-started', ...plan, at: first },
    ...events,
    { type: 'run-ended', runId: plan.runId, at: lasted, outcome: 'done' },
  ];
  const state = foldAll(all);
  if (!state) throw new Error('the run has no beginning');
  return { events: all, state };
}

/** A vendor whose answers are as long, and take as long, as its models are made. */
function mockProvider(models: ReadonlyMap<string, MockModel>, length: number): Provider {
  async function* stream(call: ModelCall, access: ProviderAccess, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const model = models.get(call.model);
    if (!model) throw new Error(call.model);
    const random = seededRandom(JSON.stringify([call.model, call.messages]));
    const drawn = Math.round(model.tokens * length * Math.exp(model.spread * normal(random)));
    const tokens = Math.max(1, Math.min(drawn, call.parameters.maxOutputTokens ?? drawn));
    await access.clock.sleep(model.startMs * (0.7 + 0.6 * random()) + model.perTokenMs * tokens, signal);
    yield { type: 'text', text: 'word '.repeat(tokens) };
    const inputTokens = Math.round(messageTokens(call.messages, guessTokens) * model.ratio);
    yield { type: 'usage', usage: { inputTokens, outputTokens: tokens } };
    yield { type: 'done', finishReason: 'stop', servedModel: call.model };
  }
  return { id: 'mock', name: 'Mock', keyVariables: [], keyRequired: false, defaultBaseUrl: 'http://127.0.0.1', stream };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Texts of the examples, and of the public datasets where they are. */
const texts = readTexts();

function readTexts(): readonly (readonly string[])[] {
  const own = ['tickets', 'problems', 'orders'].map((name) => path.join(root, 'examples', 'cases', `${name}.jsonl`));
  const shared = ['gsm8k-200', 'banking77-200'].map((name) => path.join(data, 'datasets', `${name}.jsonl`));
  return [...own, ...shared].filter((file) => existsSync(file)).map(rowsOf);
}

function rowsOf(file: string): readonly string[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => {
    const row = JSON.parse(line);
    return String(row.question ?? row.text ?? Object.values(row.vars)[0]);
  });
}
