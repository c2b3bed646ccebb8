import { answerLabels } from '../../core/people/answerLabels.ts';
import type { EvalReport } from '../../core/results/evalReport.ts';
import { digestsOf, peopleRates, withPeople } from '../../core/results/peopleRates.ts';
import type { RunState } from '../../core/run/state.ts';
import { readVerdicts } from './verdictFile.ts';

/** The report of a run with what people would pass of its answers, where they have judged some. */
export function reportWithPeople(storage: string, state: RunState, report: EvalReport): EvalReport {
  const labels = answerLabels(readVerdicts(storage, state.prompt).lines);
  const rates = peopleRates(Object.values(state.cells), labels, digestsOf(state));
  return { ...report, targets: withPeople(report.targets, rates) };
}
