import { performance } from 'node:perf_hooks';
import { createRegistry } from '../../src/core/providers/registry.ts';
import { nodeEnvironment } from '../../src/node/nodeEnvironment.ts';
import { startLoopbackServer } from '../support/loopbackServer.ts';
import { median, printFigure } from './figure.ts';

const rounds = 60;

/** Time to the first piece of text through our adapter, over a bare `fetch` of the same stream, in turns against one server. */
export async function benchFirstToken(): Promise<void> {
  const server = await startLoopbackServer();
  server.otherwise(() => ({ answer: { text: 'one two three four five' }, delayMs: 0 }));
  const bare: number[] = [];
  const ours: number[] = [];
  const ask = adapter(server.url);
  for (let round = 0; round < rounds; round++) {
    bare.push(await bareFetch(server.url));
    ours.push(await ask());
  }
  await server.close();
  const extra = median(ours.slice(10)) - median(bare.slice(10));
  printFigure({
    name: 'extra time to first token over fetch, median',
    value: extra,
    unit: 'ms',
    target: 5,
    note: `ours ${median(ours.slice(10)).toFixed(2)}, bare ${median(bare.slice(10)).toFixed(2)}, ${rounds - 10} rounds after 10 to warm up`,
  });
}

async function bareFetch(url: string): Promise<number> {
  const started = performance.now();
  const body = JSON.stringify({ model: 'gpt-5.6-luna', input: 'Hi', stream: true });
  const response = await fetch(`${url}/v1/responses`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  let seen = '';
  let first = 0;
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    seen += decoder.decode(chunk, { stream: true });
    if (first === 0 && seen.includes('output_text.delta')) first = performance.now() - started;
  }
  return first;
}

function adapter(url: string): () => Promise<number> {
  const registry = createRegistry({ endpoints: { openai: { baseUrl: `${url}/v1` } } });
  const environment = nodeEnvironment({ lookUpKey: async () => undefined });
  return async () => {
    const started = performance.now();
    const { provider, ref } = registry.resolve('openai/gpt-5.6-luna');
    const access = await registry.accessFor(provider, ref.model, environment);
    const call = {
      model: ref.model,
      messages: [{ role: 'user' as const, parts: [{ type: 'text' as const, text: 'Hi' }] }],
      parameters: {},
    };
    let first = 0;
    for await (const event of provider.stream(call, access, new AbortController().signal)) {
      if (first === 0 && event.type === 'text') first = performance.now() - started;
    }
    return first;
  };
}
