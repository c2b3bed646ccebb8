import { defined } from '../jsonRead.ts';
import { answerDigest } from '../people/answerDigest.ts';
import type { AnswerLabel } from '../people/answerLabels.ts';
import { outcomeOf } from '../results/outcome.ts';
import { outputText } from '../run/answerOutput.ts';
import { suiteCaseOf } from '../run/cellIdentity.ts';
import { cellsOf, type RunState } from '../run/state.ts';
import type { StoredAnswer } from './storedAnswer.ts';

/**
 * The ended answers of a run, with what its checks and people say of them; `verdicts` by the digest of the answer, `labels` by the id of
 * the case that expects one.
 */
export function answersOfRun(
  run: RunState,
  verdicts: ReadonlyMap<string, AnswerLabel>,
  labels: ReadonlyMap<string, string> = new Map(),
): readonly StoredAnswer[] {
  const planned = new Map(run.plan.map((cell) => [cell.id, cell]));
  return [...cellsOf(run)].flatMap((cell): StoredAnswer[] => {
    if (cell.status !== 'done') return [];
    const plan = planned.get(cell.id);
    const [vars, text] = [plan?.inputs ?? {}, outputText(cell)];
    const said = verdicts.get(answerDigest(vars, text))?.verdict;
    const label = plan && labels.get(suiteCaseOf(plan));
    return [{ vars, text, ...defined({ label, isPassed: asYesOrNo(outcomeOf(cell)), isLiked: asYesOrNo(said) }) }];
  });
}

function asYesOrNo(verdict: string | undefined): boolean | undefined {
  return verdict === 'pass' ? true : verdict === 'fail' ? false : undefined;
}
