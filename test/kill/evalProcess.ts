// Runs or resumes one eval against a server and says on stdout which answers are safe: what was said here must never be lost. An answer
// that ends its cell is said by the cell's id, and one before it by the id and the number of its round.
import { createRegistry } from '../../src/core/providers/registry.ts';
import { nodeEnvironment } from '../../src/node/nodeEnvironment.ts';
import { RunSession } from '../../src/node/runs/runSession.ts';
import type { SessionContext } from '../../src/node/runs/sessionContext.ts';
import { killLoopPlan, killPlan } from './killPlan.ts';

const [url = '', storage = '', cells = '', limitMs = '600000', rounds = '1'] = process.argv.slice(2);
const timeouts = { firstByte: Number(limitMs), total: Number(limitMs) + 1000 };
const plan = rounds === '1' ? killPlan(Number(cells)) : killLoopPlan(Number(cells), Number(rounds));
const context: SessionContext = {
  storage,
  registry: createRegistry({ endpoints: { local: { baseUrl: `${url}/v1`, kind: 'openai-chat' } }, timeouts }),
  environment: nodeEnvironment({ lookUpKey: async () => undefined }),
  catalog: { entries: new Map() },
  lanes: { start: 4, max: 4 },
  whenDiskIsFull: 'pause',
  grading: {
    grade: async (_cell, { answer }) => ({ outcome: 'pass', score: 1, reason: answer, namedScores: {}, checks: [] }),
  },
  onStorageFailure: (error) => {
    throw error;
  },
};

const session = RunSession.resume(context, plan.runId) ?? RunSession.start(context, plan);
session.subscribe((event) => {
  if (event.type === 'cell-done') process.stdout.write(`${event.cell}\n`);
  if (event.type === 'cell-round') process.stdout.write(`${event.cell} ${session.cell(event.cell)?.rounds?.length}\n`);
});
await session.ended();
