import assert from 'node:assert/strict';
import type { Suite } from '../../../src/core/dataset/suite.ts';
import { suiteOfRun } from '../../../src/core/plan/suiteOfRun.ts';

describe('suiteOfRun', () => {
  const tools = { toolResults: [{ tool: 'look', answer: { type: 'result', value: 1 } as const }] };
  const target = { id: 'a/one', model: 'a/one', parameters: { tools: [{ name: 'look' }] }, tools, transform: 'output' };
  const suite: Suite = {
    name: 's',
    file: 'a.eval.yaml',
    prompts: [],
    targets: [target],
    cases: [],
    derivedMetrics: [],
    repeat: 3,
    problems: [],
  };
  const targetsOf = (parameters: Suite['targets'][number]['parameters']) =>
    suiteOfRun(suite, { targets: [{ id: 'a/one', model: 'a/one', parameters }], plan: [] }).targets;

  it('has the transforms of the suite, and the mocks of its tools where the run had these tools', () => {
    assert.deepEqual(targetsOf(target.parameters), [target]);
    const plain = { id: 'a/one', model: 'a/one', parameters: {} };
    assert.deepEqual(targetsOf({}), [{ ...plain, transform: 'output' }]);
  });
});
