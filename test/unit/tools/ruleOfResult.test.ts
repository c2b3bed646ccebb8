import assert from 'node:assert/strict';
import { ruleOfResult } from '../../../src/core/tools/ruleOfResult.ts';

const call = { id: 'c1', name: 'find_order', input: { number: '4711' } };

describe('the rule of a result', () => {
  it('answers the same call by the same result', () => {
    assert.deepEqual(ruleOfResult(call, { output: '{"state": "late"}' }), {
      tool: 'find_order',
      args: { number: '4711' },
      answer: { type: 'result', value: { state: 'late' } },
    });
  });

  it('keeps texts as texts, whatever they look like', () => {
    for (const output of ['4', 'true', '[unfinished', 'on its way', ''])
      assert.deepEqual(ruleOfResult(call, { output }).answer, { type: 'result', value: output });
  });

  it('gives errors as errors, and asks for no arguments where the call had none', () => {
    const rule = ruleOfResult({ ...call, input: {} }, { output: '{"code": 503}', isError: true });
    assert.deepEqual(rule, { tool: 'find_order', answer: { type: 'error', message: '{"code": 503}' } });
  });
});
