import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/core/json.ts';
import { listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';

const cli = path.resolve(import.meta.dirname, '..', '..', 'dist', 'cli.js');

export type Era = 'legacy' | 'modern';

export interface SessionOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly era?: Era;
  /** What the user answers to a question; without it, the client cannot ask. */
  readonly elicit?: (message: string) => JsonObject;
}

const modernVersion = '2026-07-28';

/** A client of `polyprompt mcp` that speaks raw lines, and fails on any line of stdout that is no message of the protocol. */
export class McpSession {
  readonly #child: ChildProcess;
  readonly #options: SessionOptions;
  readonly #waiting = new Map<number, (message: JsonObject) => void>();
  readonly #notifications: JsonObject[] = [];
  readonly #questions: string[] = [];
  readonly #strays: string[] = [];
  readonly #closed: Promise<number | null>;
  #stderr = '';
  #lastId = 0;

  private constructor(options: SessionOptions) {
    this.#options = options;
    this.#child = spawn(process.execPath, [cli, 'mcp', ...(options.args ?? [])], {
      cwd: options.cwd,
      env: { ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const { stdout, stderr } = this.#child;
    assert.ok(stdout && stderr);
    createInterface({ input: stdout }).on('line', (line) => this.#take(line));
    stderr.on('data', (chunk: Buffer) => {
      this.#stderr += String(chunk);
    });
    this.#closed = new Promise((resolve) => this.#child.once('close', resolve));
  }

  static async open(options: SessionOptions): Promise<McpSession> {
    const session = new McpSession(options);
    if (options.era === 'modern') await session.request('server/discover');
    else {
      const capabilities = options.elicit ? { elicitation: { form: {} } } : {};
      const clientInfo = { name: 'test', version: '1' };
      await session.request('initialize', { protocolVersion: '2025-11-25', capabilities, clientInfo });
      session.#send({ jsonrpc: '2.0', method: 'notifications/initialized' });
    }
    return session;
  }

  /** The notifications that came, in their order. */
  get notifications(): readonly JsonObject[] {
    return this.#notifications;
  }

  /** The questions that the user was asked. */
  get questions(): readonly string[] {
    return this.#questions;
  }

  get stderr(): string {
    return this.#stderr;
  }

  get pid(): number {
    return this.#child.pid ?? assert.fail('it was not started');
  }

  /** Sends a request; `id` is told before the answer comes. The result is the whole message. */
  request(method: string, params: JsonObject = {}, onId?: (id: number) => void): Promise<JsonObject> {
    const id = ++this.#lastId;
    const answered = new Promise<JsonObject>((resolve, reject) => {
      this.#waiting.set(id, resolve);
      void this.#closed.then(() => reject(new Error(`The server has ended. ${this.#stderr}`)));
    });
    answered.catch(() => {});
    onId?.(id);
    this.#send({ jsonrpc: '2.0', id, method, params: this.#withEnvelope(params) });
    return answered;
  }

  /** Calls a tool and gives its result, whether or not it is an error. Questions of the newer era are answered by another call. */
  async call(name: string, given: JsonObject = {}, more: JsonObject = {}): Promise<JsonObject> {
    const message = await this.request('tools/call', { name, arguments: given, ...more });
    const result = objectAt(message, 'result');
    if (!result) throw new Error(JSON.stringify(message));
    const asked = textAt(result, 'resultType') === 'input_required' ? objectAt(result, 'inputRequests') : undefined;
    if (!asked) return result;
    const responses = Object.entries(asked).map(([key, question]) => [key, this.#answer(objectAt(question, 'params'))]);
    return this.call(name, given, { ...more, inputResponses: Object.fromEntries(responses) });
  }

  /** What a tool gave; fails where it is an error. */
  async use(name: string, given: JsonObject = {}, more: JsonObject = {}): Promise<JsonObject> {
    const result = await this.call(name, given, more);
    return objectAt(result, 'structuredContent') ?? assert.fail(JSON.stringify(result));
  }

  /** The sentence of an error; fails where there is none. */
  async refusal(name: string, given: JsonObject = {}): Promise<string> {
    const result = await this.call(name, given);
    assert.equal(result['isError'], true, JSON.stringify(result));
    return textAt(listAt(result, 'content')[0], 'text') ?? '';
  }

  notify(method: string, params: JsonObject): void {
    this.#send({ jsonrpc: '2.0', method, params });
  }

  write(text: string): void {
    this.#child.stdin?.write(text);
  }

  /** Closes stdin and gives the exit code. Fails where something that is no protocol was on stdout. */
  async close(): Promise<number | null> {
    this.#child.stdin?.end();
    const code = await this.#closed;
    assert.deepEqual(this.#strays, []);
    return code;
  }

  /** Ends the process without a word. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#closed;
  }

  #send(message: JsonObject): void {
    this.#child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  #withEnvelope(params: JsonObject): JsonObject {
    if (this.#options.era !== 'modern') return params;
    const capabilities = this.#options.elicit ? { elicitation: { form: {} } } : {};
    const envelope = {
      'io.modelcontextprotocol/protocolVersion': modernVersion,
      'io.modelcontextprotocol/clientCapabilities': capabilities,
      'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
    };
    return { ...params, _meta: { ...objectAt(params, '_meta'), ...envelope } };
  }

  #take(line: string): void {
    const message = messageIn(line);
    if (message?.['jsonrpc'] !== '2.0') {
      this.#strays.push(line);
      return;
    }
    const { id, method } = message;
    if (method === 'elicitation/create' && typeof id === 'number') {
      const result = this.#answer(objectAt(message, 'params'));
      this.#send({ jsonrpc: '2.0', id, result });
    } else if (typeof id === 'number' && method === undefined) this.#settle(id, message);
    else this.#notifications.push(message);
  }

  #settle(id: number, message: JsonObject): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (waiting) waiting(message);
    else this.#strays.push(JSON.stringify(message));
  }

  #answer(params: JsonObject | undefined): JsonObject {
    const message = textAt(params, 'message') ?? '';
    this.#questions.push(message);
    return this.#options.elicit?.(message) ?? { action: 'cancel' };
  }
}

function messageIn(line: string): JsonObject | undefined {
  try {
    const value: JsonValue = JSON.parse(line);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
