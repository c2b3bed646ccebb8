import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { planSuite } from '../../../src/core/plan/planSuite.ts';
import { memoryFiles } from '../dataset/memoryFiles.ts';

const tools = 'tools: [refund_order, find_order]\n';
const defined = `---\ntoolDefs:\n  - {name: refund_order, description: Pays, inputSchema: {order: string}}\n  - {name: find_order, description: Finds, inputSchema: {order: string}}\n${tools}---\n`;

describe('a check about a tool that no model gets', () => {
  async function messagesOf(check: string, { prompt = `${defined}Say {{x}}`, more = '' } = {}) {
    const text = `prompts: [p.prompt, q.prompt]\nmodels: [a/b]\ncases:\n  - vars: {x: 1}\n    ${more}\n    assert: [${check}]\n`;
    const files = memoryFiles({
      'promptfooconfig.yaml': text.replace('models:', 'providers:').replace('cases:', 'tests:'),
      'p.prompt': prompt,
      'q.prompt': 'Say {{x}}',
    });
    const suite = await readSuite('promptfooconfig.yaml', files);
    const { problems } = planSuite(suite, { runId: 'r', promptVersion: 'v', name: 'a' });
    return problems.filter(({ code }) => code === 'unknown-tool').map(({ message }) => message);
  }

  for (const check of [
    '{type: not-tool-called, value: refnd_order}',
    '{type: not-tool-called, value: [find_order, refnd_order]}',
    '{type: not-tool-called, value: "find_order, refnd_order"}',
    '{type: tool-called, value: {tool: refnd_order, min: 0, max: 1}}',
    '{type: not-tool-called-with, value: {tool: refnd_order, args: {}}}',
    '{type: not-tool-order, value: [find_order, refnd_order]}',
    '{type: "not-trajectory:tool-used", value: refnd_order}',
    '{type: "trajectory:tool-used", value: {name: refnd_order, max: 0}}',
    '{type: "not-trajectory:tool-args-match", value: {name: refnd_order, args: {}}}',
    '{type: "not-trajectory:tool-sequence", value: {steps: [find_order, {name: refnd_order}]}}',
    '{type: "trajectory:step-count", value: {pattern: refnd_order, max: 1}}',
    '{type: assert-set, assert: [{type: not-tool-called, value: refnd_order}]}',
  ])
    it(`would pass whatever happens: ${check}`, async () => {
      const [message = '', ...others] = await messagesOf(check);
      assert.match(
        message,
        /is about "refnd_order", a tool that no model of this run gets: it says nothing\. Did you mean "refund_order"\?/,
      );
      assert.deepEqual(others, []);
    });

  it('is told where there is no tool at all, as when the prompt has lost them', async () => {
    const [message] = await messagesOf('{type: not-tool-called, value: refund_order}', { prompt: 'Say {{x}}' });
    assert.match(message ?? '', /"not-tool-called" is about "refund_order", and no model of this run gets any tool/);
  });

  for (const check of [
    '{type: not-tool-called, value: refund_order}',
    '{type: not-tool-called, value: "refund_*"}',
    '{type: not-tool-called, value: "{{x}}"}',
    '{type: tool-called, value: refnd_order}',
    '{type: tool-called, value: {tool: refnd_order, min: 1, max: 2}}',
    '{type: "trajectory:step-count", value: {max: 3}}',
    '{type: not-contains, value: refnd_order}',
  ])
    it(`is no matter for ${check}`, async () => assert.deepEqual(await messagesOf(check), []));

  it('is not known of an answer that stands in the suite, nor of a prompt that a script makes', async () => {
    const check = '{type: not-tool-called, value: refnd_order}';
    assert.deepEqual(await messagesOf(check, { more: 'providerOutput: done' }), []);
  });
});
