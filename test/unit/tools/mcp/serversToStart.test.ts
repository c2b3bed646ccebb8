import assert from 'node:assert/strict';
import { PolypromptError } from '../../../../src/core/errors.ts';
import type { McpServer } from '../../../../src/core/tools/mcp/mcpServer.ts';
import { type McpMode, serversToStart } from '../../../../src/core/tools/mcp/serversToStart.ts';

const program = (command: string): McpServer => ({ type: 'program', command, args: [], env: [] });
const recordings = new Map([['recorded', { tools: [], results: [] }]]);
const project = new Map([
  ['recorded', program('a')],
  ['fresh', program('b')],
  ['both', program('c')],
]);
const user = new Map([['both', program('mine')]]);

function started(names: readonly string[], mode?: McpMode): readonly string[] {
  return serversToStart({ names, recordings, project, user, mode }).map(
    ({ name, from, mode: how, server }) => `${name} ${from} ${how} ${server.type === 'program' ? server.command : ''}`,
  );
}

describe('serversToStart', () => {
  it('plays back what is recorded and records the rest, where nobody says otherwise', () => {
    assert.deepEqual(started(['recorded', 'fresh']), ['fresh project record b']);
  });

  it('starts all in the modes that ask', () => {
    assert.deepEqual(started(['recorded', 'fresh'], 'record'), ['recorded project record a', 'fresh project record b']);
    assert.deepEqual(started(['recorded'], 'live'), ['recorded project live a']);
  });

  it('starts none in a replay, and refuses what is not recorded', () => {
    assert.deepEqual(started(['recorded'], 'replay'), []);
    assert.throws(() => started(['fresh'], 'replay'), /Nothing is recorded of the MCP server "fresh"/);
  });

  it("prefers the user's own server of a name, and knows none that nobody named", () => {
    assert.deepEqual(started(['both']), ['both user record mine']);
    assert.throws(
      () => started(['gone']),
      (error) => error instanceof PolypromptError && error.code === 'mcp-server' && /"gone"/.test(error.message),
    );
  });
});
