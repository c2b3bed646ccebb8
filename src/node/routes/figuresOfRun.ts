import { figureOfRows } from '../../core/results/requiredFigure.ts';
import type { RunState } from '../../core/run/state.ts';
import type { FigureOf } from '../../core/simulation/learnMeasurements.ts';
import { storedCases } from '../runs/storedResults.ts';

/** Works out figures of a stored run's answers, by the checks of its suite as it is now. `storage` is the run's folder `.polyprompt`. */
export async function figuresOfRun(storage: string, run: RunState): Promise<FigureOf> {
  const caseOf = await storedCases(storage, run);
  return (figure, answers) => {
    const rows = answers.flatMap((cell) => {
      const testCase = caseOf.get(cell.id);
      return testCase ? [{ cell, testCase }] : [];
    });
    return figureOfRows(rows, figure);
  };
}
