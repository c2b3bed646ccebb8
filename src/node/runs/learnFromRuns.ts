import { defined } from '../../core/jsonRead.ts';
import { type CountTokens, messageTokens, settingTokens } from '../../core/pricing/promptTokens.ts';
import type { Learnt, ModelStatistics, RunStatistics } from '../../core/pricing/runStatistics.ts';
import { type TimeAtOnce, unslowed, unslowedTimes } from '../../core/providers/lanes/unslowed.ts';
import type { PlannedCell, Target } from '../../core/run/events.ts';
import { percentile } from '../../core/stats/percentile.ts';
import { readJournalLines } from '../records/journal.ts';
import { type JournalLine, plannedIn } from '../records/journalLines.ts';
import type { TokenCounter } from '../tokens/tokenCounter.ts';
import { type CellFigures, type RunFigures, requestsOf, timeOfFigures } from './runFigures.ts';
import type { RunHistory } from './runHistory.ts';
import { paceOf } from './runPace.ts';

/** How many of the newest runs are read. More would only say what was true of older prompts. */
const mostRuns = 20;
/** Limit of cells in all those runs, since large runs teach as much as many small ones. */
const mostCells = 10_000;
/** Limit of answers per model, since quantiles of more answers are the same. */
const mostAnswers = 2000;
/** How many of the newest runs tell how fast this machine is now. */
const pacedRuns = 5;
/** Prompts per model that are counted again to learn how its vendor counts. */
const mostPrompts = 50;

interface Lessons {
  readonly outputTokens: number[];
  /** The requests of each cell that called tools or talked, and how many tokens longer each was than the one before. */
  readonly requests: number[];
  readonly growth: number[];
  readonly times: TimeAtOnce[];
  readonly prompts: Prompt[];
  /** How many prompts were chosen to be read. */
  promptsAsked: number;
}

/** A prompt whose tokens the vendor counted. */
interface Prompt extends Pick<PlannedCell, 'messages'> {
  readonly reported: number;
  readonly parameters: Target['parameters'];
}

/** Answers by the id of their cell, whose prompts are still to be read. */
type Asked = Map<string, { readonly target: Target; readonly reported: number }>;

/** What the newest stored runs of a prompt or suite show of its models. `prompt` is its name in the plan. */
export async function learnFromRuns(
  { history, counter }: { readonly history: RunHistory; readonly counter: Pick<TokenCounter, 'count'> },
  storage: string,
  prompt: string,
): Promise<RunStatistics> {
  const { lessons, paces } = await lessonsOf(storage, history.figures(storage, { prompt }));
  const texts = new Set<string>();
  const collect: CountTokens = (text) => {
    texts.add(text);
    return 0;
  };
  for (const { prompts } of lessons.values()) for (const example of prompts) ourTokens(example, collect);
  const { countTokens } = await counter.count(texts);
  const means = [...lessons.values()].flatMap(({ outputTokens }) => learnt(outputTokens)?.mean ?? []);
  return {
    models: new Map([...lessons].map(([model, lesson]) => [model, statisticsOf(lesson)])),
    // These counts may be guesses. What is estimated with the ratios is counted in the same way.
    tokenRatios: ratiosOf(lessons, countTokens),
    ...defined({ outputTokens: learnt(means), pace: learnt(paces) }),
  };
}

/**
 * Learns from one run after the other, with a pause for other work between them, because a journal of thousands of cells takes time to
 * read. No run stays in memory once it has taught what it can.
 */
async function lessonsOf(
  storage: string,
  runs: Iterable<RunFigures>,
): Promise<{ readonly lessons: ReadonlyMap<string, Lessons>; readonly paces: readonly number[] }> {
  const lessons = new Map<string, Lessons>();
  const paces: number[] = [];
  let count = 0;
  let cells = 0;
  for (const run of runs) {
    learnPrompts(readJournalLines(storage, run.runId), learnFromRun(run, lessons), lessons);
    const pace = count < pacedRuns ? paceOf(run) : undefined;
    if (pace !== undefined) paces.push(pace);
    cells += run.cells.length;
    if (++count >= mostRuns || cells >= mostCells) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { lessons, paces };
}

/** Learns all but the prompts; the result is which of these are wanted. */
function learnFromRun(run: RunFigures, lessons: Map<string, Lessons>): Asked {
  const targets = new Map(run.targets.map((target) => [target.id, target]));
  const asked: Asked = new Map();
  for (const cell of run.cells) {
    const target = targets.get(cell.target);
    if (!target || !cell.isDone || cell.isCached) continue;
    const lesson = lessons.get(target.model) ?? {
      outputTokens: [],
      requests: [],
      growth: [],
      times: [],
      prompts: [],
      promptsAsked: 0,
    };
    lessons.set(target.model, lesson);
    if (lesson.times.length >= mostAnswers) continue;
    learn(lesson, cell);
    const reported = requestsOf(cell)[0]?.inputTokens;
    if (!reported || lesson.promptsAsked >= mostPrompts) continue;
    lesson.promptsAsked++;
    asked.set(cell.id, { target, reported });
  }
  return asked;
}

function learn({ outputTokens, times, requests, growth }: Lessons, cell: CellFigures): void {
  const made = requestsOf(cell);
  for (const request of made) {
    times.push(...timeOfFigures(request));
    if (request.outputTokens !== undefined) outputTokens.push(request.outputTokens);
  }
  if (!cell.mayGoOn) return;
  requests.push(made.length);
  if (made.length === 1) return;
  const [first, last] = [made[0]?.inputTokens, made.at(-1)?.inputTokens];
  if (first !== undefined && last !== undefined) growth.push(Math.max(0, last - first) / (made.length - 1));
}

/** Reads the prompts of a run that are wanted, and no further: they stand at the beginning of its journal. */
function learnPrompts(
  lines: Iterable<JournalLine | undefined>,
  asked: Asked,
  lessons: ReadonlyMap<string, Lessons>,
): void {
  if (asked.size === 0) return;
  for (const { id, messages, parameters } of plannedIn(lines)) {
    const found = asked.get(id);
    if (!found) continue;
    const { target, reported } = found;
    lessons.get(target.model)?.prompts.push({ messages, parameters: parameters ?? target.parameters, reported });
    asked.delete(id);
    if (asked.size === 0) return;
  }
}

function statisticsOf({ outputTokens, times, requests, growth }: Lessons): ModelStatistics {
  const { limit } = unslowed(times);
  return defined({
    outputTokens: learnt(outputTokens),
    totalMs: learnt(unslowedTimes(times)),
    requests: learnt(requests),
    growth: learnt(growth),
    mostAtOnce: Number.isFinite(limit) ? limit : undefined,
  });
}

function learnt(values: readonly number[]): Learnt | undefined {
  const [p10, p50, p90] = [10, 50, 90].map((percent) => percentile(values, percent));
  if (p10 === undefined || p50 === undefined || p90 === undefined) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { count: values.length, mean, p10, p50, p90 };
}

function ratiosOf(lessons: ReadonlyMap<string, Lessons>, countTokens: CountTokens): ReadonlyMap<string, number> {
  const sums = new Map<string, { reported: number; ours: number }>();
  for (const [model, { prompts }] of lessons) {
    for (const name of [model, model.slice(0, model.indexOf('/'))]) {
      const sum = sums.get(name) ?? { reported: 0, ours: 0 };
      sums.set(name, sum);
      for (const prompt of prompts) {
        sum.reported += prompt.reported;
        sum.ours += ourTokens(prompt, countTokens);
      }
    }
  }
  const known = [...sums].filter(([, { reported, ours }]) => reported > 0 && ours > 0);
  return new Map(known.map(([name, { reported, ours }]) => [name, reported / ours]));
}

function ourTokens({ messages, parameters }: Prompt, countTokens: CountTokens): number {
  return messageTokens(messages, countTokens) + settingTokens(parameters, countTokens);
}
