import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSlotLoopback } from '../support/slotLoopback.ts';
import { polyprompt } from './commandLine.ts';

/** An eval of so many cases against a server with slots; its results file, and how the server was used. */
async function evaluate(
  server: { readonly slots: number; readonly serviceMs: number; readonly cases: number },
  args: readonly string[] = [],
  suite = '',
) {
  const loopback = await startSlotLoopback(server);
  const folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-cli-'));
  mkdirSync(path.join(folder, '.git'));
  writeFileSync(path.join(folder, 'say.prompt.txt'), 'Which label fits {{row}}?');
  const cases = Array.from({ length: server.cases }, (_, row) => `  - vars: {row: "${row}"}\n`).join('');
  writeFileSync(
    path.join(folder, 's.eval.yaml'),
    `prompt: ./say.prompt.txt\nmodels: [local/echo]\n${suite}assert: [{type: contains, value: Label}]\ncases:\n${cases}`,
  );
  const endpoint = ['--endpoint', `local=${loopback.url}/v1`];
  const result = await polyprompt(['eval', 's.eval.yaml', '--yes', ...endpoint, ...args], {
    cwd: folder,
  });
  const used = loopback.account();
  await loopback.close();
  rmSync(folder, { recursive: true, force: true });
  return { ...result, used };
}

describe('polyprompt eval, requests at once', () => {
  it('go to no more than --concurrency says', async () => {
    const { code, used } = await evaluate({ slots: 100, serviceMs: 50, cases: 60 }, ['--concurrency', '5']);
    assert.deepEqual([code, used.answered, used.mostInFlight], [0, 60, 5]);
  });

  it('begin there and go on to --max-concurrency', async () => {
    const flags = ['--concurrency', '6', '--max-concurrency', '9'];
    const { used } = await evaluate({ slots: 100, serviceMs: 50, cases: 90 }, flags);
    assert.equal(used.mostInFlight, 9);
  });

  it('go to no more than the suite says', async () => {
    const { used } = await evaluate({ slots: 100, serviceMs: 50, cases: 60 }, [], 'concurrency: 3\n');
    assert.equal(used.mostInFlight, 3);
  });

  it('do not lengthen what is told of a server that answers one after the other', async () => {
    const { code, stdout, used } = await evaluate({ slots: 1, serviceMs: 60, cases: 60 });
    assert.equal(code, 0, stdout);
    assert.deepEqual([used.answered, used.abandoned], [60, 0]);
    assert.ok(used.mostInFlight <= 4 && used.meanInFlight <= 1.5, JSON.stringify(used));
    assert.match(stdout, /0\.0[6-9] s {2}/);
  });
});
