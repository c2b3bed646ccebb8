import assert from 'node:assert/strict';
import type { Reading } from '../../../src/core/grading/verdict.ts';
import { figureOfRows } from '../../../src/core/results/requiredFigure.ts';
import type { RunState } from '../../../src/core/run/state.ts';
import type { FigureOf } from '../../../src/core/simulation/learnMeasurements.ts';
import { simulateRun } from '../../../src/core/simulation/simulateRun.ts';
import { evalCase } from '../../support/evalCase.ts';
import { finishedRun } from '../../support/finishedRun.ts';
import { routeBook } from '../../support/routes.ts';

const labels = ['refund', 'late'];
const labelOf = (prompt: string) => labels[Number(prompt.slice('Prompt '.length)) % 2] ?? '';

/** Mails of which the cheap model takes each third refund for a late parcel, and the dear model each tenth late parcel for a refund. */
function mails(): RunState {
  const prompts = Array.from({ length: 60 }, (_, index) => `Prompt ${index}`);
  const answerOf = (model: string, prompt: string) => {
    const number = Number(prompt.slice('Prompt '.length));
    if (model === 'fake/cheap' && number % 6 === 0) return 'late';
    return model === 'fake/dear' && number % 20 === 1 ? 'refund' : labelOf(prompt);
  };
  const state = finishedRun(['cheap', 'dear'], prompts, (model) => ({ cost: model === 'cheap' ? 0.001 : 0.1 }));
  const cells = Object.entries(state.cells).map(([id, cell]) => {
    const [expected, answered] = [labelOf(cell.caseId), answerOf(cell.target, cell.caseId)];
    const reading: Reading = { type: 'labels', name: 'label', expected: [expected], answered: [answered] };
    const outcome = expected === answered ? ('pass' as const) : ('fail' as const);
    const check = { outcome, score: outcome === 'pass' ? 1 : 0, reason: '', reading };
    return [id, { ...cell, verdict: { ...check, namedScores: {}, checks: [check] } }] as const;
  });
  return { ...state, cells: Object.fromEntries(cells) };
}

const figureOf: FigureOf = (figure, answers) =>
  figureOfRows(
    answers.map((cell) => ({ cell, testCase: evalCase(cell.caseId) })),
    figure,
  );

async function simulated(floor: string, own: { readonly figureOf?: FigureOf } = { figureOf }) {
  const book = await routeBook(`routes: {r: {cost: [fake/cheap, fake/dear], floor: ${floor}}}`);
  const options = { book, cases: [], date: '2026-11-30', constraints: { keep: 0.95 }, ...own };
  const { routes, notes } = await simulateRun(mails(), options);
  return { shares: routes[0]?.shares, notes };
}

describe('a simulated route whose floor is of a figure', () => {
  it('asks the cheapest that reaches the figure, where the pass rate would choose another', async () => {
    assert.deepEqual((await simulated('80%')).shares, new Map([['fake/cheap', 60]]));
    const { shares, notes } = await simulated('recall(refund) >= 95%');
    assert.deepEqual(shares, new Map([['fake/dear', 60]]));
    assert.equal(notes[0], 'recall(refund): fake/cheap 66.7% of 30, fake/dear 100.0% of 30, route:r 100.0% of 30.');
    assert.deepEqual((await simulated('recall(late) >= 95%')).shares, new Map([['fake/cheap', 60]]));
  });

  it('says so where no answer has the figure', async () => {
    const said = 'route:r: no answer here has recall(broken), so no target is known to be good enough.';
    assert.equal((await simulated('recall(broken) >= 95%')).notes[0], said);
  });

  it('does not go by what was learnt of another figure', async () => {
    const { notes } = await simulated('recall(refund) >= 95%');
    assert.ok(notes.includes('route:r has learnt nothing yet: here it goes by these very rows, which flatters it.'));
  });
});
