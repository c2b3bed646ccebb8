import assert from 'node:assert/strict';
import type { EvalCase, Suite } from '../../../src/core/dataset/suite.ts';
import { joinVersions, needsOlderAnswers } from '../../../src/core/gate/joinVersions.ts';
import { pairVersions } from '../../../src/core/gate/pairVersions.ts';
import { shardPairs } from '../../../src/core/gate/shardPairs.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { planSuite } from '../../../src/core/plan/planSuite.ts';
import { evalCase } from '../../support/evalCase.ts';

const place = { file: 'a.eval.yaml', range: { start: 0, end: 0 } };

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
    cases: [evalCase('x'), evalCase('y')],
    derivedMetrics: [],
    repeat: 1,
    problems: [],
    ...change,
  };
  return { suite, planned: planSuite(suite, { runId: 'r', promptVersion: 'v', name: 'a.eval.yaml' }) };
}

/** What a script or a check makes of the same answers. */
const targets = (transform?: string) =>
  ['a/one', 'b/two'].map((id) => ({ id, model: id, parameters: {}, ...(transform ? { transform } : {}) }));
const prompt = (text: string) => ({
  label: text,
  raw: text,
  parameters: {},
  render: ({ name }: JsonObject) => {
    const filled = text.replace('{{name}}', String(name));
    return { text: filled, messages: [{ role: 'user' as const, parts: [{ type: 'text' as const, text: filled }] }] };
  },
});
const compared = { checks: [{ type: 'max-score', negated: false, weight: 1, place, options: {} }] };

const polite = version((name) => `Please say ${name}`);
const rude = version((name) => (name === 'x' ? 'Say x' : `Please say ${name}`));

describe('two versions of a suite', () => {
  it('have in common what asks the same, whatever its template looks like', () => {
    const { affected, unchanged, removed } = pairVersions(rude, polite);
    assert.deepEqual(
      affected.map(({ caseId, target, base }) => `${caseId} ${target} ${base.length}`),
      ['x a/one 1', 'x b/two 1'],
    );
    assert.deepEqual([unchanged, removed], [2, []]);
  });

  it('count what is new, and what is gone', () => {
    const { affected, removed } = pairVersions(
      version((name) => `Please say ${name}`, { cases: [evalCase('z')] }),
      polite,
    );
    assert.deepEqual(
      affected.map(({ caseId, base }) => [caseId, base.length]),
      [
        ['z', 0],
        ['z', 0],
      ],
    );
    assert.deepEqual(
      removed.map(({ name, target, isWholeCase }) => [name, target, isWholeCase]),
      [
        ['x', 'a/one', true],
        ['x', 'b/two', true],
        ['y', 'a/one', true],
        ['y', 'b/two', true],
      ],
    );
    assert.equal(pairVersions(polite, undefined).affected.length, 4);
  });

  it('are all affected when another judge grades them', () => {
    const judgedBy = (judge: string, type: string) =>
      version(String, { judge, cases: ['x', 'y'].map((id) => evalCase(id, { checks: [{ type, negated: false }] })) });
    const affectedBy = (type: string) =>
      pairVersions(judgedBy('a/new', type), judgedBy('a/old', type)).affected.map(
        ({ hasOtherChecks }) => hasOtherChecks,
      );
    assert.deepEqual(affectedBy('llm-rubric'), [true, true, true, true]);
    assert.deepEqual(affectedBy('contains'), []);
  });

  it('are alike in what only stands elsewhere: cases that ask the same of a model, in another order', () => {
    const twins = (order: readonly string[]) =>
      version(() => 'Say it', { cases: order.map((id) => evalCase(id, { vars: { name: 'same' } })) });
    const { affected, unchanged } = pairVersions(twins(['y', 'x']), twins(['x', 'y']));
    assert.deepEqual([affected.length, unchanged], [0, 4]);
  });

  it('know each prompt again when others come and go before it', () => {
    const [one, two] = [prompt('One {{name}}'), prompt('Two {{name}}')];
    const both = version(String, { prompts: [one, two] });
    const more = pairVersions(version(String, { prompts: [prompt('Zero'), one, two] }), both);
    assert.deepEqual([more.affected.length, more.unchanged, more.removed.length], [4, 8, 0]);
    assert.ok(more.affected.every(({ base }) => base.length === 0));
    const less = pairVersions(version(String, { prompts: [two] }), both);
    assert.deepEqual([less.affected.length, less.unchanged, less.removed.length], [0, 4, 4]);
  });

  it('are not affected by a model that is new beside them, unless a check compares the answers', () => {
    const less = (cases: EvalCase[]) => version(String, { cases, targets: targets().slice(0, 1) });
    const more = (cases: EvalCase[]) => version(String, { cases });
    const targetsOf = (cases: EvalCase[]) =>
      pairVersions(more(cases), less(cases)).affected.map(({ target }) => target);
    assert.deepEqual(targetsOf([evalCase('x')]), ['b/two']);
    assert.deepEqual(targetsOf([evalCase('x', compared)]), ['a/one', 'b/two']);
  });

  it('share an answer that they check otherwise, each with a cell of its own', () => {
    const [head, base] = [version(String, { targets: targets('up') }), version(String, { targets: targets('down') })];
    const { affected: pairs } = pairVersions(head, base);
    const joined = joinVersions(head, base, {
      pairs,
      needsBase: new Set(pairs.slice(0, 1)),
      label: 'HEAD',
      targets: new Map(),
    });
    const [first] = head.planned.plan.cells;
    const own = joined.planned.plan.cells.find(({ target }) => target === 'a/one @ HEAD');
    assert.deepEqual(own?.after, [first?.id]);
    assert.equal(own?.id, joined.idOfBase(first?.id ?? ''));
    assert.notEqual(own?.id, first?.id);
    assert.equal(joined.planned.caseOf.get(own?.id ?? '')?.id, 'x @ HEAD');
    assert.equal(joined.suite.targets.find(({ id }) => id === 'a/one @ HEAD')?.transform, 'down');
  });

  it('are both graded by the judge of the newer one, a common answer once', () => {
    const checks = [{ type: 'llm-rubric', negated: false }];
    const cases = ['x', 'y'].map((id) => evalCase(id, { checks }));
    const [head, base] = [version(String, { cases, judge: 'a/new' }), version(String, { cases, judge: 'a/old' })];
    const { affected: pairs } = pairVersions(head, base);
    const { planned, suite } = joinVersions(head, base, {
      pairs,
      needsBase: new Set(pairs),
      label: 'HEAD',
      targets: new Map(),
    });
    assert.equal(suite.judge, 'a/new');
    assert.deepEqual(
      [...planned.caseOf.values()].map(({ options }) => options.judge),
      [undefined, undefined, undefined, undefined],
    );
  });

  it('bring along all answers that a check compares, those that did not change and those that are gone too', () => {
    const cases = [evalCase('x', compared)];
    const before = version(String, {
      cases,
      targets: [...targets(), { id: 'c/gone', model: 'c/gone', parameters: {} }],
    });
    const after = version(String, { cases });
    const { affected: pairs } = pairVersions(after, before);
    const { planned } = joinVersions(after, before, {
      pairs,
      needsBase: new Set(pairs.slice(0, 1)),
      label: 'HEAD',
      targets: new Map(),
    });
    assert.deepEqual(
      planned.plan.cells.map(({ target }) => target),
      ['a/one', 'b/two', 'a/one @ HEAD', 'b/two @ HEAD', 'c/gone @ HEAD'],
    );
  });

  it('need the older answer itself as soon as one check compares with it', () => {
    const [older, contains] = [
      { type: 'prefer', negated: false, value: 'Is nicer', against: 'head' },
      { type: 'contains', negated: false, value: 'a' },
    ];
    const needs = (checks: EvalCase['checks'], base = polite) => {
      const head = version((name) => `Say ${name}`, { cases: [evalCase('x', { checks })] });
      return pairVersions(head, base).affected.map(needsOlderAnswers);
    };
    assert.deepEqual(needs([contains, older]), [true, true]);
    assert.deepEqual(needs([contains, { ...older, against: 'a/one' }]), [false, false]);
    assert.deepEqual(needs([contains]), [false, false]);
    const without = version(String, { cases: [evalCase('z')] });
    assert.deepEqual(needs([older], without), [false, false], 'a new case has no older answer');
  });

  describe('in shards', () => {
    const ids = (pairs: readonly { caseId: string; target: string }[]) =>
      pairs.map(({ caseId, target }) => `${caseId} ${target}`);
    const shards = (head: ReturnType<typeof version>, base: ReturnType<typeof version>, of: number) => {
      const { affected } = pairVersions(head, base);
      const plans = { head: head.planned, base: base.planned };
      return Array.from({ length: of }, (_, index) => ids(shardPairs(affected, { index: index + 1, of }, plans)));
    };

    it('keep the models of a case together, and may be empty', () => {
      const [head, base] = [version((name) => `Tell ${name}`), polite];
      assert.deepEqual(shards(head, base, 3), [['x a/one', 'x b/two'], ['y a/one', 'y b/two'], []]);
    });

    it('keep the prompts of a case together', () => {
      const prompts = ['One {{name}}', 'Two {{name}}'];
      const head = version(String, { prompts: prompts.map(prompt) });
      const base = version(String, { prompts: prompts.map((text) => prompt(`${text}?`)) });
      assert.deepEqual(
        shards(head, base, 2).map((own) => own.map((id) => id.slice(0, 3))),
        [
          ['x#1', 'x#1', 'x#2', 'x#2'],
          ['y#1', 'y#1', 'y#2', 'y#2'],
        ],
      );
    });

    it('keep a case with those whose answers its prompt is made of', () => {
      const cases = [
        evalCase('first', { options: { storeOutputAs: 'saved' } }),
        evalCase('alone'),
        evalCase('second', { vars: { name: 'second', of: 'saved' } }),
      ];
      const [head, base] = ['Tell {{name}}', 'Say {{name}}'].map((text) =>
        version(String, { cases, prompts: [prompt(text)] }),
      );
      assert.ok(head && base);
      assert.deepEqual(
        shards(head, base, 2).map((own) => own.filter((id) => id.endsWith('one'))),
        [['first a/one', 'second a/one'], ['alone a/one']],
      );
    });
  });

  it('become one run, the older one under its own name', () => {
    const { affected: pairs } = pairVersions(rude, polite);
    const [first] = pairs;
    const needsBase = new Set(first ? [first] : []);
    const { planned, suite } = joinVersions(rude, polite, { pairs, needsBase, label: 'HEAD', targets: new Map() });
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

  it('call a case alike in both, though its prompt had another number', () => {
    const before = version(String, { prompts: [prompt('One {{name}}'), prompt('Two {{name}}')] });
    const after = version(String, { prompts: ['Zero', 'One {{name}}', 'Two {{name}}!'].map(prompt) });
    const pairs = pairVersions(after, before).affected.filter(({ base }) => base.length > 0);
    const { planned } = joinVersions(after, before, {
      pairs,
      needsBase: new Set(pairs),
      label: 'HEAD',
      targets: new Map(),
    });
    assert.deepEqual([...new Set(planned.plan.cells.map(({ caseId }) => caseId))], ['x#3', 'y#3']);
  });

  it('bring along the cases whose answers a prompt is made of', () => {
    const cases = [
      evalCase('first', { options: { storeOutputAs: 'saved' } }),
      evalCase('second', { vars: { name: 'second', of: 'saved' } }),
    ];
    const before = version((name) => `Say ${name}`, { cases });
    const after = version((name) => (name === 'second' ? 'Tell second' : `Say ${name}`), { cases });
    const paired = pairVersions(after, before);
    const pairs = paired.affected.filter(({ caseId, target }) => caseId === 'second' && target === 'a/one');
    const { planned } = joinVersions(after, before, {
      pairs,
      needsBase: new Set(pairs),
      label: 'HEAD',
      targets: new Map(),
    });
    const ids = new Set(planned.plan.cells.map(({ id }) => id));
    for (const { after: sources = [] } of planned.plan.cells) for (const id of sources) assert.ok(ids.has(id));
    assert.ok(planned.plan.cells.some(({ caseId }) => caseId === 'first'));
  });
});
