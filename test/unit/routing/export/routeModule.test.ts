import assert from 'node:assert/strict';
import { quoted } from '../../../../src/core/routing/export/moduleDialect.ts';
import { exported, keysOf, nestedRoutes } from '../../../support/exportedRoute.ts';
import { assertWhole } from '../../../support/whole.ts';

describe('an exported TypeScript file', () => {
  it('stays as it is from one release to the next', async () => {
    for (const target of ['typescript', 'ai-sdk'] as const)
      assertWhole(`exported-${target}.txt`, (await exported(target, nestedRoutes)).text);
  });

  it('lists what it does in another way, each at its place', async () => {
    const places = async (yaml: string) => keysOf(await exported('typescript', `routes: {a: {${yaml}}}`));
    assert.deepEqual(await places('fallback: [openai/x]'), ['a.on']);
    assert.deepEqual(await places('fallback: [openai/x], on: [server]'), []);
    assert.deepEqual(
      await places('cascade: [openai/x], assert: [{type: llm-rubric, value: Kind.}], judge: openai/y, on: [unsure]'),
      ['a.assert', 'a.judge', 'a.on'],
    );
    assert.deepEqual(await places('cost: [openai/x], rules: {hard: {tools: true}}'), ['a.floor']);
    assert.deepEqual(await places('cost: [openai/x], classify: table'), ['a.floor', 'a.classify']);
    assert.deepEqual(await places('latency: [openai/x]'), ['a.measure']);
    assert.deepEqual(await places('latency: [openai/x], measure: total'), []);
    assert.deepEqual(await places('weighted: {openai/x: 1}'), ['a.weighted']);
    assert.deepEqual(await places('shadow: {serve: openai/x, compare: [openai/y]}'), ['a.shadow']);
  });

  it('leaves out whom only Polyprompt can ask, and says so', async () => {
    const { text, notes } = await exported('ai-sdk', 'routes: {a: {fallback: [simulated/terse, openai/x]}}');
    assert.ok(!text.includes('simulated'));
    assert.deepEqual(
      notes.filter(({ key }) => key === 'a.fallback').map(({ message }) => message),
      ['Only Polyprompt can ask simulated/terse: it is left out.'],
    );
  });

  it('is refused where nobody is left to ask, or to serve', async () => {
    await assert.rejects(exported('typescript', 'routes: {a: {fallback: [simulated/terse]}}'), {
      code: 'invalid-arguments',
      message: 'No vendor offers a target of route:a.',
    });
    await assert.rejects(
      exported('typescript', 'routes: {a: {shadow: {serve: simulated/terse, compare: [openai/x]}}}'),
      { message: 'Nobody could serve route:a: only Polyprompt can ask simulated/terse.' },
    );
  });

  it('holds only what its route needs', async () => {
    const { text } = await exported(
      'typescript',
      'routes: {a: {weighted: {anthropic/x: 1}}, b: {latency: [openai/y]}}',
    );
    assert.ok(text.includes("from '@anthropic-ai/sdk'") && text.includes('function weighted('));
    for (const other of ["from 'openai'", 'function latency(', 'class Rests', 'function take('])
      assert.ok(!text.includes(other), other);
  });

  it('gives routes of like names variables of their own', async () => {
    const { text } = await exported(
      'typescript',
      'routes: {a-b: {fallback: [route:a.b, route:1]}, a.b: {fallback: [openai/x]}, "1": {fallback: [openai/y]}}',
      { name: 'a-b' },
    );
    for (const line of ['const routeAB: Target', 'const routeAB2: Target', 'const route1: Target'])
      assert.ok(text.includes(line), line);
  });

  it('quotes texts so that they mean the same', () => {
    for (const text of ["it's", 'say "so"', 'a\\b', 'two\nlines', `$${'{x}'}`, '\u2028'])
      assert.equal(new Function(`return ${quoted(text)}`)(), text);
  });
});
