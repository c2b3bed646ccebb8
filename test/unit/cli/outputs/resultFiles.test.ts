import { evalWriters } from '../../../../src/core/reports/evalFiles.ts';
import { formatEvalSummary } from '../../../../src/core/reports/evalSummary.ts';
import { promptfooResults } from '../../../../src/core/reports/promptfooResults.ts';
import { evalReport } from '../../../../src/core/results/evalReport.ts';
import { casesByCell } from '../../../../src/core/results/matrix/matrixCases.ts';
import type { RunProblem } from '../../../../src/core/run/runProblem.ts';
import { type Ending, madeRun, ticketCase } from '../../../e2e/panel/matrixRuns.ts';
import { assertWhole } from '../../../support/whole.ts';

const endings: readonly Ending[] = [
  'pass',
  'fail',
  'error',
  'refused',
  'truncated',
  'ungraded',
  'cancelled',
  'queued',
  'ungraded yet',
];
const targets = ['openai/gpt-5.6-luna', 'anthropic/claude-haiku-4-5'];
const rows = Array.from({ length: 5 }, (_, index) => ({
  ...ticketCase(index),
  description: index === 0 ? 'A broken parcel, "quoted", with <marks> & commas' : undefined,
}));
const problems: readonly RunProblem[] = [
  {
    severity: 'error',
    code: 'missing-file',
    message: 'There is no file "more.jsonl".',
    line: 2,
    column: 8,
    file: 'triage.eval.yaml',
  },
];

/** Every way in which a cell can end, on two models and in two repeats, with an answer from the cache and one that another model gave. */
function everyEnding() {
  const cases = rows.map(({ description, ...row }) => (description === undefined ? row : { ...row, description }));
  const made = madeRun({ rows: cases, targets, repeats: 2 }, (_, index) => endings[index % endings.length] ?? 'pass', {
    outcome: 'budget',
  });
  const [first, second] = made.state.plan;
  const changed = Object.fromEntries(
    Object.entries(made.state.cells).map(([id, cell]) => {
      if (id === first?.id) return [id, { ...cell, cached: true }];
      if (id === second?.id) return [id, { ...cell, servedModel: 'gpt-4.1', isFallback: true }];
      return [id, cell];
    }),
  );
  const state = { ...made.state, cells: changed, problems };
  return { state, report: evalReport(state, casesByCell(state, made.cases)) };
}

describe('the files of results', () => {
  const file = everyEnding();

  for (const [extension, write] of Object.entries(evalWriters))
    it(`hold every ending, what was left out, and who served it: .${extension}`, () => {
      assertWhole(`results.${extension}`, write(file));
    });

  it('are written for promptfoo too', () => {
    assertWhole('results.promptfoo.json', promptfooResults(file));
  });

  it('are summed up in the terminal', () => {
    assertWhole('results.txt', formatEvalSummary(file.report));
  });
});
