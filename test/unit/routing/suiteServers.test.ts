import assert from 'node:assert/strict';
import { planSuite } from '../../../src/core/plan/planSuite.ts';
import { readProjectSuite } from '../../../src/core/routing/readProjectSuite.ts';
import { memoryFiles } from '../dataset/memoryFiles.ts';

const suite = `prompt: ./where.prompt
models: [simulated/terse]
cases:
  - vars: {order: A}
  - {vars: {order: B}, mcp: []}
  - {vars: {order: C}, toolResults: [{tool: orders__find, args: {id: C}, result: lost}]}
`;
const prompt = '---\nmcp: orders\n---\nWhere is {{order}}?\n';
const recorded = (result: string) => `servers:
  orders:
    tools: [{name: find, inputSchema: {type: object, properties: {id: {type: string}}}}]
    toolResults: [{tool: find, args: {id: A}, result: ${result}}]
`;
const project = 'mcpServers:\n  orders: {command: node, args: [orders.mjs]}\n';

async function plan(files: Readonly<Record<string, string>>, options: { isOutlook?: true } = {}) {
  const all = { 'where.eval.yaml': suite, 'where.prompt': prompt, 'polyprompt.yaml': project, ...files };
  const read = await readProjectSuite('where.eval.yaml', memoryFiles(all));
  const planned = planSuite(read, { runId: 'r', promptVersion: 'v', name: 's', ...options });
  return { read, planned, cells: planned.plan.cells };
}

describe('a suite with MCP servers', () => {
  it('gives their recorded tools to the models of the cells that name them', async () => {
    const { read, cells } = await plan({ 'where.mcp.yaml': recorded('lost') });
    assert.deepEqual(read.problems, []);
    assert.deepEqual(
      cells.map(({ parameters, loop }) => [
        parameters?.tools?.map(({ name }) => name) ?? [],
        loop?.servers?.map(({ name }) => name) ?? [],
        loop?.rules.length ?? 0,
      ]),
      [
        [['orders__find'], ['orders'], 0],
        [[], [], 0],
        [['orders__find'], ['orders'], 1],
      ],
    );
    assert.deepEqual([...(read.projectServers?.keys() ?? [])], ['orders']);
  });

  it('asks anew where the recording has changed, and only the cells that use it', async () => {
    const [before, after] = await Promise.all(
      ['lost', 'found'].map((word) => plan({ 'where.mcp.yaml': recorded(word) })),
    );
    const same = before?.cells.map(({ id }, index) => id === after?.cells[index]?.id);
    assert.deepEqual(same, [false, true, false]);
  });

  it('plans no cell without its tools, and says why at its case; an estimate does without them', async () => {
    const { planned, read } = await plan({});
    assert.deepEqual(read.problems, []);
    assert.deepEqual(
      planned.problems.map(({ code, message }) => [code, message]),
      Array.from({ length: 2 }, () => ['mcp-server', 'Nothing is recorded of the MCP server "orders" yet.']),
    );
    assert.equal(planned.plan.cells.length, 1);
    assert.equal((await plan({}, { isOutlook: true })).cells.length, 3);
  });

  it('reports what is wrong in the recording and in the names', async () => {
    const { read } = await plan({
      'where.mcp.yaml': 'servers: {orders: {toolResults: [{tool: find, javascript: "1"}]}}',
      'where.prompt': '---\nmcp: {a: b}\n---\nWhere?\n',
      'where.eval.yaml': `mcp: [orders]\n${suite}`,
    });
    assert.deepEqual(
      read.problems.map(({ code, file }) => `${file} ${code}`),
      ['where.prompt wrong-type', 'where.mcp.yaml wrong-type'],
    );
  });

  it('names a server that nobody has named, at its place', async () => {
    const named = `mcp: [ordesr, mine]\n${suite}`;
    const { read } = await plan({ 'where.mcp.yaml': recorded('lost'), 'where.eval.yaml': named });
    assert.deepEqual(
      read.problems.map(({ severity, message, range }) => [severity, message, named.slice(range.start, range.end)]),
      [
        ['warning', 'polyprompt.yaml names no MCP server "ordesr". Did you mean "orders"?', '[ordesr, mine]'],
        [
          'information',
          'polyprompt.yaml names no MCP server "mine". It has to stand in your own settings.',
          '[ordesr, mine]',
        ],
      ],
    );
  });

  it('reads no recording where no server is named', async () => {
    const { read } = await plan({
      'where.prompt': 'Where?',
      'where.mcp.yaml': 'broken: [',
      'where.eval.yaml': 'prompt: ./where.prompt\nmodels: [simulated/terse]\ncases: [{vars: {}}]\n',
    });
    assert.deepEqual(read.problems, []);
    assert.equal(read.servers, undefined);
  });
});
