import { choiceNames } from './choiceKeys.ts';
import type { MatrixState } from './matrixStore.ts';

/** The sentences that a screen reader should hear between one state and the next: that a run began, and how it ended. */
export function matrixAnnouncements(before: MatrixState, after: MatrixState): readonly string[] {
  const verdict = verdictSaved(before, after) ?? choiceSaved(before, after);
  if (verdict !== undefined) return [verdict];
  const was = before.matrix?.run;
  const is = after.matrix?.run;
  if (!is || was === is) return [];
  if (was?.runId !== is.runId) return is.status === 'running' ? ['Run started.'] : [];
  if (was.status === is.status || is.status === 'running') return [];
  const passed = after.totals.reduce((sum, total) => sum + total.passed, 0);
  const graded = after.totals.reduce((sum, total) => sum + total.graded, 0);
  return [`${is.status === 'done' ? 'Run finished' : 'Run stopped'}: ${passed} of ${graded} answers passed.`];
}

/** A review says that a verdict is kept, and how far it has come. */
function verdictSaved({ review: was }: MatrixState, { review: is }: MatrixState): string | undefined {
  if (!is?.last || is.last === was?.last || is.judged === was?.judged) return undefined;
  return `Saved: ${is.last.verdict}, ${is.judged} of ${is.total}.`;
}

/** A choice says that it is kept, and how far the person has come; who gave the answers stands on the page. */
function choiceSaved({ choice: was }: MatrixState, { choice: is }: MatrixState): string | undefined {
  if (!is?.last || is.last === was?.last || is.judged === was?.judged) return undefined;
  return `Saved: ${choiceNames[is.last.choice]}, ${is.judged} of ${is.total}.`;
}
