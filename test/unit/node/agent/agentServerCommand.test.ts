import assert from 'node:assert/strict';
import { agentServerArguments } from '../../../../src/node/agent/agentServerCommand.ts';

describe('the server for coding agents that the editor starts', () => {
  const limits = { perCall: 0.05, perDay: 1, askAbove: 0.02 };
  const served = { cli: '/ext/polyprompt.js', folder: '/my project', limits, mayRun: true };

  it('works in its folder, within the limits of the editor', () => {
    assert.deepEqual(agentServerArguments(served), [
      '/ext/polyprompt.js',
      'mcp',
      '--folder',
      '/my project',
      '--max-cost',
      '0.05',
      '--max-cost-per-day',
      '1',
      '--ask-above',
      '0.02',
    ]);
  });

  it('only reads in a folder that is not trusted', () => {
    assert.equal(agentServerArguments({ ...served, mayRun: false }).at(-1), '--read-only');
  });
});
