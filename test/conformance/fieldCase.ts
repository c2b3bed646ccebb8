import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text as readAll } from 'node:stream/consumers';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';

/** One request that an endpoint got. */
export interface WireRequest {
  readonly t: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: JsonValue;
}

export interface Endpoint {
  readonly url: string;
  readonly requests: readonly WireRequest[];
  close(): void;
}

/** An endpoint that answers by the script of a `wire.json`: in order, or by the path and model of the request. */
export async function scriptedEndpoint(script: JsonObject): Promise<Endpoint> {
  const requests: WireRequest[] = [];
  const served = new Map<unknown, number>();
  const server = createServer(async (request, response) => {
    const written = await readAll(request);
    const body = jsonOr(written);
    requests.push({ ...lineOf(request), t: Date.now(), headers: request.headers, body });
    const asked = `${request.url} ${textAt(body, 'model') ?? ''}`;
    const own = listAt(script, 'byPath').find((rule) => new RegExp(textAt(rule, 'match') ?? '').test(asked));
    const list = listAt(own ?? script, 'responses');
    const nth = own === undefined ? requests.length : (served.get(own) ?? 0) + 1;
    served.set(own, nth);
    await answer(response, list[Math.min(nth, list.length) - 1] ?? {});
  });
  return listening(server, requests);
}

function lineOf({ method = '', url = '' }: IncomingMessage): Pick<WireRequest, 'method' | 'path'> {
  return { method, path: url };
}

async function listening(server: Server, requests: readonly WireRequest[]): Promise<Endpoint> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, requests, close };
}

async function answer(response: ServerResponse, item: JsonValue): Promise<void> {
  const status = isJsonObject(item) && typeof item['status'] === 'number' ? item['status'] : 200;
  const headers = Object.fromEntries(
    Object.entries(objectAt(item, 'headers') ?? {}).map(([name, value]) => [name, withTimes(String(value))]),
  );
  const json = isJsonObject(item) ? item['json'] : undefined;
  const plain = textAt(item, 'text');
  const type = json !== undefined ? 'application/json' : plain !== undefined ? 'text/plain' : 'text/event-stream';
  response.writeHead(status, { 'content-type': type, ...headers });
  if (json !== undefined) response.write(JSON.stringify(json));
  else if (plain !== undefined) response.write(plain);
  else
    for (const event of listAt(item, 'sse'))
      response.write(eventText(event, isJsonObject(item) && item['named'] === true));
  response.end();
}

function withTimes(value: string): string {
  return value
    .replace(/\{HTTP_DATE\+(\d+)\}/, (_, seconds) => new Date(Date.now() + 1000 * Number(seconds)).toUTCString())
    .replace(/\{EPOCH\+(\d+)\}/, (_, seconds) => String(Math.floor(Date.now() / 1000) + Number(seconds)));
}

function eventText(event: JsonValue, isNamed: boolean): string {
  if (typeof event === 'string') return event.endsWith('\n') ? event : `data: ${event}\n\n`;
  const type = textAt(event, 'type');
  return `${isNamed && type !== undefined ? `event: ${type}\n` : ''}data: ${JSON.stringify(event)}\n\n`;
}

export function jsonOr(text: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

/** The endpoint that says what it is sent, as the data's own server plays it. */
export async function echoingEndpoint(server: string): Promise<{ readonly url: string; close(): void }> {
  const child: ChildProcess = spawn(process.execPath, [server, '--mode', 'echo'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (!child.stdout) throw new Error('The echoing endpoint says nothing.');
  const [line] = await once(child.stdout, 'data');
  return { url: textAt(jsonOr(String(line)), 'url') ?? '', close: () => child.kill() };
}
