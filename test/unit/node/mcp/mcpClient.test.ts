import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { PolypromptError } from '../../../../src/core/errors.ts';
import type { JsonObject } from '../../../../src/core/json.ts';
import { calledAnswer } from '../../../../src/core/tools/mcp/calledResult.ts';
import { AddressTransport } from '../../../../src/node/mcp/addressTransport.ts';
import { McpClient, McpRefusal } from '../../../../src/node/mcp/mcpClient.ts';
import type { McpTransport, OpenTransport } from '../../../../src/node/mcp/mcpTransport.ts';
import { ProgramTransport } from '../../../../src/node/mcp/programTransport.ts';
import { systemClock } from '../../../../src/node/nodeEnvironment.ts';

const script = path.resolve(import.meta.dirname, '../../../support/mcpServer.mjs');
const clock = systemClock;

function program(behaviour: string, env: readonly string[] = []): OpenTransport {
  const server = { type: 'program' as const, command: process.execPath, args: [script, behaviour], env };
  const place = {
    folder: import.meta.dirname,
    clock,
    patience: 50,
    env: { PATH: '/bin', ORDERS_TOKEN: 't', OPENAI_API_KEY: 'k' },
  };
  return (listener) => new ProgramTransport(server, place, listener);
}

/** The same transport, with everything that is sent through it. */
function watched(open: OpenTransport, sent: JsonObject[]): OpenTransport {
  return (listener) => {
    const inner: McpTransport = open(listener);
    return {
      send: (message) => {
        sent.push(message);
        inner.send(message);
      },
      close: () => inner.close(),
    };
  };
}

function connect(open: OpenTransport, limits = { start: 20_000, call: 20_000 }): Promise<McpClient> {
  return McpClient.connect(open, { name: 'orders', clock, limits });
}

async function using<Result>(behaviour: string, act: (client: McpClient) => Promise<Result>): Promise<Result> {
  const client = await connect(program(behaviour));
  try {
    return await act(client);
  } finally {
    await client.close();
  }
}

const failsWith = (words: RegExp) => (error: unknown) =>
  error instanceof PolypromptError && error.code === 'mcp-server' && words.test(error.message);

describe('McpClient with a program', () => {
  it('lists all pages of tools, without the words of their schemas that vendors refuse', async () => {
    const tools = await using('plain', (client) => client.listTools());
    assert.deepEqual(
      tools.map(({ name }) => name),
      ['find', 'draw', 'fail', 'slow', 'die', 'environment'],
    );
    assert.deepEqual(tools[0], {
      name: 'find',
      description: 'Finds an order.',
      inputSchema: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
    });
  });

  it('reads structured content, pictures, links, resources and errors of tools', async () => {
    const [found, drawn, failed] = await using('plain', async (client) => [
      calledAnswer(await client.callTool('find', { id: 'A-1' })),
      calledAnswer(await client.callTool('draw', {})),
      calledAnswer(await client.callTool('fail', {})),
    ]);
    assert.deepEqual(found, { type: 'result', value: { id: 'A-1', calls: 1 } });
    assert.deepEqual(drawn, {
      type: 'parts',
      text: 'A map\na: file:///a.txt\nin b',
      media: [{ type: 'media', url: 'data:image/png;base64,iVBORw0KGgo=', contentType: 'image/png' }],
    });
    assert.deepEqual(failed, { type: 'error', message: 'no such order' });
  });

  it('passes over lines that are no messages, and answers a ping', async () => {
    const sent: JsonObject[] = [];
    const client = await connect(watched(program('noisy'), sent));
    await client.listTools();
    await client.close();
    assert.deepEqual(
      sent.filter(({ method }) => method === undefined),
      [
        { jsonrpc: '2.0', id: 'ours', result: {} },
        { jsonrpc: '2.0', id: 'other', error: { code: -32601, message: 'sampling/createMessage is not offered.' } },
      ],
    );
  });

  it('tells a refused request from a server that is broken', async () => {
    await assert.rejects(
      using('plain', (client) => client.callTool('unheard', {})),
      (error) => error instanceof McpRefusal && /Unknown tool: unheard/.test(error.message),
    );
  });

  it('says why a server is gone, in its own last words, to every call', async () => {
    await using('plain', async (client) => {
      const [slow, dying] = await Promise.allSettled([client.callTool('slow', {}), client.callTool('die', {})]);
      assert.ok(slow?.status === 'rejected' && dying?.status === 'rejected');
      assert.ok(failsWith(/"orders" ended with code 3\. It wrote: out of orders/)(dying.reason), String(dying.reason));
      assert.equal(slow.reason, dying.reason);
      await assert.rejects(client.listTools(), failsWith(/ended with code 3/));
    });
  });

  it('gives up a call that is stopped or takes too long, and tells the server', async () => {
    const sent: JsonObject[] = [];
    const client = await connect(watched(program('plain'), sent), { start: 20_000, call: 20 });
    const stop = new AbortController();
    const stopped = client.callTool('slow', {}, stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(stopped, /enough/);
    await assert.rejects(client.callTool('slow', {}), failsWith(/gave no answer to tools\/call within 0\.02 s/));
    await client.close();
    assert.deepEqual(
      sent.filter(({ method }) => method === 'notifications/cancelled').map(({ params }) => params),
      [
        { requestId: 2, reason: 'stopped' },
        { requestId: 3, reason: 'time limit' },
      ],
    );
  });

  it('refuses a version that it does not know, and servers that refuse, are silent or are not there', async () => {
    await assert.rejects(connect(program('future')), failsWith(/speaks version 2099-01-01 of MCP/));
    await assert.rejects(connect(program('refuses')), failsWith(/refused to begin: not today/));
    await assert.rejects(connect(program('silent'), { start: 50, call: 50 }), failsWith(/no answer to initialize/));
    await assert.rejects(
      using('circle', (client) => client.listTools()),
      failsWith(/more than 100 pages/),
    );
    const missing = { type: 'program' as const, command: 'no-such-program', args: [], env: [] };
    const folder = import.meta.dirname;
    const nowhere: OpenTransport = (listener) => new ProgramTransport(missing, { folder, clock }, listener);
    await assert.rejects(connect(nowhere), failsWith(/There is no program "no-such-program"/));
    const here = { ...missing, command: process.execPath };
    const astray: OpenTransport = (listener) => new ProgramTransport(here, { folder: '/no/such', clock }, listener);
    await assert.rejects(connect(astray), failsWith(/could not be started: there is no \/no\/such/));
  });

  it('gives a server the few variables that programs need and those that it names, and no key', async () => {
    const client = await connect(program('plain', ['ORDERS_TOKEN']));
    const answer = calledAnswer(await client.callTool('environment', {}));
    await client.close();
    assert.ok(answer.type === 'result' && typeof answer.value === 'string');
    const names = answer.value.split(' ').filter((name) => ['PATH', 'ORDERS_TOKEN', 'OPENAI_API_KEY'].includes(name));
    assert.deepEqual(names, ['ORDERS_TOKEN', 'PATH']);
  });

  it('ends a server that does not end by itself', async () => {
    const client = await connect(program('deaf'));
    await client.close();
    await assert.rejects(client.listTools(), failsWith(/was closed/));
  });
});

interface HttpAnswer {
  readonly body?: string;
  readonly type?: string;
  readonly status?: number;
  readonly headers?: Record<string, string>;
}

const initialized = (id: unknown) =>
  JSON.stringify({ jsonrpc: '2.0', id, result: { protocolVersion: '2025-06-18', capabilities: {} } });

describe('McpClient with an address', () => {
  let server: Server;
  let url = '';
  let answer: (message: JsonObject) => HttpAnswer;
  const heard: string[] = [];

  before(async () => {
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () => {
        const { 'mcp-session-id': session = '', 'mcp-protocol-version': version = '' } = request.headers;
        const message: JsonObject = text === '' ? {} : JSON.parse(text);
        heard.push(`${request.method} ${message['method'] ?? ''} ${session} ${version}`.trimEnd());
        const { body = '', type = 'application/json', status = 200, headers = {} } = answer(message);
        response.writeHead(status, { 'content-type': type, ...headers }).end(body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/mcp`;
  });
  after(() => server.close());
  beforeEach(() => {
    heard.length = 0;
  });

  const open: OpenTransport = (listener) => new AddressTransport(url, fetch, listener);

  it('keeps its session and version, reads JSON and events, and says goodbye', async () => {
    answer = ({ id, method }) => {
      if (method === 'initialize') return { body: initialized(id), headers: { 'mcp-session-id': 's1' } };
      if (id === undefined) return { status: 202 };
      const reply = JSON.stringify({ jsonrpc: '2.0', id, result: { tools: [{ name: 'find' }] } });
      const note = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress' });
      return { type: 'text/event-stream', body: `event: message\ndata: ${note}\n\nid: 7\ndata: ${reply}\n\n` };
    };
    const client = await connect(open);
    assert.deepEqual(await client.listTools(), [{ name: 'find', inputSchema: { type: 'object', properties: {} } }]);
    await client.close();
    assert.equal(heard[0], 'POST initialize');
    assert.deepEqual(heard.slice(1).toSorted(), [
      'DELETE  s1 2025-06-18',
      'POST notifications/initialized s1 2025-06-18',
      'POST tools/list s1 2025-06-18',
    ]);
  });

  it('follows no redirect, and says what an address answers that is no server', async () => {
    answer = () => ({ status: 307, headers: { location: 'http://127.0.0.2:1/' } });
    await assert.rejects(connect(open), failsWith(/could not be reached/));
    answer = () => ({ status: 404 });
    await assert.rejects(connect(open), failsWith(/answered with status 404/));
    const closed: OpenTransport = (listener) => new AddressTransport('http://127.0.0.1:9/', fetch, listener);
    await assert.rejects(connect(closed), failsWith(/could not be reached/));
  });

  it('gives up where an answer holds no message', async () => {
    answer = () => ({ body: 'hello' });
    await assert.rejects(connect(open, { start: 100, call: 100 }), failsWith(/no answer to initialize/));
  });
});
