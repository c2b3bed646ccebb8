import { chatText } from '../dataset/chatText.ts';
import type { Assertion, Check, EvalCase } from '../dataset/suite.ts';
import type { Verdict } from '../grading/verdict.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { defined } from '../jsonRead.ts';
import type { Message } from '../messages.ts';
import { foreignFinishReason } from '../providers/wire/finishWords.ts';
import { cellMessages } from '../results/cellTranscript.ts';
import type { EvalRow } from '../results/evalReport.ts';
import { reasonOf } from '../results/outcome.ts';
import { outputOf } from '../run/answerOutput.ts';
import type { CellState } from '../run/cellState.ts';
import type { PlannedCell } from '../run/events.ts';
import { leftOutOf } from '../run/runProblem.ts';
import type { RunState } from '../run/state.ts';
import type { EvalFile } from './evalFiles.ts';

/** promptfoo's three kinds of a row's end. An outcome that it has no word for is an error there, and keeps its name in `metadata`. */
export const failureReasons = { none: 0, assert: 1, error: 2 } as const;

/** A model with a prompt; promptfoo counts such columns model by model. */
interface Column {
  readonly index: number;
  readonly provider: JsonObject;
  readonly label: string;
}

interface Placed {
  readonly row: EvalRow;
  readonly testIdx: number;
  readonly column: Column;
}

/** A run as promptfoo's own result file, version 3, which its viewer and its tools read. */
export function promptfooResults({ state, report }: EvalFile): string {
  const columns = columnsOf(state, report.rows);
  const placed = place(report.rows, columns);
  const planned = new Map(state.plan.map((cell) => [cell.id, cell]));
  const results = placed.map((row) => resultOf(row, planned));
  const prompts = [...columns.values()].map((column) =>
    promptOf(
      column,
      placed.filter((row) => row.column === column),
    ),
  );
  const count = (reason: number) => placed.filter(({ row }) => failureReasonOf(row) === reason).length;
  const stats = {
    successes: count(failureReasons.none),
    failures: count(failureReasons.assert),
    // The parts that were left out count as errors, so that a reader of the sums alone sees that something is missing.
    errors: count(failureReasons.error) + leftOutOf(state).length,
    tokenUsage: sumTokens(placed.map(({ row }) => row.cell)),
  };
  const timestamp = new Date(state.startedAt).toISOString();
  const whole = {
    evalId: `eval-${state.runId}`,
    results: { version: 3, timestamp, prompts, results, stats },
    config: { description: state.prompt },
    shareableUrl: null,
    metadata: {
      exportedBy: 'polyprompt',
      promptVersion: state.promptVersion,
      incomplete: leftOutOf(state).length > 0,
      problems: state.problems ?? [],
    },
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function columnsOf(state: RunState, rows: readonly EvalRow[]): ReadonlyMap<string, Column> {
  const columns = new Map<string, Column>();
  const numbers = [...new Set(rows.map(promptNumber))].sort((left, right) => left - right);
  for (const { id, model } of state.targets)
    for (const number of numbers) {
      const provider = { id: model.replace('/', ':'), label: id };
      const label = numbers.length === 1 ? state.prompt : `${state.prompt} #${number}`;
      columns.set(`${id}#${number}`, { index: columns.size, provider, label });
    }
  return columns;
}

function promptNumber({ cell }: EvalRow): number {
  return (cell.promptIndex ?? 0) + 1;
}

function place(rows: readonly EvalRow[], columns: ReadonlyMap<string, Column>): readonly Placed[] {
  const tests = new Map<string, number>();
  const placed = rows.flatMap((row) => {
    const test = JSON.stringify([row.testCase.id, row.cell.repeat]);
    const testIdx = tests.get(test) ?? tests.size;
    tests.set(test, testIdx);
    const column = columns.get(`${row.cell.target}#${promptNumber(row)}`);
    return column ? [{ row, testIdx, column }] : [];
  });
  return placed.sort((left, right) => left.testIdx - right.testIdx || left.column.index - right.column.index);
}

function resultOf({ row: evalRow, testIdx, column }: Placed, planned: ReadonlyMap<string, PlannedCell>): JsonObject {
  const { cell, testCase: row, outcome } = evalRow;
  const failureReason = failureReasonOf(evalRow);
  return {
    id: cell.id,
    testIdx,
    promptIdx: column.index,
    promptId: String(column.index),
    provider: column.provider,
    prompt: { raw: chatText(cell.messages ?? planned.get(cell.id)?.messages ?? []), label: column.label },
    testCase: testCaseOf(row),
    ...defined({ description: row.description }),
    vars: row.vars,
    response: responseOf(cell, cell.messages ?? planned.get(cell.id)?.messages ?? []),
    ...(failureReason === failureReasons.none ? {} : { error: reasonOf(cell) }),
    failureReason,
    success: failureReason === failureReasons.none,
    score: cell.verdict?.score ?? 0,
    latencyMs: cell.timing?.totalMs ?? 0,
    cost: cell.cost?.amount ?? 0,
    namedScores: { ...cell.verdict?.namedScores },
    gradingResult: gradingOf(evalRow),
    metadata: {
      ...row.metadata,
      polyprompt: { outcome, repeat: cell.repeat, ...servingOf(evalRow), ...warningsOf(cell) },
    },
  };
}

function servingOf({ served, isServedByAnother = false }: EvalRow): JsonObject {
  return served === undefined ? {} : { servedModel: served, fallback: isServedByAnother };
}

function warningsOf({ warnings }: CellState): JsonObject {
  return warnings.length === 0 ? {} : { warnings: warnings.map((warning) => ({ ...warning })) };
}

function failureReasonOf({ outcome }: EvalRow): number {
  // promptfoo counts answers that nothing checked as passed.
  if (outcome === 'pass' || outcome === 'unchecked') return failureReasons.none;
  return outcome === 'fail' || outcome === 'refused' || outcome === 'truncated'
    ? failureReasons.assert
    : failureReasons.error;
}

function testCaseOf(row: EvalCase): JsonObject {
  return {
    ...defined({ description: row.description }),
    vars: row.vars,
    ...(row.checks.length > 0 ? { assert: row.checks.map(assertionOf) } : {}),
    ...defined({ threshold: row.threshold }),
    metadata: row.metadata,
  };
}

function assertionOf(check: Check): JsonObject {
  const { threshold, weight, metric } = check;
  const shared = {
    ...defined({ threshold, weight, metric }),
  };
  if (isSet(check)) return { type: 'assert-set', assert: check.assert.map(assertionOf), ...shared };
  return {
    type: check.negated ? `not-${check.type}` : check.type,
    ...defined({ value: check.value }),
    ...shared,
  };
}

function isSet(check: Check): check is Exclude<Check, Assertion> {
  return check.type === 'assert-set' && 'assert' in check;
}

function responseOf(cell: CellState, prompt: readonly Message[]): JsonObject {
  const messages = cellMessages(cell, prompt);
  return {
    output: outputOf(cell),
    tokenUsage: sumTokens([cell]),
    cached: cell.cached ?? false,
    ...(cell.cost ? { cost: cell.cost.amount } : {}),
    ...(cell.finishReason ? { finishReason: foreignFinishReason(cell.finishReason, cell.rawFinishReason) } : {}),
    ...(messages ? { metadata: { messages } } : {}),
  };
}

/** The verdicts as promptfoo has them: every set is followed by its members. */
function gradingOf({ cell: { verdict }, testCase }: EvalRow): JsonValue {
  if (!verdict) return null;
  const componentResults = verdict.checks.flatMap((check, index) => componentsOf(check, testCase.checks[index]));
  const { score, reason, namedScores, outcome } = verdict;
  return { pass: outcome === 'pass', score, reason, namedScores: { ...namedScores }, componentResults };
}

function componentsOf({ outcome, score, reason, components }: Verdict, check: Check | undefined): JsonObject[] {
  const assertion = check ? { assertion: assertionOf(check) } : {};
  const members = check && isSet(check) ? check.assert : [];
  const own = { pass: outcome === 'pass', score, reason, ...assertion };
  return [own, ...(components ?? []).flatMap((part, index) => componentsOf(part, members[index]))];
}

function promptOf({ index, provider, label }: Column, rows: readonly Placed[]): JsonObject {
  const cells = rows.map(({ row }) => row.cell);
  const count = (reason: number) => rows.filter(({ row }) => failureReasonOf(row) === reason).length;
  const checks = cells.flatMap((cell) => cell.verdict?.checks ?? []);
  const sum = (figure: (cell: CellState) => number) => cells.reduce((total, cell) => total + figure(cell), 0);
  return {
    raw: label,
    label,
    id: String(index),
    provider: provider['label'] ?? '',
    metrics: {
      score: sum((cell) => cell.verdict?.score ?? 0),
      testPassCount: count(failureReasons.none),
      testFailCount: count(failureReasons.assert),
      testErrorCount: count(failureReasons.error),
      assertPassCount: checks.filter(({ outcome }) => outcome === 'pass').length,
      assertFailCount: checks.filter(({ outcome }) => outcome !== 'pass').length,
      totalLatencyMs: sum((cell) => cell.timing?.totalMs ?? 0),
      tokenUsage: sumTokens(cells),
      ...namedSums(cells),
      cost: sum((cell) => cell.cost?.amount ?? 0),
    },
  };
}

function namedSums(cells: readonly CellState[]): JsonObject {
  const namedScores: Record<string, number> = {};
  const namedScoresCount: Record<string, number> = {};
  for (const { verdict } of cells)
    for (const [name, score] of Object.entries(verdict?.namedScores ?? {})) {
      namedScores[name] = (namedScores[name] ?? 0) + score * (verdict?.namedWeights?.[name] ?? 1);
      namedScoresCount[name] = (namedScoresCount[name] ?? 0) + 1;
    }
  return { namedScores, namedScoresCount };
}

function sumTokens(cells: readonly CellState[]): JsonObject {
  const sum = (figure: (cell: CellState) => number | undefined) =>
    cells.reduce((total, cell) => total + (figure(cell) ?? 0), 0);
  const prompt = sum(({ usage }) => usage?.inputTokens);
  const completion = sum(({ usage }) => usage?.outputTokens);
  return { total: prompt + completion, prompt, completion, cached: sum(({ usage }) => usage?.cachedInputTokens) };
}
