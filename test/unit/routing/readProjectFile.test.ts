import assert from 'node:assert/strict';
import type { SuiteFiles } from '../../../src/core/dataset/suiteFiles.ts';
import { readProjectFile } from '../../../src/core/routing/readProjectFile.ts';

const noFiles: SuiteFiles = { read: async () => undefined, glob: async () => [], openPrompt: async () => undefined };

function read(text: string) {
  return readProjectFile('polyprompt.yaml', text, noFiles);
}

/** Each problem with the text it points at. */
async function problemsIn(text: string): Promise<readonly string[]> {
  const { problems } = await read(text);
  return problems.map(({ message, range }) => `${text.slice(range.start, range.end)}: ${message}`);
}

/** Routes, each of which leads to the next and the last to a model. */
function chainOf(count: number): string {
  const line = (index: number) => `  r${index}: {fallback: [${index === count - 1 ? 'x/y' : `route:r${index + 1}`}]}`;
  return `routes:\n${Array.from({ length: count }, (_, index) => line(index)).join('\n')}`;
}

describe('polyprompt.yaml', () => {
  it('is read whole: a route of every kind, tiers and variants', async () => {
    const { routes, tiers, variants, problems } = await read(`
routes:
  safe:
    fallback: [openai/gpt-5.6-luna, {model: anthropic/claude-haiku-4-5, retries: 2, timeout: 20s}]
    retries: 1
    context-too-long: [google/gemini-3.8-flash]
    cooldown: {failures: 2, window: 10s, rest: 1m}
  cheap: {cost: [simulated/terse, route:safe], floor: 95%, rules: {hard: {words: [prove], longer-than: 900}}}
  fast: {latency: [simulated/terse, simulated/json], tolerance: 0.2, hedge: 1500ms}
  careful:
    cascade: [simulated/terse, simulated/thorough]
    assert: [{type: is-json}]
    on: [check, cut]
  split: {weighted: {simulated/terse: 3, simulated/json: 1}}
  watched: {shadow: {serve: simulated/terse, compare: [simulated/json], share: 10%}}
tiers: {mid: [openai/gpt-5.6-luna]}
variants: {anthropic/*: claude}
`);
    assert.deepEqual(problems, []);
    assert.deepEqual([...routes.keys()], ['safe', 'cheap', 'fast', 'careful', 'split', 'watched']);
    const safe = routes.get('safe');
    assert.ok(safe?.kind === 'fallback');
    assert.deepEqual(
      safe.steps.map(({ target, retries, timeoutMs }) => [target, retries, timeoutMs]),
      [
        ['openai/gpt-5.6-luna', 1, undefined],
        ['anthropic/claude-haiku-4-5', 2, 20_000],
      ],
    );
    assert.deepEqual(safe.cooldown, { failures: 2, windowMs: 10_000, restMs: 60_000 });
    assert.ok(safe.on.includes('rate-limit') && !safe.on.includes('refusal'));
    const cheap = routes.get('cheap');
    assert.ok(cheap?.kind === 'cost' && cheap.classify.by === 'rules');
    assert.deepEqual([cheap.floor, cheap.classify.hard], [0.95, { longerThan: 900, words: ['prove'] }]);
    const fast = routes.get('fast');
    assert.ok(fast?.kind === 'latency');
    assert.deepEqual([fast.tolerance, fast.hedge, fast.measure], [0.2, { afterMs: 1500 }, 'first-token']);
    const careful = routes.get('careful');
    assert.ok(careful?.kind === 'cascade');
    assert.deepEqual([careful.on, careful.checks.map(({ type }) => type)], [['check', 'cut'], ['is-json']]);
    const split = routes.get('split');
    assert.ok(split?.kind === 'weighted');
    assert.deepEqual(
      split.shares.map(({ step, weight }) => [step.target, weight]),
      [
        ['simulated/terse', 3],
        ['simulated/json', 1],
      ],
    );
    const watched = routes.get('watched');
    assert.ok(watched?.kind === 'shadow');
    assert.deepEqual([watched.serve.target, watched.share], ['simulated/terse', 0.1]);
    assert.deepEqual(tiers.get('mid'), ['openai/gpt-5.6-luna']);
    assert.deepEqual(
      variants.map(({ pattern, variant }) => [pattern, variant]),
      [['anthropic/*', 'claude']],
    );
  });

  it('says at its place what a route lacks, and keeps the others', async () => {
    const text = 'routes:\n  a: {floor: 1}\n  b: {fallback: [x/y], cost: [x/y]}\n  c: {fallback: [x/y], floor: 1}\n';
    assert.deepEqual(await problemsIn(text), [
      '{floor: 1}: The route "a" needs one of fallback, cost, latency, cascade, weighted, shadow.',
      '{fallback: [x/y], cost: [x/y]}: The route "b" needs one of fallback, cost, latency, cascade, weighted, shadow, not fallback and cost.',
      'floor: "floor" means nothing in a fallback route.',
    ]);
    assert.deepEqual([...(await read(text)).routes.keys()], ['c']);
  });

  it('says that a route leads in a circle, or to one that is not there', async () => {
    const text =
      'routes:\n  one: {fallback: [route:two]}\n  two: {weighted: {route:one: 1, x/y: 1}}\n  three: {latency: [route:tow, x/y]}\n';
    assert.deepEqual(await problemsIn(text), [
      '{fallback: [route:two]}: This route leads back to itself: route:one -> route:two -> route:one.',
      '{weighted: {route:one: 1, x/y: 1}}: This route leads back to itself: route:two -> route:one -> route:two.',
      'route:tow: There is no route "tow". Did you mean route:two?',
    ]);
  });

  it('says what a route cannot ask, and does not follow a name out of its folder', async () => {
    assert.deepEqual(
      await problemsIn('routes:\n  a: {fallback: [tier:mid, plain, x/y]}\n  "../b": {fallback: [x/y]}\n'),
      [
        '{fallback: [x/y]}: A route is named by letters, digits, dots, "-" and "_".',
        'tier:mid: "tier:mid" cannot be asked by a route: name the models of the tier.',
        'plain: "plain" cannot be asked by a route: write provider/model or route:name.',
      ],
    );
    assert.deepEqual([...(await read('routes: {"../b": {fallback: [x/y]}}')).routes.keys()], []);
  });

  it('warns of a choice with one target, and of one that comes twice', async () => {
    const text = `routes:
  a: {latency: [x/y]}
  b: {weighted: {x/y: 1}}
  c: {fallback: [x/y], retries: 1}
  d: {cascade: [x/y, x/y]}
`;
    assert.deepEqual(await problemsIn(text), [
      '{latency: [x/y]}: A latency route with one target has nothing to choose.',
      '{weighted: {x/y: 1}}: A weighted route with one target has nothing to choose.',
      'x/y: "x/y" was asked before: a second time it changes nothing.',
    ]);
  });

  it('wants a model, not a route, to judge and to classify', async () => {
    const text = 'routes:\n  a: {cascade: [x/y, x/z], judge: route:b}\n  b: {cost: [x/y, x/z], classify: route:a}\n';
    assert.deepEqual(await problemsIn(text), [
      'route:b: A judge is always the same model: name one, not a route.',
      'route:a: What classifies requests is always the same model: name one, not a route.',
    ]);
  });

  it('warns of timeouts and retries that nobody heeds', async () => {
    const text = `routes:
  a: {fallback: [x/y, {model: route:b, timeout: 2s}]}
  b: {cascade: [{model: x/y, retries: 1}, x/z]}
`;
    assert.deepEqual(await problemsIn(text), [
      '{model: route:b, timeout: 2s}: The timeout does not reach into route:b: set it there.',
      '{model: x/y, retries: 1}: Only a fallback route tries the same target again: put x/y in one.',
    ]);
    assert.match(
      (await problemsIn('routes: {a: {cascade: [x/y, x/z], retries: 1}}')).join(),
      /"retries" means nothing/,
    );
  });

  it('leaves out weights that are below 0, and names the target', async () => {
    const text = 'routes: {a: {weighted: {x/y: -1, x/z: 2, x/w: .inf, x/v: 1}}}';
    assert.deepEqual(await problemsIn(text), ['-1: "x/y" is at least 0.', '.inf: "x/w" is a number.']);
    const route = (await read(text)).routes.get('a');
    assert.ok(route?.kind === 'weighted');
    assert.deepEqual(
      route.shares.map(({ weight }) => weight),
      [2, 1],
    );
  });

  it('keeps names that mean something to JavaScript as names', async () => {
    const { routes, problems } = await read(
      'routes:\n  __proto__: {fallback: [x/y]}\n  constructor: {fallback: [route:__proto__, x/z]}\n',
    );
    assert.deepEqual([...routes.keys()], ['__proto__', 'constructor']);
    assert.deepEqual(problems, []);
    assert.equal(Reflect.get({}, 'fallback'), undefined);
  });

  it('finds circles through every kind of route, and routes inside too many others', async () => {
    const circle = `routes:
  a: {shadow: {serve: x/y, compare: [route:b]}}
  b: {cascade: [route:c, x/y]}
  c: {cost: [route:d, x/y]}
  d: {latency: [route:e, x/y]}
  e: {weighted: {route:f: 0, x/y: 1}}
  f: {fallback: [x/y], context-too-long: [route:a]}
`;
    const problems = await problemsIn(circle);
    assert.equal(problems.length, 6);
    assert.match(problems[0] ?? '', /route:a -> route:b -> route:c -> route:d -> route:e -> route:f -> route:a\.$/);
    const nested = await problemsIn(chainOf(30));
    assert.deepEqual(nested, ['{fallback: [route:r9]}: Routes stand inside routes 20 times at most.']);
  });

  it('says at once that there are more routes than it reads', async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => `  r${index}: {fallback: [x/y]}`).join('\n');
    const { routes, problems } = await read(`routes:\n${many}`);
    assert.deepEqual(
      [routes.size, problems.map(({ message }) => message)],
      [10_000, ['This file has 10,001 routes; at most 10,000 are read.']],
    );
    const huge = await read(`routes:\n${many.repeat(10)}`);
    assert.deepEqual(
      [huge.routes.size, huge.problems.map(({ message }) => message)],
      [0, ['This file is larger than 1 MB: it is not read.']],
    );
  }).timeout(30_000);

  it('reads ten thousand routes, one inside the other or with wrong names, without running out of stack or time', async () => {
    assert.equal((await read(chainOf(10_000))).problems.length, 1);
    const wrong = Array.from({ length: 2000 }, (_, index) => `  r${index}: {fallback: [route:q${index}]}`);
    assert.equal((await read(`routes:\n${wrong.join('\n')}`)).problems.length, 2000);
    const ring = Array.from({ length: 2000 }, (_, index) => `  r${index}: {fallback: [route:r${(index + 1) % 2000}]}`);
    assert.equal((await read(`routes:\n${ring.join('\n')}`)).problems.length, 20);
  }).timeout(20_000);

  it('names keys and values that the schema does not know', async () => {
    assert.deepEqual(await problemsIn('routes:\n  a: {fallback: [x/y], timeout: soon}\nrouets: {}\n'), [
      'rouets: "rouets" has no meaning here.',
      'soon: "timeout" is not written as it should be or is a number.',
    ]);
  });

  it('is empty where the file is', async () => {
    assert.deepEqual((await read('')).problems, []);
    assert.match((await problemsIn('- a')).join(), /This file is a map/);
  });
});
