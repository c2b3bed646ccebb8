import { readOutage } from '../../../src/core/simulation/outage.ts';
import { simulateRun } from '../../../src/core/simulation/simulateRun.ts';
import { simulationJson } from '../../../src/core/simulation/simulationJson.ts';
import { simulationMarkdown } from '../../../src/core/simulation/simulationMarkdown.ts';
import { simulationText } from '../../../src/core/simulation/simulationText.ts';
import { finishedRun } from '../../support/finishedRun.ts';
import { routeBook } from '../../support/routes.ts';
import { assertWhole } from '../../support/whole.ts';

const prompts = Array.from({ length: 40 }, (_, index) => `${index % 4 === 0 ? 'Prove' : 'Name'} number ${index}`);
const run = finishedRun(['cheap', 'middle', 'dear'], prompts, (model, prompt) => ({
  passed: model === 'dear' || !prompt.startsWith('Prove') || (model === 'middle' && prompt.endsWith('0')),
  answer: model === 'cheap' && prompt.startsWith('Prove') ? 'Hm' : '{}',
  cost: { cheap: 0.001, middle: 0.01, dear: 0.1 }[model] ?? 0,
  firstTokenMs: 40,
  totalMs: { cheap: 100, middle: 300, dear: 900 }[model] ?? 0,
  ...(model === 'cheap' && prompt.endsWith('7') ? { fails: 'overloaded' as const } : {}),
}));
const routes = `
routes:
  safe: {fallback: [fake/cheap, fake/dear]}
  cheap: {cost: [fake/cheap, fake/dear], floor: 90%, classify: table}
  careful: {cascade: [fake/cheap, fake/dear], assert: [{type: is-json}]}
  gone: {fallback: [fake/unknown]}
`;

describe('the reports of a simulation', () => {
  it('say in text, Markdown and JSON what each model and route came to', async () => {
    const outages = ['fake/cheap=down:10%'].flatMap((text) => readOutage(text) ?? []);
    const options = { cases: [], date: '2026-11-20', constraints: { keep: 0.95, maxP95: 5000 }, outages, requests: 80 };
    const simulation = await simulateRun(run, { book: await routeBook(routes), ...options });
    assertWhole('simulation.txt', simulationText(simulation));
    assertWhole('simulation.md', simulationMarkdown(simulation));
    assertWhole('simulation.json', `${JSON.stringify(simulationJson(simulation), null, 2)}\n`);
  });
});
