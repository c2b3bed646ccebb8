import path from 'node:path';
import { diffTexts } from '../../core/diff/diffTexts.ts';
import { PolypromptError } from '../../core/errors.ts';
import { outputText } from '../../core/run/answerOutput.ts';
import type { CellState } from '../../core/run/cellState.ts';
import type { RunState } from '../../core/run/state.ts';
import { formatLikeness } from '../../core/text/formatPercent.ts';
import { inOneLine } from '../../core/text/inOneLine.ts';
import { findWorkspaceFolder } from '../../node/files/workspaceFiles.ts';
import { listRunIds } from '../../node/records/journal.ts';
import { readRun } from '../../node/runs/readRun.ts';
import { exitCodes } from '../terminal/exitCodes.ts';
import { print, printJson } from '../terminal/terminal.ts';

export interface DiffOptions {
  readonly base?: string;
  readonly mode: 'words' | 'lines' | 'json';
  readonly json?: true;
}

/** Prints what differs between the answers of a stored run; the result is the exit code. */
export function diff(runId: string, options: DiffOptions): number {
  const { base, others } = compare(loadRun(runId), options);
  if (options.json)
    printJson(
      others.map(({ cell, diff }) => ({ base: base.target, model: cell.target, ...diff })),
      2,
    );
  else print(others.map(({ cell, diff }) => formatDiff(base, cell, diff)).join('\n'));
  return exitCodes.done;
}

function loadRun(runId: string): RunState {
  const storage = path.join(findWorkspaceFolder(path.join(process.cwd(), 'prompt')), '.polyprompt');
  const id = runId === 'latest' ? listRunIds(storage)[0] : runId;
  const state = id === undefined ? undefined : readRun(storage, id);
  if (state) return state;
  throw new PolypromptError(
    'invalid-arguments',
    `There is no run ${runId} in ${path.relative(process.cwd(), storage) || storage}.`,
    {
      hint: 'Run polyprompt run first, in this repository.',
    },
  );
}

interface Compared {
  readonly base: CellState;
  readonly others: readonly { readonly cell: CellState; readonly diff: ReturnType<typeof diffTexts> }[];
}

function compare(state: RunState, options: DiffOptions): Compared {
  const cells = Object.values(state.cells);
  const base = options.base === undefined ? cells[0] : cells.find((cell) => cell.target === options.base);
  if (!base) {
    throw new PolypromptError('invalid-arguments', `The run has no answer of ${options.base ?? 'any model'}.`, {
      hint: `It has ${cells.map((cell) => cell.target).join(', ')}.`,
    });
  }
  const others = cells
    .filter((cell) => cell !== base)
    .map((cell) => ({ cell, diff: diffTexts(outputText(base), outputText(cell), { mode: options.mode }) }));
  return { base, others };
}

function formatDiff(base: CellState, cell: CellState, diff: ReturnType<typeof diffTexts>): string {
  const marks = { equal: ['', ''], removed: ['[-', '-]'], added: ['{+', '+}'] } as const;
  const text = diff.parts.map((part) => `${marks[part.kind][0]}${part.text}${marks[part.kind][1]}`).join('');
  const names = inOneLine(`${cell.target} against ${base.target}`);
  return `== ${names}, ${formatLikeness(diff.similarity)} alike\n${text}\n`;
}
