import { defined } from '../../core/jsonRead.ts';
import { laneTime, usualLanes } from '../../core/pricing/laneTime.ts';
import { type CountTokens, messageTokens, settingTokens } from '../../core/pricing/promptTokens.ts';
import { exactly } from '../../core/pricing/range.ts';
import type { Learnt, ModelStatistics, RunStatistics } from '../../core/pricing/runStatistics.ts';
import { type TimeAtOnce, unslowed, unslowedTimes } from '../../core/providers/lanes/unslowed.ts';
import type { PlannedCell, Target } from '../../core/run/events.ts';
import type { CellState, RunState } from '../../core/run/state.ts';
import { timeOf } from '../../core/run/timeOf.ts';
import { percentile } from '../../core/stats/percentile.ts';
import type { TokenCounter } from '../tokens/tokenCounter.ts';
import type { RunHistory } from './runHistory.ts';

/** How many of the newest runs are read. More would only say what was true of older prompts. */
const mostRuns = 20;
/** Limit of cells in all those runs, since large runs teach as much as many small ones. */
const mostCells = 10_000;
/** Limit of answers per model, since quantiles of more answers are the same. */
const mostAnswers = 2000;
/** How many of the newest runs tell how fast this machine is now, and how many cells each must have asked to be no accident. */
const pacedRuns = 5;
const pacedCells = 5;
/** Prompts per model that are counted again to learn how its vendor counts. */
const mostPrompts = 50;

interface Lessons {
  readonly outputTokens: number[];
  readonly times: TimeAtOnce[];
  readonly prompts: Prompt[];
}

interface Prompt {
  readonly reported: number;
  readonly cell: PlannedCell;
  readonly target: Target;
}

/** What the newest stored runs of a prompt or suite show of its models. `prompt` is its name in the plan. */
export async function learnFromRuns(
  { history, counter }: { readonly history: RunHistory; readonly counter: Pick<TokenCounter, 'count'> },
  storage: string,
  prompt: string,
): Promise<RunStatistics> {
  const { lessons, paces } = await lessonsOf(history.each(storage, { prompt }));
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
 * How long a run took, divided by the time that follows from its answers' own times. Nothing for a run that asked too little to tell, was
 * not finished, or waited in between.
 */
function paceOf({ status, startedAt, endedAt, targets, plan, cells }: RunState): readonly number[] {
  if (status !== 'done' || endedAt === undefined) return [];
  const models = new Map(targets.map(({ id, model }) => [id, model]));
  const times = new Map<string, TimeAtOnce[]>();
  for (const { id, target } of plan) {
    const cell = cells[id];
    const model = models.get(target);
    if (model === undefined || cell?.status !== 'done' || cell.cached || !cell.timing) continue;
    times.set(model, [...(times.get(model) ?? []), ...timeOf(cell)]);
  }
  const own = [...times.values()].map(timeThrough);
  const longest = Math.max(0, ...own);
  const asked = [...times.values()].reduce((sum, all) => sum + all.length, 0);
  return asked < pacedCells || longest === 0 ? [] : [(endedAt - startedAt) / longest];
}

/** Milliseconds for so many answers at the server's own speed. */
function timeThrough(times: readonly TimeAtOnce[]): number {
  const own = unslowedTimes(times);
  const latency = exactly(own.reduce((sum, time) => sum + time, 0) / own.length);
  const max = Math.min(usualLanes.max, unslowed(times).limit);
  return laneTime({ calls: times.length, tokens: 0, latency }, { ...usualLanes, max }).expected;
}

/**
 * Learns from one run after the other, with a pause for other work between them, because a journal of thousands of cells takes time to
 * read. No run stays in memory once it has taught what it can.
 */
async function lessonsOf(runs: Iterable<RunState>): Promise<{
  readonly lessons: ReadonlyMap<string, Lessons>;
  readonly paces: readonly number[];
}> {
  const lessons = new Map<string, Lessons>();
  const paces: number[] = [];
  let count = 0;
  let cells = 0;
  for (const run of runs) {
    learnFromRun(run, lessons);
    if (count < pacedRuns) paces.push(...paceOf(run));
    cells += run.plan.length;
    if (++count >= mostRuns || cells >= mostCells) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { lessons, paces };
}

function learnFromRun(run: RunState, lessons: Map<string, Lessons>): void {
  const targets = new Map(run.targets.map((target) => [target.id, target]));
  for (const planned of run.plan) {
    const target = targets.get(planned.target);
    const cell = run.cells[planned.id];
    if (!target || cell?.status !== 'done' || cell.cached) continue;
    const lesson = lessons.get(target.model) ?? { outputTokens: [], times: [], prompts: [] };
    lessons.set(target.model, lesson);
    if (lesson.times.length < mostAnswers) learn(lesson, cell, { cell: planned, target });
  }
}

function learn({ outputTokens, times, prompts }: Lessons, cell: CellState, asked: Omit<Prompt, 'reported'>): void {
  const { usage } = cell;
  times.push(...timeOf(cell));
  if (usage?.outputTokens !== undefined) outputTokens.push(usage.outputTokens);
  if (usage?.inputTokens && prompts.length < mostPrompts) prompts.push({ ...asked, reported: usage.inputTokens });
}

function statisticsOf({ outputTokens, times }: Lessons): ModelStatistics {
  const { limit } = unslowed(times);
  return defined({
    outputTokens: learnt(outputTokens),
    totalMs: learnt(unslowedTimes(times)),
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

function ourTokens({ cell, target }: Prompt, countTokens: CountTokens): number {
  return messageTokens(cell.messages, countTokens) + settingTokens(cell.parameters ?? target.parameters, countTokens);
}
