import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { encodeAnswer } from './wires.ts';

export interface SlotLoopback {
  readonly url: string;
  /** The figures of its use until now. */
  account(): {
    readonly requests: number;
    readonly answered: number;
    readonly refused: number;
    /** How many clients had left before their turn or their end. */
    readonly abandoned: number;
    readonly mostInFlight: number;
    /** The mean number of requests in the server, over the answers of the second half. */
    readonly meanInFlight: number;
    /** Answers per second in the second half. */
    readonly rate: number;
  };
  close(): Promise<void>;
}

interface Options {
  readonly slots: number;
  readonly serviceMs: number;
  /** When true, requests beyond the slots get a 429 in place of a place in the line. */
  readonly refuses?: boolean;
}

/**
 * A real server on this machine that answers so many requests at once, each in the same time. The others wait in a line, as with a local
 * model.
 */
export async function startSlotLoopback({ slots, serviceMs, refuses = false }: Options): Promise<SlotLoopback> {
  const line: (() => void)[] = [];
  const answers: { readonly at: number; readonly inFlight: number }[] = [];
  let [busy, inFlight, requests, refused, abandoned, mostInFlight] = [0, 0, 0, 0, 0, 0];

  const letIn = () => {
    while (busy < slots && line.length > 0) line.shift()?.();
  };
  const serve = (response: ServerResponse) => {
    busy++;
    setTimeout(() => {
      busy--;
      if (!response.destroyed) {
        answers.push({ at: performance.now(), inFlight });
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(encodeAnswer('chat', { text: 'Label: damaged' }, 'echo').join(''));
      }
      letIn();
    }, serviceMs);
  };
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    for await (const _chunk of request);
    if (request.method !== 'POST') return response.writeHead(404).end();
    requests++;
    if (refuses && busy >= slots) {
      refused++;
      return response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '1' }).end('{"error":{}}');
    }
    mostInFlight = Math.max(mostInFlight, ++inFlight);
    const start = () => serve(response);
    response.on('close', () => {
      inFlight--;
      if (response.writableFinished) return;
      abandoned++;
      const place = line.indexOf(start);
      if (place >= 0) line.splice(place, 1);
    });
    line.push(start);
    return letIn();
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    account: () => {
      const half = answers.slice(Math.floor(answers.length / 2), Math.ceil(answers.length * 0.95));
      const ms = (half.at(-1)?.at ?? 0) - (half[0]?.at ?? 0);
      return {
        ...{ requests, refused, abandoned, mostInFlight, answered: answers.length },
        meanInFlight: half.reduce((sum, answer) => sum + answer.inFlight, 0) / half.length,
        rate: ((half.length - 1) / ms) * 1000,
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
