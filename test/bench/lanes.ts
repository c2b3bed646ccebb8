import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { EvalCase } from '../../src/core/dataset/suite.ts';
import { planRun, targetsFor } from '../../src/core/plan/plan.ts';
import { defaultLaneLimits } from '../../src/core/providers/lanes/laneLimits.ts';
import { createRegistry } from '../../src/core/providers/registry.ts';
import { evalReport } from '../../src/core/results/evalReport.ts';
import { formatTable } from '../../src/core/text/table.ts';
import { nodeEnvironment } from '../../src/node/nodeEnvironment.ts';
import { patientFetch } from '../../src/node/requests/patientFetch.ts';
import { RunSession } from '../../src/node/runs/runSession.ts';
import { startSlotLoopback } from '../support/slotLoopback.ts';
import { printFigure } from './figure.ts';

interface Server {
  readonly slots: number;
  readonly serviceMs: number;
  readonly cases: number;
  readonly refuses?: boolean;
}

interface Measured extends Server {
  readonly name: string;
  /** Answers per second over what the best fixed number at once brings, once it has settled. */
  readonly rate: number;
  readonly inFlightPerSlot: number;
  readonly givenUp: number;
  /** As a report says it, over the true time. */
  readonly p50: number;
  readonly p95: number;
}

/** Where nothing limits it, the ceiling is what is to be reached. */
const most = 64;

const quick: readonly Server[] = [
  ...[1, 2, 8].flatMap((slots) => [
    { slots, serviceMs: 50, cases: 120 * slots },
    { slots, serviceMs: 50, cases: 120 * slots, refuses: true },
    { slots, serviceMs: 300, cases: 50 * slots },
  ]),
  { slots: Number.POSITIVE_INFINITY, serviceMs: 300, cases: 1500 },
];
/** Side by side: they wait, and take no time of the machine. */
const slow: readonly Server[] = [1, 2, 8].flatMap((slots) => [
  { slots, serviceMs: 3000, cases: 60 * slots },
  { slots, serviceMs: 10_000, cases: 25 * slots },
]);

/** Lanes at real servers on this machine that answer a few requests at once: how well they use them, and what times they tell. */
export async function benchLanes(): Promise<void> {
  const measured: Measured[] = [];
  for (const server of quick) measured.push(await measure(server, await bestFixed(server)));
  measured.push(...(await Promise.all(slow.map((server) => measure(server, theoretical(server))))));
  for (const server of measured) printServer(server);
  process.stderr.write(tableOf(measured));
}

/** Answers per second that it can give at most. */
function theoretical({ slots, serviceMs }: Server): number {
  return (Math.min(slots, most) / serviceMs) * 1000;
}

/** The same of a fixed number at once: this machine takes its time, too. */
async function bestFixed(server: Server): Promise<number> {
  const slots = Math.min(server.slots, most);
  const numbers = server.refuses || slots === most ? [slots] : [slots, slots + 1];
  const rates: number[] = [];
  for (const atOnce of numbers) rates.push((await runAt(server, atOnce)).used.rate);
  return Math.max(...rates);
}

async function measure(server: Server, best: number): Promise<Measured> {
  const { slots, serviceMs, refuses = false } = server;
  const { used, cells, report } = await runAt(server);
  const failed = cells.filter(({ status }) => status !== 'done').length;
  return {
    ...server,
    name: `${slots === Number.POSITIVE_INFINITY ? 'unlimited' : slots} slots, ${serviceMs / 1000} s${refuses ? ', refuses more' : ''}`,
    rate: used.rate / best,
    inFlightPerSlot: used.meanInFlight / Math.min(slots, most),
    givenUp: used.abandoned + failed,
    p50: (report?.p50 ?? Number.NaN) / serviceMs,
    p95: (report?.p95 ?? Number.NaN) / serviceMs,
  };
}

/** One eval against a server of its own, at a fixed number at once where one is given. */
async function runAt(server: Server, atOnce?: number) {
  const loopback = await startSlotLoopback(server);
  const storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-bench-'));
  const session = RunSession.start(
    {
      storage,
      registry: createRegistry({ endpoints: { local: { baseUrl: `${loopback.url}/v1`, kind: 'openai-chat' } } }),
      environment: nodeEnvironment({ lookUpKey: async () => undefined, fetch: patientFetch() }),
      catalog: { entries: new Map() },
      lanes: { ...defaultLaneLimits, max: most },
      onStorageFailure: (error) => {
        throw error;
      },
    },
    planOf(server.cases),
  );
  if (atOnce !== undefined) {
    while (session.lanes().length === 0) await setImmediate();
    for (const { id } of session.lanes()) session.setConcurrency(id, atOnce);
  }
  await session.ended();
  const used = loopback.account();
  const { plan } = session.state;
  const report = evalReport(session.state, new Map(plan.map(({ id }) => [id, noCase]))).targets[0];
  await loopback.close();
  rmSync(storage, { recursive: true });
  return { used, cells: Object.values(session.state.cells), report };
}

function planOf(cases: number) {
  return planRun({
    runId: `20260101-000000-${Math.random().toString(36).slice(2, 8)}`,
    prompt: 'p.prompt',
    promptVersion: 'v',
    targets: targetsFor(['local/echo'], {}),
    cases: Array.from({ length: cases }, (_, row) => ({
      caseId: `case ${row}`,
      inputs: { row },
      messages: [{ role: 'user', parts: [{ type: 'text', text: `Which label fits ticket ${row}?` }] }],
    })),
  });
}

const noCase: EvalCase = {
  ...{ id: 'case', vars: {}, checks: [], metadata: {}, options: {} },
  place: { file: 's.eval.yaml', range: { start: 0, end: 0 } },
};

function printServer({ name, rate, inFlightPerSlot, givenUp, p50 }: Measured): void {
  const figures = [
    { name: `best fixed number at once over a lane: ${name}`, value: 1 / rate, unit: 'times', target: 1.11 },
    { name: `requests in flight for each slot: ${name}`, value: inFlightPerSlot, unit: 'requests', target: 1.5 },
    { name: `requests given up: ${name}`, value: givenUp, unit: 'requests', target: 0 },
    { name: `p50 over the true time: ${name}`, value: p50, unit: 'times', target: 1.15 },
  ];
  for (const figure of figures) printFigure(figure);
}

function tableOf(measured: readonly Measured[]): string {
  const head = [
    'server',
    'answers',
    'of the best rate',
    'in flight per slot',
    'given up',
    'p50 over true',
    'p95 over true',
  ];
  const rows = measured.map(({ name, cases, rate, inFlightPerSlot, givenUp, p50, p95 }) => [
    ...[name, String(cases), `${(rate * 100).toFixed(1)}%`, inFlightPerSlot.toFixed(2), String(givenUp)],
    ...[p50.toFixed(2), p95.toFixed(2)],
  ]);
  return formatTable(head, rows);
}
