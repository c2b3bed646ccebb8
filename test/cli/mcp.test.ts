import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { readMarkdown } from '../docs/markdownFile.ts';
import { jsonLines, polyprompt } from './commandLine.ts';
import { suiteFolder } from './suiteFolder.ts';

const { blocks } = readMarkdown('docs/mcp.md');
const shown = (start: string) => blocks.find(({ text }) => text.startsWith(start))?.text ?? assert.fail(start);
/** Tells each call on its error output and in a file, so that a test sees whether it was asked. */
const counting = "import { appendFileSync } from 'node:fs';\nappendFileSync('started.txt', 'x');\n";

describe('polyprompt with MCP servers', () => {
  const here = suiteFolder();
  const evaluate = (...args: string[]) => here.run('eval', 'where.eval.yaml', '--no-cache', ...args);
  const hasStarted = () => existsSync(here.path('started.txt'));
  const hashIn = (text: string) => /[0-9a-f]{64}/.exec(text)?.[0] ?? assert.fail(text);
  const forget = () => rmSync(here.path('started.txt'), { force: true });

  beforeEach(() => {
    here.write('orders.mjs', counting + shown('import { createInterface }'));
    here.write('polyprompt.yaml', shown('mcpServers:'));
    here.write('where.prompt', shown('---\nmodel: simulated/terse\nmcp:'));
    here.write('where.eval.yaml', shown('prompt: ./where.prompt').replace(', simulated/thorough', ''));
  });

  it('start none that nobody approved, say what it would be, and exit 2', async () => {
    const result = await evaluate();
    assert.equal(result.code, 2);
    assert.match(result.stderr, /Nobody has approved the MCP server "orders" of polyprompt\.yaml/);
    assert.match(result.stderr, /Command: "node"\nArguments: "orders\.mjs"\nFolder: .*\nEnvironment variables/);
    const other = await evaluate('--allow-mcp', `mail=${hashIn(result.stderr)}`, '--allow-mcp', 'orders');
    assert.equal(other.code, 2);
    for (const args of [
      ['mcp', 'list'],
      ['estimate', 'where.eval.yaml'],
      ['render', 'where.prompt', '-i', 'order=A'],
      ['run', 'where.prompt', '-i', 'order=A'],
    ])
      await here.run(...args);
    assert.ok(!hasStarted());
  });

  it('record what a server gives back when it is allowed, and play it back without it', async () => {
    const hash = hashIn((await evaluate()).stderr);
    const recorded = await evaluate('--allow-mcp', `orders=${hash}`, '--output', 'recorded.json');
    assert.equal(recorded.code, 0, recorded.stderr);
    assert.match(recorded.stderr, /Recorded what MCP servers gave back in where\.mcp\.yaml\./);
    assert.match(here.read('where.mcp.yaml'), /order_number: A-20417\n +result: Order A-20417 is lost\./);
    assert.match(here.read('where.mcp.yaml'), /order_number: C-1\n +error: There is no order C-1\./);
    rmSync(here.path('orders.mjs'));
    forget();
    const replayed = await evaluate('--output', 'replayed.json');
    assert.equal(replayed.code, 0, replayed.stderr);
    assert.ok(!hasStarted());
    const answers = (file: string) =>
      JSON.parse(here.read(file)).results.map(({ answer }: { answer: string }) => answer);
    assert.deepEqual(answers('replayed.json'), answers('recorded.json'));
  });

  it('make a call that is not recorded an error of its row', async () => {
    const hash = hashIn((await evaluate()).stderr);
    await evaluate('--allow-mcp', hash, '--filter', 'C-1');
    const result = await evaluate();
    assert.equal(result.code, 3);
    assert.match(result.stdout, /In round 1 the model called orders__find_order with \{"order_number":"A-20417"\}/);
    const added = await evaluate('--mcp', 'record', '--allow-mcp', hash);
    assert.equal(added.code, 0, added.stdout);
    assert.equal(here.read('where.mcp.yaml').match(/order_number: [AC]-/g)?.length, 2);
  });

  it('keep an approval for exactly this command, outside of the folder', async () => {
    const config = here.path('home-config');
    mkdirSync(config);
    const run = (...args: string[]) => polyprompt(args, { cwd: here.folder, env: { XDG_CONFIG_HOME: config } });
    const hash = hashIn((await run('mcp', 'list')).stdout);
    assert.equal((await run('mcp', 'approve', hash.slice(0, 12))).code, 2);
    assert.match((await run('mcp', 'approve', hash)).stdout, /orders \(polyprompt\.yaml, approved\)/);
    assert.equal((await run('eval', 'where.eval.yaml', '--mcp', 'live')).code, 0);
    assert.ok(hasStarted() && !existsSync(here.path('where.mcp.yaml')));
    forget();
    here.write('polyprompt.yaml', shown('mcpServers:').replace('[orders.mjs]', '[orders.mjs, --all]'));
    assert.equal((await run('eval', 'where.eval.yaml', '--mcp', 'live')).code, 2);
    assert.match((await run('mcp', 'list')).stdout, /not approved/);
    assert.ok(!hasStarted());
  });

  it("start those of the user's own config file without a question, instead of the repository's", async () => {
    const config = here.path('own-config');
    mkdirSync(here.path('own-config/polyprompt'), { recursive: true });
    const mine = { command: process.execPath, args: [here.path('orders.mjs')] };
    here.write('own-config/polyprompt/config.json', JSON.stringify({ mcpServers: { orders: mine } }));
    here.write('polyprompt.yaml', 'mcpServers:\n  orders: {command: rm, args: [-rf, .]}\n');
    const env = { XDG_CONFIG_HOME: config };
    const result = await polyprompt(['run', 'where.prompt', '-i', 'order=A-20417', '--jsonl'], {
      cwd: here.folder,
      env,
    });
    assert.equal(result.code, 0, result.stderr);
    const results = jsonLines(result.stdout).filter(({ type }) => type === 'tool-result');
    assert.match(JSON.stringify(results), /Order A-20417 is lost.*"by":"server"/);
    assert.match(here.read('where.mcp.yaml'), /A-20417/);
  });

  it('keep no answer that a server has had a part in, and know recorded ones by their recording', async () => {
    const hash = hashIn((await evaluate()).stderr);
    const cached = (...args: string[]) => here.run('eval', 'where.eval.yaml', '--allow-mcp', hash, ...args);
    await cached('--mcp', 'live');
    assert.doesNotMatch((await cached('--mcp', 'live')).stderr, /cached/);
    await cached();
    assert.match((await cached()).stderr, /all 2 cached/);
    here.write('where.mcp.yaml', here.read('where.mcp.yaml').replace('is lost', 'is found'));
    const changed = await cached();
    assert.doesNotMatch(changed.stderr, /cached/);
    assert.equal(changed.code, 1);
  });

  it('say what is wrong with them, each with its place', async () => {
    here.write('where.eval.yaml', `mcp: [nobody]\n${shown('prompt: ./where.prompt')}`);
    here.write('where.prompt', 'Where is {{order}}?');
    const unknown = await evaluate();
    assert.deepEqual([unknown.code, /There is no MCP server "nobody"/.test(unknown.stderr)], [2, true]);
    assert.equal((await evaluate('--mcp', 'sometimes')).code, 2);
    const batch = await evaluate('--batch', '--mcp', 'live');
    assert.match(batch.stderr, /--batch does not go with --mcp live/);
  });

  it('end with the run although its server would not', async () => {
    here.write('orders.mjs', `setInterval(() => undefined, 1000);\n${shown('import { createInterface }')}`);
    const hash = hashIn((await evaluate()).stderr);
    assert.equal((await evaluate('--allow-mcp', hash)).code, 0);
  });
});
