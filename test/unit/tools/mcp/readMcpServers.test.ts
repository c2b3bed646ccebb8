import assert from 'node:assert/strict';
import type { JsonValue } from '../../../../src/core/json.ts';
import { describeServer, type McpServer, serverHash } from '../../../../src/core/tools/mcp/mcpServer.ts';
import { namedValue, readMcpServers } from '../../../../src/core/tools/mcp/readMcpServers.ts';

function read(value: JsonValue) {
  const problems: string[] = [];
  const servers = readMcpServers(namedValue(value, 'mcpServers'), (place, code) => problems.push(`${place} ${code}`));
  return { servers: Object.fromEntries(servers), problems };
}

const orders: McpServer = { type: 'program', command: 'node', args: ['orders.mjs'], env: ['ORDERS_TOKEN'] };

describe('readMcpServers', () => {
  it('reads programs and addresses', () => {
    const { servers, problems } = read({
      orders: { command: 'node', args: ['orders.mjs'], env: ['ORDERS_TOKEN'], cwd: 'tools', description: 'x' },
      mail: { url: 'http://127.0.0.1:8123/mcp' },
      'more-mail': { url: 'http://localhost:1/' },
      v6: { url: 'http://[::1]:1/mcp' },
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(servers['orders'], { ...orders, cwd: 'tools' });
    assert.deepEqual(servers['mail'], { type: 'address', url: 'http://127.0.0.1:8123/mcp' });
    assert.equal(Object.keys(servers).length, 4);
  });

  const refused: readonly (readonly [string, JsonValue, string])[] = [
    ['a list', ['x'], 'mcpServers wrong-type'],
    ['a text for a server', { a: 'node x' }, 'mcpServers.a wrong-type'],
    ['neither command nor url', { a: { args: [] } }, 'mcpServers.a wrong-server'],
    ['both', { a: { command: 'x', url: 'http://127.0.0.1/' } }, 'mcpServers.a wrong-server'],
    ['values of variables', { a: { command: 'x', env: { TOKEN: 'secret' } } }, 'mcpServers.a.env wrong-type'],
    ['a value in the list', { a: { command: 'x', env: ['TOKEN=secret'] } }, 'mcpServers.a.env wrong-name'],
    ['an argument that is a number', { a: { command: 'x', args: [8080] } }, 'mcpServers.a.args wrong-type'],
    ['an empty command', { a: { command: ' ' } }, 'mcpServers.a.command wrong-type'],
    ['a folder that is none', { a: { command: 'x', cwd: 1 } }, 'mcpServers.a.cwd wrong-type'],
    ['more than a person can read', { a: { command: 'x', args: [' '.repeat(1000)] } }, 'mcpServers.a too-long'],
    ['headers', { a: { url: 'http://127.0.0.1/', headers: { a: 'b' } } }, 'mcpServers.a.headers unknown-key'],
    ['a slip', { a: { command: 'x', arguments: ['y'] } }, 'mcpServers.a.arguments unknown-key'],
    ['two underscores', { a__b: { command: 'x' } }, 'mcpServers.a__b wrong-name'],
    ['a name with a slash', { 'a/b': { command: 'x' } }, 'mcpServers.a/b wrong-name'],
  ];
  for (const [what, value, problem] of refused)
    it(`reports ${what}`, () => assert.deepEqual(read(value).problems, [problem]));

  const elsewhere = [
    'http://10.0.0.1/mcp',
    'https://example.com/mcp',
    'http://localhost.example.com/',
    'http://127.0.0.1.example.com/',
    'http://user:pass@127.0.0.1/',
    'file:///etc/passwd',
    'localhost:80',
  ];
  for (const url of elsewhere)
    it(`takes no address that leaves this machine: ${url}`, () =>
      assert.deepEqual(read({ a: { url } }), { servers: {}, problems: ['mcpServers.a.url wrong-address'] }));
});

describe('serverHash', () => {
  it('changes with everything that is started', () => {
    const others: readonly McpServer[] = [
      { ...orders, command: 'nodejs' },
      { ...orders, args: ['orders.mjs', '--all'] },
      { ...orders, args: [] },
      { ...orders, env: [] },
      { ...orders, cwd: 'tools' },
      { type: 'address', url: 'http://127.0.0.1:1/' },
      { type: 'address', url: 'http://127.0.0.1:2/' },
    ];
    assert.equal(new Set([orders, ...others].map(serverHash)).size, others.length + 1);
    assert.equal(serverHash({ ...orders, cwd: '.' }), serverHash(orders));
  });

  it('is for what a person is shown, with nothing hidden', () => {
    assert.deepEqual(describeServer(orders, '/home/me/shop'), [
      'Command: "node"',
      'Arguments: "orders.mjs"',
      'Folder: /home/me/shop',
      'Environment variables that it gets: ORDERS_TOKEN',
    ]);
    const sly = { ...orders, args: ['a\u202eb', 'c\nd', 'e\u200bf'] };
    assert.equal(describeServer(sly, '/').at(1), String.raw`Arguments: "a\u202eb" "c\nd" "e\u200bf"`);
  });
});
