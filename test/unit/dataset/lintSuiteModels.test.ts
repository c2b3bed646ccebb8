import assert from 'node:assert/strict';
import { lintSuiteModels } from '../../../src/core/dataset/lintSuiteModels.ts';

const knowledge = {
  models: [
    { id: 'openai/gpt-5-mini', detail: '' },
    { id: 'openai/gpt-5-nano', detail: '' },
  ],
  providers: ['openai', 'anthropic'],
  routes: ['route:safe'],
};

function found(text: string): readonly string[] {
  return lintSuiteModels(text, knowledge).map(
    ({ message, range }) => `${text.slice(range.start, range.end)}: ${message}`,
  );
}

describe('models of a suite', () => {
  it('are looked at under every name that a list of them has, and where YAML merges them in', () => {
    assert.deepEqual(found('models: [openai/gpt-5-mini, route:safe]'), []);
    for (const key of ['models', 'targets', 'providers'])
      assert.match(found(`${key}: [openai/gpt-5-mini, opnai/gpt-5-mini]`).join(), /^opnai\/gpt-5-mini: /, key);
    const merged = 'base: &base\n  models: [opnai/x]\n<<: *base\nprompt: p\n';
    assert.match(found(merged).join(), /There is no provider "opnai"/);
  });

  it('are looked at as judges too, which are no routes', () => {
    assert.deepEqual(found('models: [openai/gpt-5-mini]\njudge: openai/gpt-5-nano'), []);
    assert.match(found('judge: opnai/gpt-5-mini').join(), /^opnai\/gpt-5-mini: /);
    const [route, ...others] = found('models: [openai/gpt-5-mini]\njudge: route:safe');
    assert.equal(route, 'route:safe: A judge is always the same model: name one, written provider/model, not a route.');
    assert.deepEqual(others, []);
  });
});
