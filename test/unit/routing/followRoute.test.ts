import assert from 'node:assert/strict';
import { followRoute } from '../../../src/core/routing/followRoute.ts';
import { readProjectFile } from '../../../src/core/routing/readProjectFile.ts';
import type { AskEnd, CommandEnd, RouteBook } from '../../../src/core/routing/routeCommand.ts';
import { routeRequestOf } from '../../../src/core/routing/routeRequestOf.ts';
import { courseOf } from '../../support/routeCourse.ts';
import { routeBook } from '../../support/routes.ts';
import { memoryFiles } from '../dataset/memoryFiles.ts';

const request = routeRequestOf({
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }],
  repeat: 0,
  parameters: {},
});

/** A project whose routes stand inside each other, `levels` of them around one that asks x/last. */
function nested(levels: number): string {
  const names = Array.from({ length: levels }, (_, index) => `  r${index}: {fallback: [route:r${index + 1}]}`);
  return ['routes:', ...names, `  r${levels}: {fallback: [x/last]}`].join('\n');
}

/** The models that a route asks, in order. Each fails unless `milliseconds` has its time, which passes on the clock of the route. */
function asked(book: RouteBook, name: string, milliseconds: Readonly<Record<string, number>> = {}): readonly string[] {
  let now = 0;
  const course = followRoute(name, { book, request, now: () => now, random: () => 0.5 });
  const models: string[] = [];
  let told: CommandEnd = { type: 'done' };
  for (;;) {
    const { done, value } = course.next(told);
    if (done) return models;
    if (value.type !== 'ask') throw new Error(`the route wants to ${value.type}`);
    const { model } = value.ask;
    const totalMs = milliseconds[model];
    now += totalMs ?? 0;
    const end: AskEnd = { attempt: models.push(model) - 1, isAnswered: totalMs !== undefined, totalMs: totalMs ?? 0 };
    told = { type: 'asked', end: totalMs === undefined ? { ...end, cause: 'server' } : end };
  }
}

describe('a route inside a route', () => {
  it('may stand twenty deep, both where it is read and where it is followed', async () => {
    const problemsOf = async (text: string) =>
      (await readProjectFile('polyprompt.yaml', text, memoryFiles({}))).problems.map(({ code }) => code);
    assert.deepEqual(await problemsOf(nested(20)), []);
    assert.deepEqual(asked(await routeBook(nested(20)), 'r0', { 'x/last': 1 }), ['x/last']);
    assert.deepEqual(await problemsOf(nested(21)), ['route-depth']);
    const { routes } = await readProjectFile('polyprompt.yaml', nested(21), memoryFiles({}));
    const book = { ...(await routeBook('')), routes };
    assert.throws(() => asked(book, 'r0'), {
      code: 'unknown-route',
      message: 'The route "r20" is nested too deeply.',
    });
    assert.deepEqual(asked(book, 'r1', { 'x/last': 1 }), ['x/last']);
  });

  it('that leads back to itself ends with an error and asks nobody', async () => {
    const text = 'routes: {r: {fallback: [route:s, x/a]}, s: {fallback: [route:r, x/b]}}';
    const { routes } = await readProjectFile('polyprompt.yaml', text, memoryFiles({}));
    const book = { ...(await routeBook('')), routes };
    assert.throws(() => asked(book, 'r'), { code: 'unknown-route', message: /is nested too deeply/ });
  });

  it('has a time of its own, by which a latency route chooses it or leaves it', async () => {
    const book = await routeBook(
      'routes: {r: {latency: [route:s, x/b]}, s: {fallback: [x/broken, x/a]}, t: {latency: [route:s, x/b], measure: total}}',
    );
    const times = { 'x/a': 300, 'x/b': 200 };
    // Unknown times are found out first, in the order of the file.
    assert.deepEqual(asked(book, 't', times), ['x/broken', 'x/a']);
    assert.equal(book.health.median('route:s total 8'), 300);
    assert.equal(
      book.health.median('route:s first-token 8'),
      300,
      'its first word is not known, so its end stands for it',
    );
    assert.deepEqual(asked(book, 't', times), ['x/b']);
    assert.deepEqual(asked(book, 't', times), ['x/b']);
    assert.deepEqual(asked(book, 'r', times), ['x/b'], 'no first word of x/b was measured yet');
  });

  it('has no time when nothing inside it answers', async () => {
    const book = await routeBook('routes: {r: {latency: [route:s, x/b]}, s: {fallback: [x/broken]}}');
    assert.deepEqual(asked(book, 'r', { 'x/b': 5 }), ['x/broken', 'x/b']);
    assert.equal(book.health.median('route:s first-token 8'), undefined);
  });
});

describe('a route of shares', () => {
  it('never asks a target of weight 0', async () => {
    for (const route of ['{weighted: {x/never: 0, x/a: 1}}', '{weighted: {x/a: 0.2, x/never: 0}}'])
      assert.deepEqual((await courseOf(route)).did, ['x/a first']);
  });
});

describe('a name that no route has', () => {
  it('is an error, with the nearest name where there is one', async () => {
    const book = await routeBook('routes: {careful: {fallback: [x/a]}}');
    const message = (name: string) => `There is no route "${name}" in polyprompt.yaml.`;
    assert.throws(() => asked(book, 'carefull'), {
      code: 'unknown-route',
      message: message('carefull'),
      hint: 'Did you mean route:careful?',
    });
    assert.throws(() => asked(book, 'zzz'), {
      code: 'unknown-route',
      message: message('zzz'),
      hint: /^Name a route of polyprompt.yaml/,
    });
  });
});
