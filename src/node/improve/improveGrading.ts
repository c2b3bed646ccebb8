import { SuiteGrader } from '../../core/execute/suiteGrader.ts';
import type { AnswerVerdict } from '../../core/grading/verdict.ts';
import type { CellGrading } from '../../core/run/cellGrading.ts';
import { sandboxIn } from '../runs/suiteGrading.ts';
import type { WordingPlans } from './wordingPlans.ts';

/** A proposal is no answer that checks could look at. */
const unchecked: AnswerVerdict = {
  outcome: 'pass',
  score: 1,
  reason: 'A proposal has no checks.',
  namedScores: {},
  checks: [],
  isUnchecked: true,
};

/** Grades the rows of every wording by the checks of their cases. It has to be disposed of after the run. */
export function improveGrading(plans: WordingPlans, distFolder: string): CellGrading & { dispose(): Promise<void> } {
  const sandbox = sandboxIn(distFolder);
  const graders = new Map<string, SuiteGrader>();
  const graderOf = (target: string): SuiteGrader | undefined => {
    const known = graders.get(target);
    if (known) return known;
    const plan = [...plans.all].find((each) => each.target.id === target);
    const made = plan && new SuiteGrader(plan.suite, plan.planned, { sandbox });
    if (made) graders.set(target, made);
    return made;
  };
  return {
    ports: { sandbox },
    grade: async (cell, result, judge, state) => graderOf(cell.target)?.grade(cell, result, judge, state) ?? unchecked,
    dispose: () => sandbox.dispose(),
  };
}
