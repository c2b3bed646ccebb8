import type { Check, EvalCase, Suite, SuitePrompt } from '../../src/core/dataset/suite.ts';
import { CellPrompts } from '../../src/core/execute/cellPrompts.ts';
import type { Verdict } from '../../src/core/grading/verdict.ts';
import type { JsonValue } from '../../src/core/json.ts';
import type { Message } from '../../src/core/messages.ts';
import { deriveMetrics } from '../../src/core/results/deriveMetrics.ts';
import { outcomeOf } from '../../src/core/results/outcome.ts';
import type { CellState } from '../../src/core/run/cellState.ts';
import type { PlannedCell } from '../../src/core/run/events.ts';
import { resultOf } from '../../src/core/run/resultOf.ts';
import type { Answer, SuiteRun } from '../support/suiteRun.ts';
import type { Golden, GoldenCheck } from './goldenFormat.ts';

/** A row of ours in the words of a recording. */
export interface GradedRow {
  readonly testIdx: number;
  readonly prompt: string;
  readonly output: JsonValue;
  readonly description: string;
  readonly success: boolean;
  readonly failureReason: number;
  readonly score: number;
  readonly namedScores: Readonly<Record<string, number>>;
  readonly checks: readonly GoldenCheck[];
}

/** The text itself; over a wire the last message, as the mock server does. As promptfoo's echo it costs nothing and never says why it stopped. */
export function goldenAnswer({ mock }: Golden): Answer {
  return (text, _model, messages) => [
    { type: 'text', text: mock ? lastUserText(messages) : text },
    { type: 'usage', usage: { reportedCost: 0 } },
    { type: 'done', finishReason: mock ? 'stop' : 'other' },
  ];
}

function lastUserText(messages: readonly Message[]): string {
  const parts = messages.findLast(({ role }) => role === 'user')?.parts ?? [];
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

/** The run's rows in promptfoo's order: case, repeat, target, prompt. What could not be planned is an error there. */
export async function rowsOf(suite: Suite, run: SuiteRun): Promise<readonly GradedRow[]> {
  const cells = new Map(run.planned.plan.cells.map((cell) => [placeOf(run, cell), cell]));
  const rows: GradedRow[] = [];
  let testIdx = 0;
  for (const item of suite.cases)
    for (let repeat = 0; repeat < suite.repeat; repeat++) {
      for (const [target, prompt] of columnsOf(suite, run, item)) {
        const cell = cells.get(JSON.stringify([item.id, target, run.prompts.indexOf(prompt), repeat]));
        rows.push(cell ? await rowOf(run, cell, { item, testIdx }) : unplanned(item, testIdx));
      }
      testIdx++;
    }
  return rows;
}

/** The suite's own figures per column: a target with a prompt. */
export function derivedOf(suite: Suite, { planned, prompts, state }: SuiteRun) {
  return suite.targets.flatMap((target) =>
    prompts.map((prompt) => {
      const cells = planned.plan.cells.filter(
        (cell) => cell.target === target.id && planned.promptOf.get(cell.id) === prompt,
      );
      const known = cells.flatMap(({ id }) => state.cells[id] ?? []);
      return deriveMetrics(
        suite.derivedMetrics,
        known.map((cell) => ({ cell })),
      );
    }),
  );
}

function placeOf({ planned, prompts }: SuiteRun, { id, target, repeat }: PlannedCell): string {
  const prompt = planned.promptOf.get(id);
  return JSON.stringify([planned.caseOf.get(id)?.id, target, prompt ? prompts.indexOf(prompt) : -1, repeat]);
}

function columnsOf(suite: Suite, { prompts }: SuiteRun, item: EvalCase): readonly (readonly [string, SuitePrompt])[] {
  return suite.targets
    .filter(({ id }) => !item.targets || item.targets.includes(id))
    .flatMap((target) =>
      prompts
        .filter(({ label }) => [item.prompts, target.prompts].every((labels) => !labels || labels.includes(label)))
        .map((prompt) => [target.id, prompt] as const),
    );
}

function unplanned({ description = '' }: EvalCase, testIdx: number): GradedRow {
  const nothing = { prompt: '', output: null, score: 0, namedScores: {}, checks: [] };
  return { testIdx, description, success: false, failureReason: 2, ...nothing };
}

async function rowOf(
  run: SuiteRun,
  cell: PlannedCell,
  { item, testIdx }: { item: EvalCase; testIdx: number },
): Promise<GradedRow> {
  const { state, planned, grader } = run;
  const known = state.cells[cell.id];
  const stateOf = (id: string): CellState | undefined => state.cells[id];
  const result = known && resultOf(state, known);
  // promptfoo counts what nobody checked as passed.
  const found = known ? outcomeOf(known) : 'skipped';
  const outcome = found === 'unchecked' ? 'pass' : found;
  const output = result
    ? await grader
        .answerOf(cell, result, stateOf)
        .then((answer) => answer.output)
        .catch(String)
    : null;
  const prompt = await new CellPrompts(planned, grader.ports)
    .of(cell, stateOf)
    .then(({ text }) => text)
    .catch(String);
  const verdict = known?.verdict;
  return {
    testIdx,
    prompt,
    output,
    description: item.description ?? '',
    success: outcome === 'pass',
    failureReason: outcome === 'pass' ? 0 : outcome === 'fail' ? 1 : 2,
    score: verdict?.score ?? 0,
    namedScores: verdict?.namedScores ?? {},
    checks: (verdict?.checks ?? []).flatMap((check, index) => leavesOf(item.checks[index], check)),
  };
}

function leavesOf(check: Check | undefined, verdict: Verdict): readonly GoldenCheck[] {
  if (!check) return [];
  if ('assert' in check)
    return (verdict.components ?? []).flatMap((member, index) => leavesOf(check.assert[index], member));
  const type = `${check.negated ? 'not-' : ''}${check.type}`;
  return [{ type, pass: verdict.outcome === 'pass', score: verdict.score }];
}
