import { unifiedDiff } from '../../diff/unifiedDiff.ts';
import { resultText } from '../../improve/improveText.ts';
import { costOfRun, formatRunCost } from '../../results/summary.ts';
import type { RunState } from '../../run/state.ts';
import type { DataMarks } from '../dataMarks.ts';
import type { ValueOf } from '../schema.ts';
import type { improvePrompt } from '../tools/improvePrompt.ts';
import { moneyOf } from './runAnswer.ts';

export type ImproveAnswer = ValueOf<(typeof improvePrompt)['output']>;

export interface ImprovementToTell {
  readonly state: RunState;
  /** How it ended, or that it goes on. */
  readonly end: string;
  readonly marks: DataMarks;
  /** USD. */
  readonly leftToday: number;
}

const sentenceCharacters = 400;

/** An improvement as an agent reads it, with its edit as a patch. */
export function improveAnswer({ state, end, marks, leftToday }: ImprovementToTell): ImproveAnswer {
  const { improvement, improve, runId } = state;
  const cost = costOfRun(state);
  const result = improvement?.result;
  const proven = result?.finalists.find(
    ({ wording, isProven }) => isProven && wording.number === result.offered?.number,
  );
  const file = improve?.file ?? '';
  return {
    summary: summaryOf(end, { runId, isProven: proven !== undefined, isOffered: result?.offered !== undefined }),
    run: runId,
    state: end,
    ...(result ? { isProven: proven !== undefined } : {}),
    ...(result ? { sentences: resultText(result).map((sentence) => marks.around(sentence, sentenceCharacters)) } : {}),
    proposals: improvement?.proposals.length ?? 0,
    ...(result?.offered ? { patch: marks.around(unifiedDiff(file, result.start.text, result.offered.text)) } : {}),
    marks: marks.both,
    cost: formatRunCost(cost),
    ...moneyOf(cost),
    leftToday,
  };
}

interface Found {
  readonly runId: string;
  readonly isProven: boolean;
  readonly isOffered: boolean;
}

function summaryOf(end: string, { runId, isProven, isOffered }: Found): string {
  if (end === 'running') return `It goes on: improve_prompt with run ${runId} and wait_seconds 20.`;
  if (isProven) return 'A better wording is proven on held-out rows: apply the patch. Nothing is written yet.';
  if (isOffered) return 'A wording is offered, but nothing is proven: apply the patch only if it reads better.';
  if (end === 'unfinished' || end === 'cancelled')
    return `It is not at its end: go on with improve_prompt and run ${runId}.`;
  return 'Nothing better was found.';
}
