import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isJsonObject } from '../../src/core/json.ts';
import { listAt } from '../../src/core/jsonRead.ts';
import { startLoopbackServer } from '../support/loopbackServer.ts';
import { median, printFigure } from './figure.ts';
import { roundsPerCell, writeRoundSuite } from './roundSuite.ts';
import { runWholeProcess, type WholeProcess } from './wholeProcess.ts';

const cli = path.resolve(import.meta.dirname, '..', '..', 'dist', 'cli.js');
const cells = 1000;
const atOnce = 20;
const processes = 3;

/** `polyprompt eval` of cells that call tools in three rounds, over a bare loop of the same requests: whole processes, in turns. */
export async function benchToolRounds(): Promise<void> {
  const server = await startLoopbackServer();
  server.otherwise(({ body }) => {
    const said = listAt(body, 'messages').filter((message) => isJsonObject(message) && message['role'] === 'assistant');
    if (said.length >= roundsPerCell - 1) return { answer: { text: 'It comes in 3 days.' } };
    return { answer: { toolCalls: [{ id: `call_${said.length}`, name: 'look_up', input: { id: 'L-1' } }] } };
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-rounds-'));
  writeRoundSuite(folder, cells);
  const ours: WholeProcess[] = [];
  const bare: WholeProcess[] = [];
  const endpoints = { local: { baseUrl: `${server.url}/v1`, kind: 'openai-chat', keyRequired: false } };
  const flags = ['--concurrency', String(atOnce), '--yes', '--no-cache'];
  for (let turn = 0; turn < processes; turn++) {
    const script = path.join(import.meta.dirname, 'bareRounds.ts');
    bare.push(await runWholeProcess([script, server.url, String(cells), String(atOnce)], { cwd: folder }));
    const env = { POLYPROMPT_ENDPOINTS: JSON.stringify(endpoints) };
    ours.push(await runWholeProcess([cli, 'eval', 'rounds.eval.yaml', ...flags], { cwd: folder, env }));
  }
  rmSync(folder, { recursive: true });
  await server.close();
  const [own, floor] = [ours, bare].map((runs) => median(runs.map(({ ms }) => ms)));
  const name = `eval of ${cells} cells in ${roundsPerCell} rounds, ${atOnce} at once`;
  printFigure({
    name: `${name}: time over a bare fetch loop`,
    value: (own ?? 0) / (floor ?? 1),
    unit: 'times',
    target: 1.8,
    note: `ours ${((own ?? 0) / 1000).toFixed(2)} s, bare ${((floor ?? 0) / 1000).toFixed(2)} s, median of ${processes} processes in turns`,
  });
  const megabytes = median(ours.map((run) => run.megabytes));
  printFigure({ name: `${name}: peak memory`, value: megabytes, unit: 'MB', target: 250 });
}
