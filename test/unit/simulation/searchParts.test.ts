import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/providers/simulated/seed.ts';
import type { CostRoute } from '../../../src/core/routing/route.ts';
import { candidateRoutes, checksWithoutExpectation, wayOf } from '../../../src/core/simulation/candidates.ts';
import { classConfusion, describeConfusion } from '../../../src/core/simulation/classConfusion.ts';
import { learnMeasurements } from '../../../src/core/simulation/learnMeasurements.ts';
import { learnTable } from '../../../src/core/simulation/learnTable.ts';
import { outageAt, readOutage } from '../../../src/core/simulation/outage.ts';
import { paretoFront } from '../../../src/core/simulation/pareto.ts';
import { proposeRoutes } from '../../../src/core/simulation/proposeRoutes.ts';
import { replayRows } from '../../../src/core/simulation/replayRows.ts';
import { RouteChecks } from '../../../src/core/simulation/routeChecks.ts';
import { simulateRun } from '../../../src/core/simulation/simulateRun.ts';
import { tellingWords } from '../../../src/core/simulation/tellingWords.ts';
import { formatToldClasses, readToldClasses } from '../../../src/core/simulation/toldClasses.ts';
import { evalCase } from '../../support/evalCase.ts';
import { type Behaviour, finishedRun } from '../../support/finishedRun.ts';
import { check } from '../../support/grading.ts';
import { routeBook } from '../../support/routes.ts';

const rowsOf = (prompts: readonly string[], behave: (model: string, prompt: string) => Behaviour = () => ({})) =>
  replayRows(finishedRun(['cheap', 'dear'], prompts, behave)).rows;

describe('words that tell where a model fails', () => {
  /** So many prompts with the word, of which so many fail, among a hundred. */
  const telling = (withWord: number, failedWith: number, failedWithout: number) => {
    const prompts = Array.from({ length: 100 }, (_, index) => `${index < withWord ? 'prove' : 'name'} number${index}`);
    const outcomes = prompts.map((_, index) =>
      index < withWord ? index >= failedWith : index - withWord >= failedWithout,
    );
    return tellingWords(rowsOf(prompts), outcomes).filter((word) => !word.startsWith('number'));
  };

  it('stand in four rows at least, and in no more than three fifths of them', () => {
    assert.deepEqual(telling(4, 4, 0), ['prove']);
    assert.deepEqual(telling(3, 3, 0), []);
    assert.deepEqual(telling(60, 60, 0), ['prove']);
    assert.deepEqual(telling(61, 61, 0), []);
  });

  it('go with more failures than chance, and not with fewer', () => {
    assert.deepEqual(telling(50, 50, 50), []);
    assert.deepEqual(telling(50, 20, 10), []);
    assert.deepEqual(telling(50, 24, 10), ['prove']);
    assert.deepEqual(telling(50, 10, 24), ['name']);
  });

  it('are eight at most, the most telling first, and of equal ones the first in the alphabet', () => {
    const names = 'j i h g f e d c b a'.split(' ').map((letter) => letter.repeat(4));
    const prompts = Array.from({ length: 100 }, (_, index) =>
      index < 20 ? `${names.join(' ')} number${index}` : `plain${index}`,
    );
    const outcomes = prompts.map((_, index) => index >= 20);
    assert.deepEqual(
      tellingWords(rowsOf(prompts), outcomes),
      'a b c d e f g h'.split(' ').map((letter) => letter.repeat(4)),
    );
    const mixed = prompts.map((prompt, index) => (index < 10 ? `${prompt} zzzz` : prompt));
    const first = tellingWords(
      rowsOf(mixed),
      mixed.map((_, index) => index >= 10),
    )[0];
    assert.equal(first, 'zzzz');
  });

  it('are told by rows alone of which somebody could say whether they passed', () => {
    const prompts = Array.from({ length: 40 }, (_, index) => `${index < 8 ? 'prove' : 'name'} number${index}`);
    const outcomes = prompts.map((_, index) => (index < 5 ? undefined : index >= 8));
    assert.deepEqual(tellingWords(rowsOf(prompts), outcomes), []);
    assert.deepEqual(tellingWords([], []), []);
  });
});

describe('a table that is learnt', () => {
  it('calls simple what the cheapest does often enough, standard what the next does, hard the rest', () => {
    const rows = rowsOf(['a', 'b', 'c', 'd', 'e']);
    const classes = (cheap: readonly (boolean | undefined)[], next: readonly (boolean | undefined)[]) => [
      ...learnTable(rows, [cheap, next], 0.6).table.values(),
    ];
    const most = [true, true, true, false, false];
    const few = [true, true, false, false, false];
    assert.deepEqual(classes(most, few), ['simple']);
    assert.deepEqual(classes(few, most), ['standard']);
    assert.deepEqual(classes(few, few), ['hard']);
    assert.deepEqual(classes([undefined, undefined, true, undefined, undefined], few), ['simple']);
    assert.deepEqual(classes(new Array<undefined>(5).fill(undefined), few), ['hard']);
  });
});

describe('trouble that is put in', () => {
  it('is read with its cause, its share and its time', () => {
    const read = (text: string) => {
      const found = readOutage(text);
      return (
        found && [
          found.target,
          found.cause,
          found.share,
          found.from,
          found.to,
          found.afterMs,
          found.retryAfterMs ?? '-',
        ]
      );
    };
    assert.deepEqual(read(' openai=down:10% '), ['openai', 'network', 1, 0.45, 0.55, 50, '-']);
    assert.deepEqual(read('openai/x=errors:30%'), ['openai/x', 'server', 0.3, 0, 1, 200, '-']);
    assert.deepEqual(read('openai=limited:20%'), ['openai', 'rate-limit', 1, 0.4, 0.6, 50, 20_000]);
    assert.deepEqual(read('openai=slow:2.5%'), ['openai', 'timeout', 0.025, 0, 1, 30_000, '-']);
    assert.deepEqual(read('openai=content-policy:100%'), ['openai', 'content-policy', 1, 0, 1, 200, '-']);
    assert.deepEqual(read('openai=down:100%'), ['openai', 'network', 1, 0, 1, 50, '-']);
    for (const text of [
      'openai=down',
      'openai=down:0%',
      'openai=down:101%',
      'openai=odd:1%',
      '=down:1%',
      'a b=down:1%',
      'constructor',
    ])
      assert.equal(readOutage(text), undefined, text);
  });

  it('meets who is meant, within its time, as often as it is to', () => {
    const outage = readOutage('a/x=errors:30%');
    const down = readOutage('b=down:50%');
    assert.ok(outage && down);
    const meets = (model: string, progress: number, random = 0) =>
      outageAt([outage, down], model, { progress, random: () => random })?.cause ?? '-';
    assert.deepEqual(
      [meets('a/x', 0), meets('a/x', 0.9, 0.29), meets('a/x', 0, 0.3), meets('a/x-large', 0), meets('a', 0)],
      ['server', 'server', '-', '-', '-'],
    );
    assert.deepEqual(
      [meets('b/y', 0.24), meets('b/y', 0.25, 0.99), meets('b', 0.5), meets('b/y', 0.75), meets('bb/y', 0.5)],
      ['-', 'network', 'network', '-', '-'],
    );
  });
});

describe('routes that could be worth it', () => {
  const titles = (models: readonly string[], floors: readonly number[], classifiers: readonly string[] = []) =>
    candidateRoutes(models, { checks: [], floors, classifiers }).map(({ route }) => route.name);

  it('are cascades of two and three, and choices of pairs and of all', () => {
    assert.deepEqual(titles(['a', 'b'], [0.9]), [
      'cascade a > b',
      'cost a | b a table 0.9',
      'cost a | b a logistic model 0.9',
    ]);
    assert.deepEqual(titles(['a', 'b', 'c'], [1], ['x/judge']).slice(0, 7), [
      'cascade a > b',
      'cascade a > c',
      'cascade b > c',
      'cascade a > b > c',
      'cost a | b | c a table 1',
      'cost a | b | c a logistic model 1',
      'cost a | b | c x/judge 1',
    ]);
    assert.equal(titles(['a', 'b', 'c'], [1, 0.9]).length, 4 + 4 * 2 * 2);
    assert.deepEqual(titles(['a'], [1]), []);
    assert.equal(wayOf({ by: 'rules', simple: {}, hard: {} }), 'rules');
  });

  it('check what every case has alike, and what needs neither an expected answer nor a model', () => {
    const of = (...cases: readonly (readonly ReturnType<typeof check>[])[]) =>
      checksWithoutExpectation(cases.map((checks, index) => evalCase(String(index), { checks }))).map(
        ({ type }) => type,
      );
    const json = check('is-json');
    assert.deepEqual(of([json, check('contains', 'a')], [check('contains', 'b'), json]), ['is-json']);
    assert.deepEqual(of([json], []), []);
    assert.deepEqual(of(), []);
    const others = [check('contains', '{{x}}'), check('llm-rubric', 'kind'), check('similar', 'x'), check('latency')];
    assert.deepEqual(of([...others, check('not-icontains', 'sorry')]), ['icontains']);
  });
});

describe('what nothing else beats', () => {
  const front = (...points: readonly (readonly [number, number | undefined])[]) =>
    paretoFront(points.map(([quality, costPer1000]) => ({ quality, costPer1000 }))).map(({ quality }) => quality);

  it('keeps equals, and drops what is as good and dearer, or as dear and worse', () => {
    assert.deepEqual(front([0.5, 1], [0.5, 1]), [0.5, 0.5]);
    assert.deepEqual(front([0.5, 1], [0.5, 2]), [0.5]);
    assert.deepEqual(front([0.5, 1], [0.6, 1]), [0.6]);
    assert.deepEqual(front([0.5, 1], [0.6, 2]), [0.5, 0.6]);
    assert.deepEqual(front([0.9, undefined], [0.1, 1]), [0.1]);
  });
});

describe('what models said of how hard requests are', () => {
  it('is written in an order of its own, and read as far as it has the right form', () => {
    const told = new Map([
      ['b', { class: 'hard' as const, totalMs: 5, cost: 0.5 }],
      ['a', { class: 'simple' as const, totalMs: 0 }],
    ]);
    const text = formatToldClasses(told);
    assert.match(text, /"key":"a"[\s\S]*"key":"b"/);
    assert.deepEqual(readToldClasses(text), told);
    const damaged = {
      version: 1,
      classes: [{ key: 'a', class: 'odd', totalMs: 1 }, { key: 'b', class: 'hard' }, { class: 'hard', totalMs: 1 }, 3],
    };
    assert.equal(readToldClasses(JSON.stringify(damaged)).size, 0);
    for (const other of ['', '{}', '{"version": 2, "classes": []}']) assert.equal(readToldClasses(other).size, 0);
  });
});

describe('what a route took requests for', () => {
  const route: CostRoute = {
    kind: 'cost',
    name: 'r',
    steps: ['fake/dear', 'fake/cheap'].map((target) => ({ target, retries: 0 })),
    floor: 0.9,
    classify: { by: 'rules', simple: { words: ['easy'] }, hard: { words: ['prove'] } },
  };
  const prompts = ['easy one', 'easy two', 'prove it', 'prove that', 'name it'];
  const behave = (model: string, prompt: string): Behaviour => ({
    ...(prompt === 'name it' && model === 'cheap' ? {} : { passed: model === 'dear' || prompt !== 'prove it' }),
    cost: model === 'cheap' ? 1 : 10,
  });

  it('is told of the cheapest model of the route, row by row with a verdict', async () => {
    const rows = rowsOf(prompts, behave);
    const options = {
      book: await routeBook('routes: {}'),
      checks: new RouteChecks(),
      random: () => 0.5,
      date: 'd',
      suites: [],
    };
    const measured = learnMeasurements(route, rows, options);
    const found = classConfusion(route, rows, { measured, models: ['fake/other', 'fake/cheap', 'fake/dear'] });
    assert.ok(found);
    assert.equal(
      describeConfusion(found),
      'route:r: what fake/cheap by itself did in each class: simple 2 passed, 0 failed; standard none; hard 1 passed, 1 failed.',
    );
    assert.equal(classConfusion(route, rows, { measured, models: ['fake/other'] }), undefined);
    const [cheap] = [...measured.classes.hard].filter(([target]) => target === 'fake/cheap');
    assert.deepEqual(cheap?.[1], { passed: 1, graded: 2, cost: 1 });
    assert.deepEqual(measured.classes.standard.get('fake/cheap'), { passed: 0, graded: 0, cost: 1 });
  });
});

describe('the search for routes', () => {
  const search = async (
    prompts: readonly string[],
    behave: (model: string, prompt: string) => Behaviour,
    maxP95?: number,
  ) => {
    const data = replayRows(finishedRun(['cheap', 'middle', 'dear'], prompts, behave));
    return proposeRoutes(data.rows, {
      book: await routeBook('routes: {}'),
      checks: new RouteChecks(),
      random: seededRandom('x'),
      date: '2026-11-20',
      suites: [],
      models: data.models,
      candidates: [],
      constraints: { keep: 0.9, ...(maxP95 === undefined ? {} : { maxP95 }) },
    });
  };
  const prompts = Array.from({ length: 40 }, (_, index) => `Prompt ${index}`);
  const costs: Readonly<Record<string, number>> = { cheap: 0.001, middle: 0.01, dear: 0.1 };
  const failing =
    (counts: Readonly<Record<string, number>>, more: Partial<Behaviour> = {}) =>
    (model: string, prompt: string) => ({
      passed: Number(prompt.slice(7)) >= (counts[model] ?? 0),
      cost: costs[model] ?? 0,
      ...more,
    });
  const targets = ({ proposals }: Awaited<ReturnType<typeof search>>) => proposals.map(({ result }) => result.target);

  it('proposes what keeps the share of the best that has to be kept, cheapest first', async () => {
    assert.deepEqual(targets(await search(prompts, failing({ cheap: 4, middle: 2 }))), ['fake/cheap', 'fake/middle']);
    assert.deepEqual(targets(await search(prompts, failing({ cheap: 5, middle: 2 }))), ['fake/middle']);
  });

  it('proposes nothing that is slower than is wanted, or hardly cheaper', async () => {
    const slow = (model: string, prompt: string) => ({
      ...failing({ cheap: 1, middle: 1 })(model, prompt),
      totalMs: model === 'cheap' ? 2001 : 2000,
    });
    assert.deepEqual(targets(await search(prompts, slow, 2000)), ['fake/middle']);
    const alike = (model: string, prompt: string) => ({
      ...failing({ cheap: 1, middle: 1 })(model, prompt),
      cost: model === 'dear' ? 1 : 0.995,
    });
    assert.deepEqual(targets(await search(prompts, alike)), []);
  });

  it('says how little rows prove, from thirty on by how much worse a proposal may be', async () => {
    const thin = async (count: number, behave: (model: string, prompt: string) => Behaviour) =>
      (await search(prompts.slice(0, count), behave)).tooThin ?? '-';
    assert.match(await thin(29, failing({ cheap: 1 })), /^29 rows prove little: at least 30 are needed/);
    assert.match(
      await thin(30, failing({ cheap: 3 })),
      /^With 30 rows the best proposal may still be up to \d+\.\d points worse than the best model; four times as many/,
    );
    assert.equal(await thin(40, failing({ cheap: 40, middle: 40 })), '-');
  });

  it('looks at models from cheap to dear, whatever their order in the run', async function () {
    this.timeout(20_000);
    const behave = failing({ cheap: 8, middle: 4 });
    const run = finishedRun(['dear', 'middle', 'cheap'], prompts.slice(0, 20), (model, prompt) => {
      const end = behave(model, prompt);
      return { ...end, answer: end.passed ? '{}' : 'Hm' };
    });
    const { proposals } = await simulateRun(run, {
      book: await routeBook('routes: {}'),
      cases: [evalCase('x', { checks: [check('is-json')] })],
      date: '2026-11-20',
      constraints: { keep: 0.95 },
    });
    const names = proposals?.proposals.flatMap(({ candidate }) => candidate?.route.name ?? []) ?? [];
    assert.equal(names[0], 'cascade fake/cheap > fake/middle > fake/dear');
    assert.equal(proposals?.frontier.target, 'fake/dear');
  });
});
