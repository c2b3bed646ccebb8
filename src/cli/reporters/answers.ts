import { formatCellCost } from '../../core/results/formatCellCost.ts';
import { costOfRun, formatRunCost } from '../../core/results/summary.ts';
import { timeTaken } from '../../core/results/timeTaken.ts';
import type { CellState } from '../../core/run/cellState.ts';
import { describeRouted } from '../../core/run/describeRouted.ts';
import type { Round } from '../../core/run/round.ts';
import { servedOf } from '../../core/run/servedModel.ts';
import type { RunState } from '../../core/run/state.ts';
import { formatCount } from '../../core/text/formatCount.ts';
import { formatDuration } from '../../core/text/formatDuration.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import { printable } from '../../core/text/printable.ts';
import { formatTable } from '../../core/text/table.ts';

/** The answers one after the other, then a table of time, tokens and cost. The id of a run that is not stored is left out. */
export function formatAnswers(state: RunState, { isRecorded }: { readonly isRecorded: boolean }): string {
  const cells = state.plan.map((planned) => state.cells[planned.id]).filter((cell) => cell !== undefined);
  const models = new Map(state.targets.map(({ id, model }) => [id, model]));
  const answers = cells
    .map(
      (cell) =>
        `== ${inOneLine(`${cell.target}${cell.variant === undefined ? '' : ` (variant ${cell.variant})`}`)}\n${answerOf(cell, models.get(cell.target) ?? '')}\n`,
    )
    .join('\n');
  const table = formatTable(
    ['model', 'first token', 'total', 'tok/s', 'in', 'cached', 'out', 'cost', 'result'],
    cells.map(rowOf),
  );
  return `${answers}\n${table}\ntotal ${formatRunCost(costOfRun(state))}${isRecorded ? ` · run ${state.runId}` : ''}\n`;
}

function answerOf(cell: CellState, model: string): string {
  const steps = cell.rounds?.flatMap(stepsOf) ?? [];
  const calls = cell.toolCalls.map((call) => `[calls ${call.name} ${JSON.stringify(call.input)}]`);
  const warnings = cell.warnings.map((warning) => `(${warning.message})`);
  const route = cell.routed ? [`[${describeRouted(cell.routed)}]`] : [];
  const served = servedOf(cell, model);
  const other = served && !served.isSame ? [`[served by ${served.name}, not ${served.requested}]`] : [];
  const error = cell.error ? [`! ${cell.error.message} ${cell.error.hint}`] : [];
  // Control characters of an answer must not move the reader's cursor.
  return (
    printable(
      [
        ...steps,
        ...(cell.text === '' ? [] : [cell.text.trimEnd()]),
        ...calls,
        ...warnings,
        ...route,
        ...other,
        ...error,
      ].join('\n'),
    ) || '(no text)'
  );
}

/** A round that came before the answer: its words, its calls with their results, and what the user said then. */
function stepsOf({ answer, toolCalls, results, user }: Round): string[] {
  const calls = toolCalls.map(({ name, input }, index) => {
    const { output = '', isError } = results[index] ?? {};
    return `[calls ${name} ${JSON.stringify(input)} -> ${isError ? 'error: ' : ''}${inOneLine(output)}]`;
  });
  return [...(answer === '' ? [] : [answer.trimEnd()]), ...calls, ...(user ? [`> ${inOneLine(user.text)}`] : [])];
}

function rowOf(cell: CellState): string[] {
  const { usage, timing } = cell;
  return [
    cell.target,
    seconds(timing?.firstTokenMs),
    seconds(timeTaken(cell)),
    speed(cell),
    count(usage?.inputTokens),
    count(usage?.cachedInputTokens),
    count(usage?.outputTokens),
    formatCellCost(cell),
    outcomeOf(cell),
  ];
}

/** What became of a cell in one word. */
function outcomeOf(cell: CellState): string {
  if (cell.status !== 'done') return cell.error?.code ?? cell.status;
  if (cell.finishReason === 'length') return 'truncated';
  if (cell.finishReason === 'refusal' || cell.finishReason === 'content-filter') return 'refused';
  return cell.text === '' && cell.toolCalls.length === 0 ? 'empty' : 'ok';
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? '' : formatDuration(ms);
}

function count(tokens: number | undefined): string {
  return tokens === undefined ? '' : formatCount(tokens);
}

/** Output tokens per second, counted from the first one. */
function speed({ usage, timing }: CellState): string {
  if (!usage?.outputTokens || !timing) return '';
  const writing = timing.totalMs - (timing.firstTokenMs ?? 0);
  return writing < 10 ? '' : String(Math.round(usage.outputTokens / (writing / 1000)));
}
