import { defined } from '../jsonRead.ts';
import { answerDigest } from '../people/answerDigest.ts';
import type { AnswerLabel } from '../people/answerLabels.ts';
import { outcomeOf } from '../results/outcome.ts';
import { outputText } from '../run/answerOutput.ts';
import { cellsOf, type RunState } from '../run/state.ts';
import type { StoredAnswer } from './storedAnswer.ts';

/** The ended answers of a run, with what its checks and people say of them; `labels` by the digest of the answer. */
export function answersOfRun(run: RunState, labels: ReadonlyMap<string, AnswerLabel>): readonly StoredAnswer[] {
  const inputs = new Map(run.plan.map((cell) => [cell.id, cell.inputs]));
  return [...cellsOf(run)].flatMap((cell): StoredAnswer[] => {
    if (cell.status !== 'done') return [];
    const [vars, text] = [inputs.get(cell.id) ?? {}, outputText(cell)];
    const said = labels.get(answerDigest(vars, text))?.verdict;
    return [{ vars, text, ...defined({ isPassed: asYesOrNo(outcomeOf(cell)), isLiked: asYesOrNo(said) }) }];
  });
}

function asYesOrNo(verdict: string | undefined): boolean | undefined {
  return verdict === 'pass' ? true : verdict === 'fail' ? false : undefined;
}
