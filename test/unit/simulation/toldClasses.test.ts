import assert from 'node:assert/strict';
import { describeConfusion } from '../../../src/core/simulation/classConfusion.ts';
import { type SimulateOptions, simulateRun } from '../../../src/core/simulation/simulateRun.ts';
import {
  formatToldClasses,
  readToldClasses,
  type ToldClasses,
  toldKey,
} from '../../../src/core/simulation/toldClasses.ts';
import { finishedRun } from '../../support/finishedRun.ts';
import { routeBook } from '../../support/routes.ts';

// Nothing in a prompt tells that it is hard: only the classifier knows.
const prompts = Array.from({ length: 60 }, (_, index) => `Prompt ${String.fromCharCode(97 + (index % 26))}${index}`);
const isHard = (prompt: string) => (prompts.indexOf(prompt) * 7) % 10 < 3;
const run = finishedRun(['cheap', 'dear'], prompts, (model, prompt) => ({
  passed: model === 'dear' || !isHard(prompt),
  cost: model === 'cheap' ? 0.001 : 0.1,
  totalMs: 100,
}));
const messagesOf = (text: string) => [{ role: 'user', parts: [{ type: 'text', text }] }] as const;

function told(cost?: number): ToldClasses {
  return new Map(
    prompts.map((prompt) => [
      toldKey('fake/judge', messagesOf(prompt)),
      { class: isHard(prompt) ? 'hard' : 'simple', totalMs: 40, ...(cost === undefined ? {} : { cost }) } as const,
    ]),
  );
}

async function simulate(own: Partial<SimulateOptions>) {
  const book = await routeBook('routes: {asked: {cost: [fake/dear, fake/cheap], floor: 90%, classify: fake/judge}}');
  return simulateRun(run, { book, cases: [], date: '2026-11-20', constraints: { keep: 0.95 }, ...own });
}

describe('classes that a model told', () => {
  it('are replayed with what telling cost and how long it took', async () => {
    const { routes, notes } = await simulate({ told: told(0.0002) });
    const [asked] = routes;
    assert.equal(asked?.quality, 1);
    assert.deepEqual(
      asked?.shares,
      new Map([
        ['fake/dear', 18],
        ['fake/cheap', 42],
      ]),
    );
    assert.ok(Math.abs((asked?.costPer1000 ?? 0) - (1000 * (18 * 0.1 + 42 * 0.001 + 60 * 0.0002)) / 60) < 1e-9);
    assert.deepEqual([asked?.p50, asked?.costAtLeast, asked?.asksPerRequest], [140, false, 2]);
    assert.ok(!notes.some((note) => note.includes('was not asked')));
  });

  it('of unknown cost make the cost of the route one that is known in part', async () => {
    const { routes } = await simulate({ told: told() });
    assert.equal(routes[0]?.costAtLeast, true);
  });

  it('are standard where nobody was asked, which is said with what to do', async () => {
    const { routes, notes } = await simulate({});
    assert.deepEqual([...(routes[0]?.shares ?? [])], [['fake/dear', 60]]);
    assert.ok(
      notes.some((note) => /was not asked how hard 60 of 60 .* route learn asked$/.test(note)),
      notes.join('\n'),
    );
  });

  it('are compared with the other ways on rows that none of them saw, and with what the cheap model did', async () => {
    const { ways, confusions, proposals } = await simulate({ told: told(0.0002) });
    const found = new Map(ways?.map(({ classify, saving }) => [classify.by, saving?.saving ?? 0]));
    assert.deepEqual([...found.keys()], ['rules', 'table', 'logistic', 'model']);
    assert.ok((found.get('model') ?? 0) > 0.6, JSON.stringify([...found]));
    for (const blind of ['rules', 'table', 'logistic'] as const) assert.ok((found.get(blind) ?? 1) < 0.3, blind);
    const [best] = proposals?.proposals ?? [];
    assert.equal(best?.candidate?.route.kind === 'cost' && best.candidate.route.classify.by, 'model');
    assert.deepEqual(confusions.map(describeConfusion), [
      'route:asked: what fake/cheap by itself did in each class: simple 42 passed, 0 failed; standard none; hard 0 passed, 18 failed.',
    ]);
  });

  it('are written sorted and read back; what is damaged is left out', () => {
    assert.deepEqual(
      new Map([...readToldClasses(formatToldClasses(told(0.5)))].sort()),
      new Map([...told(0.5)].sort()),
    );
    for (const text of ['', '[]', '{"version":2,"classes":[]}']) assert.equal(readToldClasses(text).size, 0);
    const damaged =
      '{"version":1,"classes":[{"key":"a","class":"odd","totalMs":1},{"key":"b","class":"hard"},{"key":"c","class":"hard","totalMs":1}]}';
    assert.deepEqual([...readToldClasses(damaged).keys()], ['c']);
  });
});
