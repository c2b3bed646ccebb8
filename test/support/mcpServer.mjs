// An MCP server over its own input and output that does on purpose what servers do by mistake. Its behaviour is its first argument.
import { createInterface } from 'node:readline';

const [behaviour = 'plain', note = ''] = process.argv.slice(2);
const picture = 'iVBORw0KGgo=';

const tools = [
  {
    name: 'find',
    description: 'Finds an order.',
    inputSchema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: { id: { type: 'string' } },
      required: ['id'],
      unevaluatedProperties: false,
    },
  },
  { name: 'draw', inputSchema: { type: 'object' } },
  { name: 'fail', inputSchema: { type: 'object' } },
  { name: 'slow', inputSchema: { type: 'object' } },
  { name: 'die', inputSchema: { type: 'object' } },
  { name: 'environment', inputSchema: { type: 'object' } },
];

const answers = {
  find: ({ id }) => ({
    content: [{ type: 'text', text: `Order ${id}` }],
    structuredContent: { id, calls: ++calls },
  }),
  draw: () => ({
    content: [
      { type: 'text', text: 'A map' },
      { type: 'image', data: picture, mimeType: 'image/png' },
      { type: 'resource_link', uri: 'file:///a.txt', name: 'a' },
      { type: 'resource', resource: { uri: 'file:///b.txt', text: 'in b' } },
    ],
  }),
  fail: () => ({ isError: true, content: [{ type: 'text', text: 'no such order' }] }),
  environment: () => ({ content: [{ type: 'text', text: Object.keys(process.env).sort().join(' ') }] }),
};

let calls = 0;

function say(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

function listed(cursor) {
  if (behaviour === 'circle') return { tools: [], nextCursor: 'again' };
  return cursor === undefined ? { tools: tools.slice(0, 1), nextCursor: 'rest' } : { tools: tools.slice(1) };
}

function call(id, { name, arguments: args }) {
  if (name === 'die') {
    process.stderr.write('out of orders\n');
    process.exit(3);
  }
  // It is answered only when somebody has given up on it, with what was told.
  if (name === 'slow') return;
  const answer = answers[name];
  if (answer) say({ id, result: answer(args) });
  else say({ id, error: { code: -32602, message: `Unknown tool: ${name}` } });
}

function receive({ id, method, params, result }) {
  if (method === 'initialize') {
    if (behaviour === 'noisy') {
      process.stdout.write('Server is running on stdio\n\n{"half": \n');
      say({ id: 'ours', method: 'ping' });
      say({ id: 'other', method: 'sampling/createMessage', params: {} });
      say({ method: 'notifications/message', params: { level: 'info' } });
    }
    if (behaviour === 'refuses') say({ id, error: { code: -32000, message: 'not today' } });
    else if (behaviour !== 'silent')
      say({
        id,
        result: {
          protocolVersion: behaviour === 'future' ? '2099-01-01' : params.protocolVersion,
          capabilities: { tools: {} },
          serverInfo: { name: 'scripted', version: note },
        },
      });
  }
  if (method === 'tools/list') say({ id, result: listed(params.cursor) });
  if (method === 'tools/call') call(id, params);
  if (method === 'notifications/cancelled') process.stderr.write(`cancelled ${params.reason}\n`);
  if (id === 'ours') process.stderr.write(`pong ${JSON.stringify(result)}\n`);
}

if (behaviour === 'deaf') {
  process.on('SIGTERM', () => undefined);
  setInterval(() => undefined, 1_000);
}
createInterface({ input: process.stdin }).on('line', (line) => receive(JSON.parse(line)));
