import { type AnswerVerdict, allPassed, type Verdict } from '../grading/verdict.ts';
import type { CellState } from './cellState.ts';
import { none } from './orNone.ts';

/** True for a cell whose answer has passed all its checks, so that nobody needs to look at it again. */
export function hasPassed({ status, verdict }: CellState): boolean {
  return status === 'done' && verdict?.outcome === 'pass' && !verdict.awaitsComparison && !verdict.isUnchecked;
}

/** The checks without their words, as far as they have read something of which the figures of the run are made. */
function readingsAlone(checks: readonly Verdict[]): readonly Verdict[] {
  const found = checks.flatMap(readingChecks);
  return found.length > 0 ? found : none;
}

function readingChecks({ outcome, score, reading, components = [] }: Verdict): readonly Verdict[] {
  return [...(reading ? [{ outcome, score, reason: '', reading }] : []), ...components.flatMap(readingChecks)];
}

/** The one verdict of all cells that have passed without any score of their own, which are most cells of most runs. */
const plainPass: AnswerVerdict = { outcome: 'pass', score: 1, reason: allPassed, namedScores: {}, checks: none };

/** The verdict with nothing of its checks but their readings. */
function withoutWords(verdict: AnswerVerdict): AnswerVerdict {
  const { outcome, score, reason, namedScores, checks, ...more } = verdict;
  const left = readingsAlone(checks);
  const isAlike = outcome === 'pass' && score === 1 && reason === allPassed && left.length === 0;
  const isPlain = isAlike && Object.keys(namedScores).length === 0 && Object.keys(more).length === 0;
  return isPlain ? plainPass : { ...verdict, checks: left };
}

/**
 * The cell with its outcome, its scores and all its figures, but without what was said in it and what each check found: that stands in the
 * journal alone.
 */
export function leftToJournal(cell: CellState): CellState {
  const { turn: _sent, rounds: _asked, logProbs: _likely, messages: _prompt, verdict, ...figures } = cell;
  return {
    ...figures,
    text: '',
    reasoning: '',
    toolCalls: none,
    ...(verdict ? { verdict: withoutWords(verdict) } : {}),
    isInJournal: true,
  };
}
