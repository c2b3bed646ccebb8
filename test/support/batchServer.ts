import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isJsonObject, type JsonObject } from '../../src/core/json.ts';
import { listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';
import type { BatchStatus } from '../../src/core/providers/contract/batchJob.ts';
import { createResult, describeJob, type LineFate, type ServedJob, type ServedLine } from './batchWires.ts';
import { lastPrompt } from './loopbackServer.ts';
import type { BatchVendor } from './wholeAnswers.ts';
import { encodeAnswer } from './wires.ts';

export interface BatchRequestRecord {
  readonly method: string;
  /** The path with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * A server on this machine with the batch engines of three vendors and, for the same models, their streams. Tests set on it what goes
 * wrong.
 */
export interface BatchServer {
  /** The address, `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly requests: readonly BatchRequestRecord[];
  /** The jobs in the order of their creation. */
  readonly jobs: readonly ServedJob[];
  /** Decides what becomes of a request of a job. Its prompt is echoed unless a test sets this. */
  lineFate: (line: ServedLine, job: ServedJob) => LineFate;
  /** The status of a job when it is created; done unless a test sets this. */
  statusAtCreation: BatchStatus;
  /** Gives the whole address of Anthropic's results. */
  resultsAddress: ((job: ServedJob) => string) | undefined;
  /** Requests that match are answered when the promise settles. */
  heldBefore: ((request: BatchRequestRecord) => Promise<void> | undefined) | undefined;
  /** Requests that match are answered when the promise settles, after they have had their effect. */
  heldAfter: ((request: BatchRequestRecord) => Promise<void> | undefined) | undefined;
  /** Refuses requests; undefined lets a request pass. */
  refuses:
    | ((request: BatchRequestRecord) => { readonly status: number; readonly body: JsonObject } | undefined)
    | undefined;
  /** Ends every job that is under way with this status. */
  finish(status: BatchStatus): void;
  close(): Promise<void>;
}

interface Answered {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: JsonObject;
  readonly text?: string;
}

export async function startBatchServer(): Promise<BatchServer> {
  const engine = new BatchEngine();
  const server = createServer((incoming, outgoing) => {
    void engine.handle(incoming, outgoing).catch((error: unknown) => {
      outgoing.writeHead(500, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ error: { message: String(error) } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  engine.url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  engine.closeServer = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return engine;
}

class BatchEngine implements BatchServer {
  url = '';
  closeServer: () => Promise<void> = () => Promise.resolve();
  readonly requests: BatchRequestRecord[] = [];
  readonly jobs: ServedJob[] = [];
  statusAtCreation: BatchStatus = 'done';
  resultsAddress: BatchServer['resultsAddress'];
  heldBefore: BatchServer['heldBefore'];
  heldAfter: BatchServer['heldAfter'];
  refuses: BatchServer['refuses'];
  readonly #files = new Map<string, string>();

  lineFate: BatchServer['lineFate'] = ({ prompt }) => ({ answer: { text: prompt } });

  close(): Promise<void> {
    return this.closeServer();
  }

  finish(status: BatchStatus): void {
    for (const job of this.jobs) if (['waiting', 'running', 'cancelling'].includes(job.status)) job.status = status;
  }

  async handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await record(incoming);
    this.requests.push(request);
    const refusal = this.refuses?.(request);
    await this.heldBefore?.(request);
    const answered: Answered = refusal
      ? { status: refusal.status, json: refusal.body }
      : (this.#upload(request) ??
        this.#engineAnswer(request) ??
        this.#live(request) ?? { status: 404, json: { error: { message: 'no such path' } } });
    await this.heldAfter?.(request);
    const type = answered.json ? 'application/json' : 'application/x-ndjson';
    outgoing.writeHead(answered.status ?? 200, { 'content-type': type, ...answered.headers });
    outgoing.end(answered.json ? JSON.stringify(answered.json) : (answered.text ?? ''));
  }

  #upload({ method, path, headers, body }: BatchRequestRecord): Answered | undefined {
    if (method !== 'POST') return undefined;
    if (path === '/v1/files') {
      const id = `file-${this.#files.size + 1}`;
      this.#files.set(id, fileIn(headers['content-type'] ?? '', body));
      return { json: { id, object: 'file', purpose: 'batch', bytes: body.length } };
    }
    if (/^\/upload\/v1(?:beta)?\/files$/.test(path) && headers['x-goog-upload-command'] === 'start')
      return { headers: { 'x-goog-upload-url': `${this.url}/upload-here?id=1` }, json: {} };
    if (path.startsWith('/upload-here')) {
      const name = `files/${this.#files.size + 1}`;
      this.#files.set(name, body);
      return { headers: { 'x-goog-upload-status': 'final' }, json: { file: { name, mimeType: 'application/jsonl' } } };
    }
    return undefined;
  }

  #engineAnswer(request: BatchRequestRecord): Answered | undefined {
    return this.#create(request) ?? this.#list(request) ?? this.#oneJob(request) ?? this.#results(request);
  }

  #create({ method, path, body, headers }: BatchRequestRecord): Answered | undefined {
    if (method !== 'POST') return undefined;
    const google = /^\/v1(?:beta)?\/models\/([^:]+):batchGenerateContent$/.exec(path)?.[1];
    if (path !== '/v1/batches' && path !== '/v1/messages/batches' && google === undefined) return undefined;
    const json = jsonOf(body);
    if (path === '/v1/batches') {
      const file = this.#files.get(textAt(json, 'input_file_id') ?? '');
      if (file === undefined)
        return { status: 400, json: { error: { message: 'no such file', type: 'invalid_request_error' } } };
      const name = textAt(objectAt(json, 'metadata'), 'polyprompt');
      return this.#add('openai', linesOf(file), name === undefined ? {} : { name });
    }
    if (path === '/v1/messages/batches')
      return this.#add('anthropic', listAt(json, 'requests').filter(isJsonObject), {
        apiVersion: headers['anthropic-version'] ?? '',
      });
    const batch = objectAt(json, 'batch');
    const file = this.#files.get(textAt(objectAt(batch, 'inputConfig'), 'fileName') ?? '');
    if (file === undefined)
      return { status: 400, json: { error: { code: 400, message: 'no such file', status: 'INVALID_ARGUMENT' } } };
    return this.#add('google', linesOf(file), { name: textAt(batch, 'displayName') ?? '', model: google ?? '' });
  }

  #add(vendor: BatchVendor, lines: readonly JsonObject[], given: Partial<ServedJob>): Answered {
    const job: ServedJob = {
      vendor,
      id:
        vendor === 'google'
          ? `batches/job${this.jobs.length + 1}`
          : `${vendor === 'openai' ? 'batch' : 'msgbatch'}_${this.jobs.length + 1}`,
      lines: lines.map((line) => servedLine(vendor, line, given.model)),
      createdAt: Date.now(),
      wasCancelled: false,
      status: this.statusAtCreation,
      ...given,
    };
    this.jobs.push(job);
    return { json: this.#described(job) };
  }

  #list({ method, path }: BatchRequestRecord): Answered | undefined {
    const match = /^\/(v1\/batches|v1\/messages\/batches|v1(?:beta)?\/batches)(?:\?|$)/.exec(path)?.[1];
    if (method !== 'GET' || match === undefined) return undefined;
    const isGoogle = path.includes('pageSize=');
    const vendor = match.includes('messages') ? 'anthropic' : isGoogle ? 'google' : 'openai';
    const jobs = this.jobs
      .filter((job) => job.vendor === vendor)
      .reverse()
      .map((job) => this.#described(job));
    return { json: isGoogle ? { operations: jobs } : { object: 'list', data: jobs, has_more: false } };
  }

  #oneJob({ method, path }: BatchRequestRecord): Answered | undefined {
    const job = this.jobs.find(({ id }) => path.split('?')[0]?.includes(`/${id}`) && !path.endsWith('/results'));
    if (!job || path.includes('/files') || path.includes('/elsewhere')) return undefined;
    if (method === 'POST' && /[/:]cancel$/.test(path)) {
      job.wasCancelled = true;
      if (job.status === 'waiting' || job.status === 'running') job.status = 'cancelling';
    }
    return { json: this.#described(job) };
  }

  #results({ method, path }: BatchRequestRecord): Answered | undefined {
    const wanted =
      /(out|err)-((?:msg)?batch_\d+|batches_job\d+)/.exec(path) ?? /()((?:msg)?batch_\d+)\/results$/.exec(path);
    const job = this.jobs.find(({ id }) => id.replace('/', '_') === wanted?.[2]);
    if (method !== 'GET' || !job) return undefined;
    const lines = job.lines.flatMap((line) => createResult(job, line, this.lineFate(line, job)) ?? []);
    const asked = job.vendor === 'openai' ? lines.filter(({ isError }) => isError === (wanted?.[1] === 'err')) : lines;
    // The results never come in the order of the requests.
    return {
      text: asked
        .reverse()
        .map(({ json }) => `${JSON.stringify(json)}\n`)
        .join(''),
    };
  }

  #live({ method, path, body }: BatchRequestRecord): Answered | undefined {
    const bare = path.replace(/\?.*$/, '');
    const wire = bare.endsWith('/responses')
      ? 'responses'
      : bare.endsWith('/messages')
        ? 'anthropic'
        : bare.endsWith(':streamGenerateContent')
          ? 'google'
          : undefined;
    if (method !== 'POST' || !wire) return undefined;
    const json = jsonOf(body);
    const model = textAt(json, 'model') ?? decodeURIComponent(/\/models\/([^:]+):/.exec(path)?.[1] ?? '');
    const prompt = lastPrompt(json);
    const vendor = wire === 'responses' ? 'openai' : wire;
    const job: ServedJob = { vendor, id: 'live', lines: [], status: 'done', createdAt: 0, wasCancelled: false };
    const fate = this.lineFate({ key: 'live', model, prompt, body: json }, job);
    if (typeof fate === 'string') return { status: 500, json: { error: { message: fate } } };
    if (!('answer' in fate))
      return { status: fate.status, json: { error: { message: fate.message, type: fate.code, code: fate.code } } };
    return { headers: { 'content-type': 'text/event-stream' }, text: encodeAnswer(wire, fate.answer, model).join('') };
  }

  #described(job: ServedJob): JsonObject {
    const fates = job.lines.map((line) => this.lineFate(line, job));
    return describeJob(job, fates, this.resultsAddress?.(job) ?? `${this.url}/v1/messages/batches/${job.id}/results`);
  }
}

async function record(incoming: IncomingMessage): Promise<BatchRequestRecord> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** The text of the file in a multipart form. */
function fileIn(contentType: string, body: string): string {
  const boundary = /boundary=(.+)$/.exec(contentType)?.[1] ?? '';
  const part = body.split(`--${boundary}`).find((candidate) => candidate.includes('name="file"')) ?? '';
  return part.slice(part.indexOf('\r\n\r\n') + 4, part.lastIndexOf('\r\n'));
}

function linesOf(file: string): JsonObject[] {
  return file
    .split('\n')
    .filter((line) => line !== '')
    .map(jsonOf);
}

function jsonOf(text: string): JsonObject {
  const value: unknown = text === '' ? {} : JSON.parse(text);
  return isJsonObject(value) ? value : {};
}

function servedLine(vendor: BatchVendor, line: JsonObject, model = ''): ServedLine {
  const body = objectAt(line, vendor === 'openai' ? 'body' : vendor === 'anthropic' ? 'params' : 'request') ?? {};
  const key = textAt(line, vendor === 'google' ? 'key' : 'custom_id') ?? '';
  return { key, body, model: textAt(body, 'model') ?? model, prompt: lastPrompt(body) };
}
