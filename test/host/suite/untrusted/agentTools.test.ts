import assert from 'node:assert/strict';
import { invokeAgentTool } from '../agentTool.ts';

describe('tools for coding agents in an untrusted folder', () => {
  it('still read', async () => assert.doesNotMatch(await invokeAgentTool('list_prompts', {}), /^Refused/));

  it('ask no model', async () => {
    const answer = await invokeAgentTool('run_prompt', { file: 'any.prompt' });
    assert.match(answer, /^Refused: Models may not be asked here: the tools only read\./);
  });
});
