import type { EvalCase } from '../../../src/core/dataset/suite.ts';
import { simulateRun } from '../../../src/core/simulation/simulateRun.ts';
import { type SimulationView, simulationView } from '../../../src/core/simulation/simulationView.ts';
import { type Behaviour, finishedRun } from '../../support/finishedRun.ts';
import { routeBook } from '../../support/routes.ts';

const project = `
routes:
  safe: {fallback: [fake/small, fake/large]}
  careful: {cascade: [fake/small, fake/large], assert: [{type: is-json}]}
  split: {weighted: {fake/small: 1, fake/large: 1}}
  cheap: {cost: [fake/small, fake/large], floor: 90%, classify: table}
  missing: {fallback: [fake/nowhere]}
`;

/** Small fails where a word says so, which a route can learn. */
function behave(model: string, prompt: string): Behaviour {
  const index = Number(prompt.replace(/\D/g, ''));
  const isHard = prompt.includes('prove');
  const figures = {
    small: { passed: !isHard, cost: 0.0001, totalMs: 300 + index },
    medium: { passed: index % 9 !== 0, cost: 0.002, totalMs: 700 + index },
    large: { passed: index % 20 !== 0, cost: 0.03, totalMs: 1500 + index * 3 },
  }[model];
  return { ...figures, answer: model === 'small' && isHard ? 'Hm' : '{}' };
}

/** What the page about routes shows, by name. */
export async function routesScenes(): Promise<Readonly<Record<string, SimulationView>>> {
  const prompts = Array.from({ length: 80 }, (_, index) =>
    index % 4 === 0 ? `Please prove number ${index}` : `Please name number ${index}`,
  );
  const book = await routeBook(project);
  const cases: readonly EvalCase[] = [];
  const options = { book, cases, date: '2026-11-20', constraints: { keep: 0.95 } };
  const busy = await simulateRun(finishedRun(['small', 'medium', 'large'], prompts, behave), options);
  const ungraded = await simulateRun(
    finishedRun(['small', 'large'], prompts.slice(0, 3), () => ({})),
    options,
  );
  const hostile = simulationView(busy);
  return {
    busy: simulationView(busy),
    ungraded: simulationView(ungraded),
    hostile: {
      ...hostile,
      title: '<img src=x onerror=alert(1)>',
      notes: ['<script>alert(2)</script>'],
      ways: { columns: ['told apart by'], rows: [['<img src=x onerror=alert(4)>']] },
      confusions: ['<svg onload=alert(5)>'],
      points: hostile.points.map((point) => ({ ...point, target: `"><svg onload=alert(3)> ${point.target}` })),
    },
  };
}
