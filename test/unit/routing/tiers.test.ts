import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lintModel } from '../../../src/core/models/lintModel.ts';
import { readTierRef, tierNames } from '../../../src/core/models/tierRef.ts';
import { type CatalogEntry, loadCatalog } from '../../../src/core/pricing/catalog.ts';
import { createRegistry } from '../../../src/core/providers/registry.ts';
import { usableProviders } from '../../../src/core/providers/usableProviders.ts';
import { readProjectSuite } from '../../../src/core/routing/readProjectSuite.ts';
import { withTierModels } from '../../../src/core/routing/suiteTiers.ts';
import { expandTiers } from '../../../src/core/routing/tiers.ts';
import { memoryFiles } from '../dataset/memoryFiles.ts';

const entry = (id: string, date: string, output: number): CatalogEntry => ({
  id,
  tier: 'mid',
  date,
  price: { input: 1, output },
});
const catalog = {
  entries: new Map(
    [
      entry('a/old-cheap', '2026-01-01', 1),
      entry('a/new-dear', '2026-09-01', 9),
      entry('a/new-4', '2026-09-01', 3),
      entry('a/new-10', '2026-09-01', 3),
      entry('b/only', '2026-01-01', 2),
      entry('simulated/json', '2026-11-20', 2),
    ].map((one) => [one.id, one]),
  ),
};
const knowing = (usable: readonly string[], tiers = new Map<string, readonly string[]>()) => ({
  catalog,
  tiers,
  isUsable: (provider: string) => usable.includes(provider),
});
const everyone = knowing(['a', 'b', 'simulated']);

describe('tiers', () => {
  it('stand for one model of each provider that can be asked: newest price, then cheapest, then highest name', () => {
    assert.deepEqual(expandTiers(['tier:mid'], everyone), ['a/new-10', 'b/only']);
    assert.deepEqual(expandTiers(['tier:mid'], knowing(['b', 'simulated'])), ['b/only']);
  });

  it('weigh three parts of prompt against one of answer', () => {
    const of = (id: string, input: number, output: number) => ({
      id,
      tier: 'mid' as const,
      date: '2026-01-01',
      price: { input, output },
    });
    const two = [of('a/prompts-dear', 2, 1), of('a/answers-dear', 1, 4.5)];
    const entries = new Map(two.map((one) => [one.id, one]));
    assert.deepEqual(expandTiers(['tier:mid'], { ...everyone, catalog: { entries } }), ['a/prompts-dear']);
  });

  it('prefer a model that does not end soon, and never stand for one that has ended', () => {
    const models = [
      { ...entry('a/gone', '2026-09-01', 2), endsOn: '2026-11-28' },
      { ...entry('a/soon', '2026-08-01', 2), endsOn: '2026-12-11' },
      entry('a/lasting', '2026-07-01', 2),
      { ...entry('b/soon', '2026-06-01', 2), endsOn: '2026-12-11' },
    ];
    const ending = { today: '2026-11-29', entries: new Map(models.map((one) => [one.id, one])) };
    assert.deepEqual(expandTiers(['tier:mid'], { ...everyone, catalog: ending }), ['a/lasting', 'b/soon']);
  });

  it('choose a model with a price that is known, and a date, before others', () => {
    const unpriced = { id: 'a/unpriced', tier: 'mid' as const, date: '2026-09-01' };
    const undated = { id: 'a/undated', tier: 'mid' as const, price: { input: 0, output: 0 } };
    const chosen = (...entries: readonly CatalogEntry[]) =>
      expandTiers(['tier:mid'], { ...everyone, catalog: { entries: new Map(entries.map((one) => [one.id, one])) } });
    assert.deepEqual(chosen(unpriced, entry('a/priced', '2026-09-01', 99)), ['a/priced']);
    assert.deepEqual(chosen(undated, entry('a/dated', '2026-01-01', 99)), ['a/dated']);
    assert.deepEqual(chosen(unpriced), ['a/unpriced']);
  });

  it('stand for simulated models only where nobody else can be asked', () => {
    assert.deepEqual(expandTiers(['tier:mid'], knowing(['simulated'])), ['simulated/json']);
  });

  it('are of one provider when it is named, whether or not it has a key', () => {
    assert.deepEqual(expandTiers(['a/tier:mid', 'simulated/tier:mid'], knowing([])), ['a/new-10', 'simulated/json']);
  });

  it('are what polyprompt.yaml says, all of it that can be asked', () => {
    const tiers = new Map([['mid', ['b/own', 'a/own', 'b/other']]]);
    assert.deepEqual(expandTiers(['tier:mid'], knowing(['b'], tiers)), ['b/own', 'b/other']);
    assert.deepEqual(expandTiers(['tier:mid'], knowing([], tiers)), ['b/own', 'a/own', 'b/other']);
    assert.deepEqual(expandTiers(['a/tier:mid'], knowing(['a', 'b'], tiers)), ['a/own']);
  });

  it('say what is wrong when there is no such tier, or nobody in it', () => {
    assert.throws(() => expandTiers(['tier:midd'], everyone), /There is no tier "midd"\. Did you mean tier:mid\?/);
    assert.throws(
      () => expandTiers(['tier:fast'], everyone),
      /No provider that can be asked has a model in the tier "fast"/,
    );
    assert.throws(() => expandTiers(['c/tier:mid'], everyone), /c has no known model in the tier "mid"/);
  });

  it('leave every other model as it is, and name each model once', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('x/y', 'a/new-10', 'tier:mid', 'a/tier:mid', 'b/z')), (models) => {
        const expanded = expandTiers(models, everyone);
        assert.equal(new Set(expanded).size, expanded.length);
        assert.ok(expanded.every((model) => readTierRef(model) === undefined));
        for (const model of models) if (!readTierRef(model)) assert.ok(expanded.includes(model));
      }),
    );
  });

  it('find a model in every tier of the catalog we ship', () => {
    const shipped = { catalog: loadCatalog(), tiers: new Map(), isUsable: () => true };
    for (const tier of tierNames) {
      const models = expandTiers([`tier:${tier}`], shipped);
      assert.ok(models.length >= 4 && models.every((id) => shipped.catalog.entries.get(id)?.tier === tier), tier);
    }
  });

  it('are named in files, with a Problem for a tier that is none', () => {
    const knowledge = { models: [{ id: 'a/x', detail: '' }], providers: ['a'] };
    const told = (model: string) => lintModel(model, { start: 0, end: 1 }, knowledge).map(({ code }) => code);
    assert.deepEqual(told('tier:mid'), []);
    assert.deepEqual(told('a/tier:fast'), []);
    assert.deepEqual(told('a/tier:best'), ['unknown-tier']);
    assert.deepEqual(told('c/tier:fast'), ['unknown-model']);
  });
});

describe('a suite with tiers', () => {
  const suiteOf = (models: string, project = '') =>
    readProjectSuite(
      's.eval.yaml',
      memoryFiles({
        's.eval.yaml': `prompt: p.prompt\nmodels: ${models}\ncases: [{vars: {q: a}}]\n`,
        'p.prompt': '{{q}}',
        ...(project === '' ? {} : { 'polyprompt.yaml': project }),
      }),
    );
  const columns = async (models: string, project?: string) => {
    const { targets, problems } = withTierModels(await suiteOf(models, project), everyone);
    return {
      ids: targets.map(({ id, model }) => (id === model ? id : `${id} = ${model}`)),
      codes: problems.map(({ code }) => code),
    };
  };

  it('has a column for each model, once', async () => {
    assert.deepEqual(await columns('[tier:mid, b/only]'), { ids: ['a/new-10', 'b/only'], codes: [] });
    assert.deepEqual(await columns('[{id: "a/tier:mid", label: new}]'), {
      ids: ['new (a/new-10) = a/new-10'],
      codes: [],
    });
  });

  it('takes what polyprompt.yaml says', async () => {
    assert.deepEqual(await columns('[tier:mid]', 'tiers: {mid: [b/own]}\n'), { ids: ['b/own'], codes: [] });
  });

  it('keeps its other models when a tier is none', async () => {
    assert.deepEqual(await columns('[tier:best, b/only]'), { ids: ['b/only'], codes: ['unknown-tier'] });
  });
});

describe('usableProviders', () => {
  it('are those that need no key, and those that have one for their address', async () => {
    const keys: Readonly<Record<string, string>> = {
      openai: 'https://api.openai.com',
      anthropic: 'https://elsewhere.example',
    };
    const lookUpKey = async (provider: string) => {
      const origin = keys[provider];
      return origin === undefined ? undefined : { key: 'secret', origin };
    };
    const usable = await usableProviders(createRegistry({ endpoints: {} }), { lookUpKey });
    assert.deepEqual(
      ['openai', 'anthropic', 'google', 'simulated', 'ollama'].map((id) => usable.has(id)),
      [true, false, false, true, true],
    );
  });
});
