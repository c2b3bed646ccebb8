import type { ActiveCell, MatrixContext } from './matrixContext.ts';
import { openLine } from './sight.ts';

/** The cell after that of a target in the open row: the next of the row, else the first of the next row; undefined at the end. */
export function nextAnswer(context: MatrixContext, target: string): ActiveCell | undefined {
  const { items, state } = context;
  const line = openLine(context);
  const targets = state.matrix?.targets ?? [];
  if (line === undefined) return undefined;
  const column = targets.findIndex(({ id }) => id === target) + 1;
  if (column < targets.length) return { line, column: column + 1 };
  const next = items.findIndex(({ kind }, index) => index > line && kind === 'row');
  return next === -1 ? undefined : { line: next, column: 1 };
}
