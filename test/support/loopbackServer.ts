import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { encodeAnswer, type ScriptedAnswer, type WireName } from './wires.ts';

/** A request as it arrived. */
export interface RecordedRequest {
  readonly method: string;
  /** The path with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON; an empty object when there was none. */
  readonly body: JsonObject;
  readonly model: string;
  /** The text of the last user message. */
  readonly prompt: string;
  /** True once the other side has closed the socket before the answer was complete. */
  readonly wasCut: boolean;
}

/** The server's reaction to a request. Without `body` it speaks `answer` in the words of the wire that was asked. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly answer?: ScriptedAnswer;
  /** The body, sent unchanged with one write per element. */
  readonly body?: string | readonly (string | Uint8Array)[];
  /** A promise; the answer is held back until it settles. */
  readonly heldUntil?: Promise<void>;
  /** Milliseconds before the headers are sent. */
  readonly delayMs?: number;
  /** Milliseconds before every write of the body. */
  readonly chunkDelayMs?: number;
  /** How many bytes of the body are sent before the stream ends. */
  readonly cutAtByte?: number;
  /** The end of a cut stream: a proper end without its end marker, or a reset. */
  readonly cut?: 'end' | 'reset';
  /** When true, the connection stays open after the last write. */
  readonly hangs?: boolean;
}

export interface LoopbackServer {
  /** The address, `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** Queues a reply for the next request that matches; the default is to echo the prompt. */
  script(reply: Reply, matches?: (request: RecordedRequest) => boolean): void;
  /** Sets the reply to requests for which nothing was scripted. */
  otherwise(reply: (request: RecordedRequest) => Reply): void;
  close(): Promise<void>;
}

export interface LoopbackOptions {
  /** The speed of echoed answers; as fast as possible unless given. */
  readonly tokensPerSecond?: number;
  readonly models?: readonly string[];
}

interface Scripted {
  readonly reply: Reply;
  readonly matches: (request: RecordedRequest) => boolean;
}

type Recording = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

const defaultModels = ['loopback-small', 'loopback-large'];

/** A server on this machine that speaks OpenAI Responses, Chat Completions, Anthropic Messages and Gemini, and keeps what it was asked. */
export async function startLoopbackServer(options: LoopbackOptions = {}): Promise<LoopbackServer> {
  const requests: Recording[] = [];
  const queue: Scripted[] = [];
  let fallback = (request: RecordedRequest): Reply => echo(request, options.tokensPerSecond);
  const server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing).catch(() => outgoing.destroy());
  });

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await record(incoming);
    requests.push(request);
    outgoing.on('close', () => {
      request.wasCut = !outgoing.writableFinished;
    });
    const index = queue.findIndex((scripted) => scripted.matches(request));
    const scripted = index < 0 ? undefined : queue.splice(index, 1)[0];
    await send(
      outgoing,
      request,
      scripted?.reply ?? metaReply(request, options.models ?? defaultModels) ?? fallback(request),
    );
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    script: (reply, matches = isModelCall) => queue.push({ reply, matches }),
    otherwise: (reply) => {
      fallback = reply;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** True for a request that asks a model something, so not for lists of models and counts of tokens. */
export function isModelCall(request: RecordedRequest): boolean {
  return wireOf(request.path) !== undefined;
}

function wireOf(path: string): WireName | undefined {
  const bare = path.replace(/\?.*$/, '');
  if (bare.endsWith('/responses')) return 'responses';
  if (bare.endsWith('/chat/completions')) return 'chat';
  if (bare.endsWith('/messages')) return 'anthropic';
  return bare.endsWith(':streamGenerateContent') ? 'google' : undefined;
}

async function record(incoming: IncomingMessage): Promise<Recording> {
  let text = '';
  incoming.setEncoding('utf8');
  for await (const chunk of incoming) text += chunk;
  const parsed: unknown = text === '' ? {} : JSON.parse(text);
  const body = isJsonObject(parsed) ? parsed : {};
  const path = incoming.url ?? '/';
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const inPath = /\/models\/([^:?]+):/.exec(path)?.[1];
  const model = inPath === undefined ? String(body['model'] ?? '') : decodeURIComponent(inPath);
  return { method: incoming.method ?? 'GET', path, headers, body, model, prompt: lastPrompt(body), wasCut: false };
}

/** The text of the last message in any of the four shapes. */
export function lastPrompt(body: JsonObject): string {
  const messages = body['messages'] ?? body['input'] ?? body['contents'];
  if (typeof messages === 'string') return messages;
  const last = Array.isArray(messages) ? messages.at(-1) : undefined;
  if (!isJsonObject(last)) return '';
  return textIn(last['content'] ?? last['parts'] ?? '');
}

function textIn(content: JsonValue): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (isJsonObject(part) && typeof part['text'] === 'string' ? part['text'] : '')).join('');
}

function echo(request: RecordedRequest, tokensPerSecond: number | undefined): Reply {
  const answer = { text: request.prompt === '' ? 'ok' : request.prompt };
  return tokensPerSecond === undefined ? { answer } : { answer, chunkDelayMs: 1000 / tokensPerSecond };
}

/** Answers requests for lists of models and counts of tokens. */
function metaReply({ method, path }: RecordedRequest, models: readonly string[]): Reply | undefined {
  const json = (value: unknown): Reply => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  });
  const bare = path.replace(/\?.*$/, '');
  if (bare.endsWith('/input_tokens')) return json({ object: 'response.input_tokens', input_tokens: 42 });
  if (bare.endsWith('/count_tokens')) return json({ input_tokens: 42 });
  if (bare.endsWith(':countTokens')) return json({ totalTokens: 42 });
  if (method !== 'GET' || !bare.endsWith('/models')) return undefined;
  return json({
    object: 'list',
    data: models.map((id) => ({ id, object: 'model', display_name: id })),
    has_more: false,
    models: models.map((id) => ({ name: `models/${id}`, inputTokenLimit: 1000, outputTokenLimit: 100 })),
  });
}

async function send(outgoing: ServerResponse, request: RecordedRequest, reply: Reply): Promise<void> {
  const wire = wireOf(request.path);
  const chunks = chunksOf(reply, wire, request.model);
  if (chunks === undefined) {
    outgoing.writeHead(404, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify({ error: { message: `no such path: ${request.path}` } }));
    return;
  }
  await reply.heldUntil;
  await pause(reply.delayMs, outgoing);
  if (outgoing.destroyed) return;
  const type = (reply.status ?? 200) >= 400 ? 'application/json' : 'text/event-stream; charset=utf-8';
  outgoing.writeHead(reply.status ?? 200, { 'content-type': type, 'x-request-id': 'req_loopback', ...reply.headers });
  outgoing.flushHeaders();
  await write(outgoing, chunks, reply);
}

function chunksOf(reply: Reply, wire: WireName | undefined, model: string): Buffer[] | undefined {
  if (reply.body !== undefined) {
    const parts = typeof reply.body === 'string' ? [reply.body] : reply.body;
    return parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part)));
  }
  return wire && encodeAnswer(wire, reply.answer ?? {}, model).map((event) => Buffer.from(event));
}

async function write(outgoing: ServerResponse, chunks: readonly Buffer[], reply: Reply): Promise<void> {
  let left = reply.cutAtByte ?? Number.POSITIVE_INFINITY;
  for (const chunk of chunks) {
    await pause(reply.chunkDelayMs, outgoing);
    if (outgoing.destroyed) return;
    const piece = chunk.subarray(0, left);
    left -= piece.length;
    await new Promise<void>((resolve) => outgoing.write(piece, () => resolve()));
    if (left <= 0) break;
  }
  if (left <= 0 && reply.cut === 'reset') outgoing.socket?.resetAndDestroy();
  else if (!reply.hangs) outgoing.end();
}

/** Waits, but not for a client that has gone away. */
function pause(ms: number | undefined, outgoing: ServerResponse): Promise<void> {
  if (ms === undefined || ms === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      outgoing.off('close', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    outgoing.on('close', end);
  });
}
