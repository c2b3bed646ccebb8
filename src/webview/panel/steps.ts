import { defined } from '../../core/jsonRead.ts';
import type { ToolCall } from '../../core/messages.ts';
import { formatCellCost } from '../../core/results/formatCellCost.ts';
import type { CellState } from '../../core/run/cellState.ts';
import type { AnsweredBy, Round, ToolResult, UserTurn } from '../../core/run/round.ts';
import { formatDuration } from '../../core/text/formatDuration.ts';
import { isRunning } from './column.ts';
import { tokenFigures } from './figures.ts';

/** A call, with its result where there is one. */
export interface AnsweredCall {
  readonly call: ToolCall;
  readonly result: ToolResult | undefined;
}

/** An earlier round of a cell, as a step towards its answer. */
export interface Step {
  /** From 1. */
  readonly number: number;
  readonly round: Round;
  readonly calls: readonly AnsweredCall[];
  /** How many of its results are errors. */
  readonly errors: number;
  /** True for the step in which a cell that runs is. */
  readonly isOpen: boolean;
}

/** The earlier rounds of a cell. The last of them is open while the cell runs. */
export function stepsOf(cell: CellState): readonly Step[] {
  const { rounds = [] } = cell;
  return rounds.map((round, index) => ({
    number: index + 1,
    round,
    calls: round.toolCalls.map((call, place) => ({ call, result: round.results[place] })),
    errors: round.results.filter(({ isError }) => isError).length,
    isOpen: index === rounds.length - 1 && isRunning(cell),
  }));
}

/** The tools that a round called, such as `find_order, refund (2)`; empty where it called none. */
export function calledTools({ toolCalls }: Pick<Round, 'toolCalls'>): string {
  const counts = new Map<string, number>();
  for (const { name } of toolCalls) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} (${count})`)).join(', ');
}

/** Time and cost of a round, for its line: `0.41 s` and `~$0.0003`. */
export function stepFigures({ round }: Step, { cached }: CellState): readonly string[] {
  const cost = formatCellCost(defined({ cached, cost: round.cost ?? undefined }));
  return [...(round.batch ? [] : [formatDuration(round.timing.totalMs)]), cost];
}

/** Everything that is known of a round: time to its first token, and its tokens. */
export function stepDetails({ round: { timing, usage, batch } }: Step): string {
  const first = batch ? undefined : timing.firstTokenMs;
  return [
    ...(first === undefined ? [] : [`${formatDuration(first)} to first token`]),
    ...tokenFigures(usage ?? undefined),
  ].join(' · ');
}

const givers: Readonly<Record<Exclude<AnsweredBy, 'refused'>, string>> = {
  rule: 'from a rule',
  script: 'from a script',
  server: 'from a server',
  recording: 'from a recording',
  person: 'given by hand',
};

/** What a result is and who gave it: `Result from a rule`, `Error from a script`, `Refused, not run`. */
export function resultName({ by, isError }: ToolResult): string {
  if (by === 'refused') return 'Refused, not run';
  return `${isError ? 'Error' : 'Result'} ${givers[by]}`;
}

const speakers: Readonly<Record<UserTurn['by'], string>> = {
  case: 'User',
  model: 'Simulated user',
  person: 'You',
};

/** Who spoke in place of the user. */
export function speakerOf({ by }: UserTurn): string {
  return speakers[by];
}
