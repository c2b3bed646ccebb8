import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { Approvals } from '../../../../src/node/mcp/approvals.ts';
import { eventually } from '../../../support/eventually.ts';
import { closeAll, open, runToEnd, storedRuns, workspaceFolder } from '../workspace.ts';

const place = (name: string) => path.join(workspaceFolder(), name);
const suite = vscode.Uri.file(place('where.eval.yaml'));
const files = {
  'polyprompt.yaml': 'mcpServers:\n  orders: {command: node, args: [orders.mjs]}\n',
  'where.prompt': '---\nmodel: simulated/terse\nmcp: [orders]\n---\nFind the order.\n',
  'where.eval.yaml':
    'prompt: ./where.prompt\nmodels: [simulated/terse]\ncases:\n  - assert: [{type: icontains, value: lost}]\n',
  // It leaves a mark as soon as it is started.
  'orders.mjs': `
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
writeFileSync('started.txt', 'x');
const tool = { name: 'find_order', inputSchema: { type: 'object' } };
const results = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: {}, serverInfo: { name: 'o', version: '1' } }),
  'tools/list': () => ({ tools: [tool] }),
  'tools/call': () => ({ content: [{ type: 'text', text: 'It is lost.' }] }),
};
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (results[method]) console.log(JSON.stringify({ jsonrpc: '2.0', id, result: results[method](params) }));
});
`,
};
const hasStarted = () => existsSync(place('started.txt'));

async function lensesOf(uri: vscode.Uri): Promise<readonly string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  return lenses.map((lens) => lens.command?.title ?? '');
}

describe('MCP servers of a workspace', () => {
  before(() => {
    for (const [name, text] of Object.entries(files)) writeFileSync(place(name), text);
  });
  after(async () => {
    await closeAll();
    for (const name of [...Object.keys(files), 'started.txt', 'where.mcp.yaml']) rmSync(place(name), { force: true });
  });

  it('do not start when files are opened, completed, hovered, checked and estimated', async () => {
    for (const name of ['polyprompt.yaml', 'where.prompt', 'where.eval.yaml']) {
      const { document } = await open(name);
      const start = new vscode.Position(1, 3);
      await vscode.commands.executeCommand('vscode.executeCompletionItemProvider', document.uri, start);
      await vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, start);
    }
    await eventually('the estimate', async () =>
      (await lensesOf(suite)).find((title) => title.includes('1 case') && title.includes('$')),
    );
    const problems = vscode.languages.getDiagnostics(suite).filter(({ source }) => source === 'Polyprompt');
    assert.deepEqual(problems, []);
    assert.ok(!hasStarted());
  });

  it('do not start where the question is not agreed to', async () => {
    const before = storedRuns().length;
    // Tests get no modal question: it counts as declined.
    await vscode.commands.executeCommand('polyprompt.runSuite', suite);
    assert.ok(!hasStarted());
    assert.equal(storedRuns().length, before);
  });

  it('start once they are approved, are recorded, and are played back from then on', async () => {
    new Approvals().add(workspaceFolder(), { type: 'program', command: 'node', args: ['orders.mjs'], env: [] });
    const recorded = await runToEnd('polyprompt.runSuite', suite);
    assert.ok(hasStarted());
    const results = (run: typeof recorded) =>
      Object.values(run.cells).flatMap(({ rounds = [] }) => rounds.flatMap((round) => round.results));
    assert.deepEqual(
      results(recorded).map(({ output, by }) => [output, by]),
      [['It is lost.', 'server']],
    );
    await eventually('the recording', () => existsSync(place('where.mcp.yaml')) || undefined);
    assert.match(readFileSync(place('where.mcp.yaml'), 'utf8'), /result: It is lost\./);
    rmSync(place('started.txt'));
    await eventually('the answer from the cache', async () => {
      const cached = await runToEnd('polyprompt.runSuite', suite);
      return Object.values(cached.cells).every((cell) => cell.cached) || undefined;
    });
    const replayed = await runToEnd('polyprompt.runSuiteWithoutCache', suite);
    assert.deepEqual(
      results(replayed).map(({ output, by }) => [output, by]),
      [['It is lost.', 'recording']],
    );
    assert.ok(!hasStarted());
  });
});
