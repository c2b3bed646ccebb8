import assert from 'node:assert/strict';
import type { Suite } from '../../../src/core/dataset/suite.ts';
import type { JsonValue } from '../../../src/core/json.ts';
import { classByDifficulty, readDifficulty } from '../../../src/core/routing/difficulty.ts';
import { formatMeasurements, readMeasurements } from '../../../src/core/routing/measurements.ts';
import { routesOfBoth } from '../../../src/core/routing/olderRoutes.ts';
import { readDuration, readShare } from '../../../src/core/routing/quantities.ts';
import { readProjectFile } from '../../../src/core/routing/readProjectFile.ts';
import { type Route, stepsOf } from '../../../src/core/routing/route.ts';
import { routeRequestOf } from '../../../src/core/routing/routeRequestOf.ts';
import { assertWhole } from '../../support/whole.ts';
import { memoryFiles } from '../dataset/memoryFiles.ts';

const read = (text: string) =>
  readProjectFile(
    'polyprompt.yaml',
    text,
    memoryFiles({ 'city.json': '{"type": "object"}', 'rubric.txt': 'Be kind.' }),
  );

async function routesIn(text: string): Promise<ReadonlyMap<string, Route>> {
  return (await read(`routes:\n${text}`)).routes;
}

const files: Readonly<Record<string, string>> = {
  'routes of every kind, with all they can say': `
routes:
  a:
    fallback: [x/a, {model: x/b, retries: 3, timeout: 2s}, {timeout: 1s}, 3]
    retries: 2
    timeout: 30s
    on: [rate-limit, refusal, nothing]
    context-too-long: [x/long]
    content-policy: [x/free, {model: x/c, retries: 0}]
    cooldown: {failures: 0}
    depth: 1
  b: {fallback: [x/a], cooldown: false, on: []}
  c: {fallback: [x/a], cooldown: {}, on: all}
  d: {cost: [x/a, x/b]}
  e: {cost: [x/a, x/b], floor: 0.5, classify: table}
  f: {cost: [x/a, x/b], classify: logistic, floor: 200%}
  g: {cost: [x/a, x/b], classify: x/judge}
  h: {cost: [x/a, x/b], rules: {simple: {shorter-than: 10, tools: false}, hard: {longer-than: 20, words: [prove], schema: true, images: true}}}
  i: {latency: [x/a, x/b]}
  j: {latency: [x/a, x/b], measure: total, tolerance: 10%, hedge: p95, floor: 90%}
  k: {latency: [x/a, x/b], measure: first, hedge: 2s}
  l: {cascade: [x/a, x/b]}
  m: {cascade: [x/a, x/b], on: [unsure], assert: [{type: is-json}], judge: x/judge, sure-from: 0.7}
  n: {weighted: {x/a: 1, x/b: 0.5, x/c: many}, timeout: 1m}
  o: {shadow: {serve: x/a, compare: [x/b, {model: x/c, timeout: 5}]}, retries: 1}
  p: {shadow: {serve: x/a, compare: [x/b], share: 5%}}
`,
  'routes that are none': `
routes:
  a: {}
  b: 3
  c: {weighted: {}}
  d: {weighted: {x/a: 0, x/b: 0}}
  e: {fallback: [x/a, x/a]}
  f: {cost: [x/a], hedge: 1s, judge: x/b}
  g: {shadow: {}}
`,
  'all that stands beside routes': `
tiers: {mid: [x/a, x/b], fast: x/c, frontier: [], other: [x/d]}
variants: {"x/*": short, "y/*": 3}
schemas: {city: ./city.json, town: {type: object}, lost: ./lost.json}
judge: x/judge
embedder: x/embedder
`,
  'models that are none': 'judge: nobody\nembedder: 3\ntiers: {mid: [3]}\n',
};

describe('a project as it is read', () => {
  it('is the same from one release to the next', async () => {
    const parts: string[] = [];
    for (const [name, text] of Object.entries(files)) {
      const { problems, routes, tiers, variants, schemas, judge, embedder } = await read(text);
      const lines = [
        ...[...routes.values()].map((route) => `route ${JSON.stringify(withoutPlaces(route))}`),
        `else ${JSON.stringify({ tiers: [...tiers], variants, schemas: [...schemas], judge, embedder })}`,
        ...problems.map(
          ({ severity, code, message, range }) =>
            `${severity} ${code} at ${JSON.stringify(text.slice(range.start, range.end))}: ${message}`,
        ),
      ];
      parts.push(`${name}\n${lines.map((line) => `  ${line}\n`).join('')}\n`);
    }
    assertWhole('projects.txt', parts.join(''));
  });
});

function withoutPlaces(route: Route): unknown {
  return JSON.parse(JSON.stringify(route, (key, value: unknown) => (key === 'place' ? undefined : value)));
}

describe('a duration and a share', () => {
  it('are read with their units, and nothing else is', () => {
    const durations: readonly JsonValue[] = [
      '1500ms',
      '2s',
      '1.5 m',
      '1h',
      0,
      7,
      -1,
      '7',
      's',
      '1d',
      '-1s',
      null,
      ' 2s ',
    ];
    assert.deepEqual(
      durations.map((value) => readDuration(value) ?? null),
      [1500, 2000, 90_000, 3_600_000, 0, 7, null, null, null, null, null, null, 2000],
    );
    const shares: readonly JsonValue[] = ['20%', '0%', '100 %', '101%', 0, 1, 0.5, 1.1, -0.1, '0.5', null];
    assert.deepEqual(
      shares.map((value) => readShare(value) ?? null),
      [0.2, 0, 1, null, 0, 1, 0.5, null, null, null, null],
    );
  });
});

describe('the routes of two versions', () => {
  const newer = `  safe: {fallback: [x/a, x/b]}
  same: {cost: [x/a, x/b]}
  outer: {cost: [route:safe, x/b]}
  new: {latency: [x/a, x/b]}
`;
  const older = `  safe: {fallback: [x/a], context-too-long: [route:same], content-policy: [route:inner]}
  same: {cost: [x/a, x/b]}
  outer: {cost: [route:safe, x/b]}
  inner: {weighted: {route:safe: 1, x/c: 1}}
  watched: {shadow: {serve: route:safe, compare: [route:same, route:inner]}}
`;

  it('stand side by side, those that have changed under names of their own, and lead to each other', async () => {
    const { routes } = routesOfBoth(await routesIn(newer), await routesIn(older), 'HEAD');
    assert.deepEqual(
      [...routes].map(([name, route]) => `${name}: ${stepsOf(route).map(({ target }) => target)}`),
      [
        'safe: x/a,x/b',
        'same: x/a,x/b',
        'outer: route:safe,x/b',
        'new: x/a,x/b',
        'safe @ HEAD: x/a,route:same,route:inner @ HEAD',
        'outer @ HEAD: route:safe @ HEAD,x/b',
        'inner @ HEAD: route:safe @ HEAD,x/c',
        'watched @ HEAD: route:safe @ HEAD,route:same,route:inner @ HEAD',
      ],
    );
    for (const [name, route] of routes) assert.equal(route.name, name);
  });

  it('are asked by the suite of the older version as they were', async () => {
    const { asOlder } = routesOfBoth(await routesIn(newer), await routesIn(older), 'HEAD');
    const target = (model: string) => ({ id: model, model, parameters: {} });
    const suite: Suite = {
      name: 's',
      file: 's.eval.yaml',
      prompts: [],
      targets: ['route:safe', 'route:same', 'x/a'].map(target),
      cases: [],
      derivedMetrics: [],
      repeat: 1,
      problems: [],
    };
    const before = asOlder(suite);
    assert.deepEqual(
      before.targets.map(({ id, model }) => `${id} is ${model}`),
      ['route:safe is route:safe @ HEAD', 'route:same is route:same', 'x/a is x/a'],
    );
    const definition = (model: string) => JSON.stringify(before.definitionOf?.(model) ?? null);
    assert.match(definition('route:safe @ HEAD'), /context/i);
    assert.equal(definition('route:safe @ HEAD'), definition('route:safe'));
    assert.match(definition('route:same'), /x\/a/);
    assert.equal(definition('x/a'), 'null');
  });
});

describe('what a route has learnt', () => {
  const measured = {
    version: 1,
    date: '2026-11-20',
    suites: ['a.eval.yaml', 3],
    figures: [
      { class: 'simple', target: 'x/b', passed: 3, graded: 4, cost: 0.5 },
      { class: 'simple', target: 'x/a', passed: 0, graded: 0 },
      { class: 'hard', target: 'x/a', passed: 1, graded: 2, cost: 'dear' },
      { class: 'odd', target: 'x/a', passed: 1, graded: 2 },
      { class: 'hard', passed: 1, graded: 2 },
      { class: 'hard', target: 'x/c', graded: 2 },
      { class: 'hard', target: 'x/c', passed: 2 },
    ],
    words: ['prove', 3],
    table: [{ features: 'b', class: 'hard' }, { features: 'a', class: 'simple' }, { features: 'c' }, { class: 'hard' }],
    difficulty: {
      words: ['prove', 3],
      chances: [
        { model: { means: [0], scales: [1], weights: [2], bias: 0.5 }, threshold: 0.9 },
        { model: { means: [0], scales: [1], weights: [], bias: 0.5 }, threshold: 0.9 },
        { model: { means: [0], scales: [], weights: [2], bias: 0.5 }, threshold: 0.9 },
        { model: { means: [0], scales: [1], weights: [2] }, threshold: 0.9 },
        { model: { means: [0], scales: [1], weights: [2], bias: 0.5 } },
        { threshold: 0.9 },
        3,
      ],
    },
  };

  it('is read as far as it has the right form, and written in an order of its own', () => {
    const found = readMeasurements(JSON.stringify(measured));
    assert.ok(found);
    const text = formatMeasurements(found);
    assert.equal(
      text,
      `{
  "version": 1,
  "date": "2026-11-20",
  "suites": ["a.eval.yaml"],
  "figures": [
    {"class":"simple","target":"x/a","passed":0,"graded":0},
    {"class":"simple","target":"x/b","passed":3,"graded":4,"cost":0.5},
    {"class":"hard","target":"x/a","passed":1,"graded":2}
  ],
  "words": ["prove"],
  "table": [
    {"features":"a","class":"simple"},
    {"features":"b","class":"hard"}
  ],
  "difficulty": {"words":["prove"],"chances":[{"model":{"means":[0],"scales":[1],"weights":[2],"bias":0.5},"threshold":0.9}]}
}
`,
    );
    assert.deepEqual(readMeasurements(text), found);
  });

  it('may be nothing, and is none of another version', () => {
    const empty = readMeasurements('{"version": 1}');
    assert.ok(empty);
    assert.match(formatMeasurements(empty), /"figures": \[\],\n {2}"words": \[\],\n {2}"table": \[\]\n}/);
    for (const text of ['{"version": 2}', '[]', 'none', '{}']) assert.equal(readMeasurements(text), undefined);
    for (const value of [null, 3, {}, { chances: [] }, { chances: [{}] }])
      assert.equal(readDifficulty(value), undefined);
  });

  it('tells requests apart by the first target whose chance is high enough', () => {
    const request = routeRequestOf({
      messages: [{ role: 'user', parts: [{ type: 'text', text: 'Prove it.' }] }],
      repeat: 0,
      parameters: {},
    });
    // Without weights the chance is that of the bias: a half.
    const chance = (threshold: number) => ({ model: { means: [], scales: [], weights: [], bias: 0 }, threshold });
    const classBy = (...thresholds: readonly number[]) =>
      classByDifficulty(request, { words: [], chances: thresholds.map(chance) });
    assert.deepEqual(
      [classBy(0.5, 0.5), classBy(0.51, 0.5), classBy(0.51, 0.51), classBy(0.51, 0.51, 0.1), classBy()],
      ['simple', 'standard', 'hard', 'hard', 'hard'],
    );
  });
});
