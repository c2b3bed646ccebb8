// One eval as a whole process: cells, concurrency and what to use are arguments. `--bare` is the same requests by fetch alone.
import { createRegistry } from '../../src/core/providers/registry.ts';
import { planRun, targetsFor } from '../../src/core/run/plan.ts';
import { nodeEnvironment } from '../../src/node/environment.ts';
import { patientFetch } from '../../src/node/patientFetch.ts';
import { ResponseCache } from '../../src/node/responseCache.ts';
import { RunSession } from '../../src/node/runSession.ts';

const [url = '', storage = '', cells = '', atOnce = '', ...flags] = process.argv.slice(2);
const concurrency = Number(atOnce);

function promptOf(row: number): string {
  return `Ticket ${row}: the parcel arrived broken and nobody answers the phone. Which label fits?`;
}

async function runEval(): Promise<void> {
  const cache = flags.includes('--cache') ? new ResponseCache(storage) : undefined;
  const plan = planRun({
    runId: `20260101-000000-${process.pid}`,
    prompt: 'p.prompt',
    promptVersion: 'v',
    targets: targetsFor(['local/echo'], {}),
    cases: Array.from({ length: Number(cells) }, (_, row) => ({
      caseId: `case ${row}`,
      inputs: { row },
      messages: [{ role: 'user', parts: [{ type: 'text', text: promptOf(row) }] }],
    })),
  });
  const session = RunSession.start(
    {
      storage,
      registry: createRegistry({ endpoints: { local: { baseUrl: `${url}/v1`, kind: 'openai-chat' } } }),
      environment: nodeEnvironment({ lookUpKey: async () => undefined, fetch: patientFetch() }),
      catalog: { entries: new Map() },
      lanes: { start: concurrency, max: concurrency },
      ...(cache ? { cache } : {}),
      onStorageFailure: (error) => {
        throw error;
      },
    },
    plan,
  );
  await session.ended();
  cache?.close();
  const done = Object.values(session.state.cells).filter((cell) => cell.status === 'done').length;
  if (done !== Number(cells)) throw new Error(`${done} of ${cells} answered`);
}

async function runBare(): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let row = next++; row < Number(cells); row = next++) {
      const messages = [{ role: 'user', content: promptOf(row) }];
      const response = await fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'echo', messages, stream: true, stream_options: { include_usage: true } }),
      });
      await response.text();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

await (flags.includes('--bare') ? runBare() : runEval());
process.stdout.write(`peak=${process.resourceUsage().maxRSS}\n`);
