import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EvalCase } from '../../src/core/dataset/suite.ts';
import { defaultLaneLimits } from '../../src/core/providers/lanes/laneLimits.ts';
import { createRegistry } from '../../src/core/providers/registry.ts';
import { evalReport } from '../../src/core/run/evalReport.ts';
import { planRun, targetsFor } from '../../src/core/run/plan.ts';
import { formatTable } from '../../src/core/text/table.ts';
import { nodeEnvironment } from '../../src/node/environment.ts';
import { patientFetch } from '../../src/node/patientFetch.ts';
import { RunSession } from '../../src/node/runSession.ts';
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
    { slots, serviceMs: 50, cases: 250 * slots },
    { slots, serviceMs: 50, cases: 250 * slots, refuses: true },
    { slots, serviceMs: 300, cases: 80 * slots },
  ]),
  { slots: Number.POSITIVE_INFINITY, serviceMs: 300, cases: 2000 },
];
/** Side by side: they wait, and take no time of the machine. */
const slow: readonly Server[] = [1, 2, 8].flatMap((slots) => [
  { slots, serviceMs: 3000, cases: 60 * slots },
  { slots, serviceMs: 10_000, cases: 25 * slots },
]);

/** Lanes at real servers on this machine that answer a few requests at once: how well they use them, and what times they tell. */
export async function benchLanes(): Promise<void> {
  const measured: Measured[] = [];
  for (const server of quick) measured.push(await measure(server));
  measured.push(...(await Promise.all(slow.map(measure))));
  for (const server of measured) printServer(server);
  process.stderr.write(tableOf(measured));
}

async function measure(server: Server): Promise<Measured> {
  const { slots, serviceMs, cases, refuses = false } = server;
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
    planOf(cases),
  );
  await session.ended();
  const { abandoned, meanInFlight, rate } = loopback.account();
  const { cells, plan } = session.state;
  const failed = Object.values(cells).filter(({ status }) => status !== 'done').length;
  const report = evalReport(session.state, new Map(plan.map(({ id }) => [id, noCase]))).targets[0];
  await loopback.close();
  rmSync(storage, { recursive: true });
  const best = (Math.min(slots, most) / serviceMs) * 1000;
  return {
    ...server,
    name: `${slots === Number.POSITIVE_INFINITY ? 'unlimited' : slots} slots, ${serviceMs / 1000} s${refuses ? ', refuses more' : ''}`,
    rate: rate / best,
    inFlightPerSlot: meanInFlight / Math.min(slots, most),
    givenUp: abandoned + failed,
    p50: (report?.p50 ?? Number.NaN) / serviceMs,
    p95: (report?.p95 ?? Number.NaN) / serviceMs,
  };
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
