import assert from 'node:assert/strict';
import type { EvalCase, Suite } from '../../../../src/core/dataset/suite.ts';
import { joinVersions } from '../../../../src/core/run/check/joinVersions.ts';
import { pairVersions } from '../../../../src/core/run/check/pairVersions.ts';
import { planSuite } from '../../../../src/core/run/planSuite.ts';

const place = { file: 'a.eval.yaml', range: { start: 0, end: 0 } };
const row = (id: string, change: Partial<EvalCase> = {}): EvalCase => ({
  id,
  vars: { name: id },
  checks: [],
  metadata: {},
  options: {},
  place,
  ...change,
});

function version(render: (name: string) => string, change: Partial<Suite> = {}) {
  const suite: Suite = {
    name: 's',
    file: 'a.eval.yaml',
    prompts: [
      {
        label: 'P',
        raw: '{{name}} {{saved}}',
        parameters: {},
        render: ({ name }) => {
          const text = render(String(name));
          return { text, messages: [{ role: 'user', parts: [{ type: 'text', text }] }] };
        },
      },
    ],
    targets: ['a/one', 'b/two'].map((id) => ({ id, model: id, parameters: {} })),
    cases: [row('x'), row('y')],
    derivedMetrics: [],
    repeat: 1,
    problems: [],
    ...change,
  };
  return { suite, planned: planSuite(suite, { runId: 'r', promptVersion: 'v', name: 'a.eval.yaml' }) };
}

const polite = version((name) => `Please say ${name}`);
const rude = version((name) => (name === 'x' ? 'Say x' : `Please say ${name}`));

describe('two versions of a suite', () => {
  it('have in common what asks the same, whatever its template looks like', () => {
    const { affected, unchanged, removed } = pairVersions(rude, polite);
    assert.deepEqual(
      affected.map(({ caseId, target, base }) => `${caseId} ${target} ${base.length}`),
      ['x a/one 1', 'x b/two 1'],
    );
    assert.deepEqual([unchanged, removed], [2, 0]);
  });

  it('count what is new, and what is gone', () => {
    const { affected, removed } = pairVersions(
      version((name) => `Please say ${name}`, { cases: [row('z')] }),
      polite,
    );
    assert.deepEqual(
      affected.map(({ caseId, base }) => [caseId, base.length]),
      [
        ['z', 0],
        ['z', 0],
      ],
    );
    assert.equal(removed, 4);
    assert.equal(pairVersions(polite, undefined).affected.length, 4);
  });

  it('are all affected when another judge grades them', () => {
    const judged = version((name) => `Please say ${name}`, { judge: 'a/judge' });
    assert.equal(pairVersions(judged, polite).affected.length, 4);
  });

  it('become one run, the older one under its own name', () => {
    const { affected: pairs } = pairVersions(rude, polite);
    const [first] = pairs;
    const needsBase = new Set(first ? [first] : []);
    const { planned, suite } = joinVersions(rude, polite, { pairs, needsBase, label: 'HEAD' });
    assert.deepEqual(
      planned.plan.cells.map(({ caseId, target }) => `${caseId} ${target}`),
      ['x a/one', 'x b/two', 'x a/one @ HEAD'],
    );
    assert.deepEqual(
      planned.plan.targets.map(({ id, model, version: of }) => [id, model, of]),
      [
        ['a/one', 'a/one', undefined],
        ['b/two', 'b/two', undefined],
        ['a/one @ HEAD', 'a/one', 'HEAD'],
      ],
    );
    assert.ok(suite.targets.some(({ id }) => id === 'b/two @ HEAD'));
    assert.deepEqual(
      [...planned.caseOf.values()].map(({ id }) => id),
      ['x', 'x', 'x @ HEAD'],
    );
  });

  it('bring along the cases whose answers a prompt is made of', () => {
    const cases = [
      row('first', { options: { storeOutputAs: 'saved' } }),
      row('second', { vars: { name: 'second', of: 'saved' } }),
    ];
    const before = version((name) => `Say ${name}`, { cases });
    const after = version((name) => (name === 'second' ? 'Tell second' : `Say ${name}`), { cases });
    const paired = pairVersions(after, before);
    const pairs = paired.affected.filter(({ caseId, target }) => caseId === 'second' && target === 'a/one');
    const { planned } = joinVersions(after, before, { pairs, needsBase: new Set(pairs), label: 'HEAD' });
    const ids = new Set(planned.plan.cells.map(({ id }) => id));
    for (const { after: sources = [] } of planned.plan.cells) for (const id of sources) assert.ok(ids.has(id));
    assert.ok(planned.plan.cells.some(({ caseId }) => caseId === 'first'));
  });
});
