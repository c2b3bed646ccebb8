import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { memoryFiles } from './memoryFiles.ts';

describe('a name in a derived metric', () => {
  it('that no check gives is named, with the nearest one', async () => {
    assert.deepEqual(await warnings('{name: rate, value: hitz / __count}'), [
      'The derived metric "rate" uses "hitz", which no check gives: its figure stays unknown. Did you mean "hits"?',
    ]);
    assert.deepEqual(await warnings('{name: rate, value: kilometres / 2}'), [
      'The derived metric "rate" uses "kilometres", which no check gives: its figure stays unknown. Give a check this "metric".',
    ]);
  });

  it('may be the metric of a check or of a set, or an earlier figure', async () => {
    assert.deepEqual(await warnings('{name: a, value: hits + sum + __count}, {name: b, value: a / 2}'), []);
    assert.equal((await warnings('{name: b, value: a / 2}, {name: a, value: hits}')).length, 1);
  });

  it('may come from a script', async () => {
    assert.deepEqual(await warnings('{name: a, value: anything}', ', {type: javascript, value: "true"}'), []);
  });
});

async function warnings(metrics: string, more = ''): Promise<readonly string[]> {
  const suite = `prompts: ['{{q}}']
providers: [openai:gpt-5.6-luna]
derivedMetrics: [${metrics}]
tests:
  - vars: {q: x}
    assert:
      [{type: contains, value: x, metric: hits}, {type: assert-set, metric: sum, assert: [{type: is-json}]}${more}]
`;
  const { problems } = await readSuite('promptfooconfig.yaml', memoryFiles({ 'promptfooconfig.yaml': suite }));
  return problems.map(({ message }) => message);
}
