import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readRun } from '../../src/node/runs/readRun.ts';
import { eventually } from '../support/eventually.ts';
import { startLoopbackServer } from '../support/loopbackServer.ts';
import { onPosix } from '../support/onPosix.ts';
import { killPlan } from './killPlan.ts';

const cells = 12;
/** A server on this machine is asked two at once in the beginning. */
const atOnce = 2;
/** How long a server may say nothing; the sleep is longer. */
const limitMs = 1500;
const sleepMs = 3000;

describe('an eval on a machine that sleeps (fault 44)', function () {
  this.timeout(60_000);

  onPosix('a process cannot be stopped for a while').it(
    'asks again what was under way, whose connections are dead, and takes no waiting row for late',
    async () => {
      const server = await startLoopbackServer();
      const storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-sleep-'));
      const isAnswer = ({ method }: { readonly method: string }) => method === 'POST';
      const asked = () => server.requests.filter(isAnswer);
      for (let count = 0; count < atOnce; count++)
        server.script({ delayMs: sleepMs, cutAtByte: 0, cut: 'reset' }, isAnswer);
      const script = path.join(import.meta.dirname, 'evalProcess.ts');
      const child = spawn(process.execPath, [script, server.url, storage, String(cells), String(limitMs)], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const ended = new Promise((resolve) => child.on('close', resolve));
      try {
        await eventually('the first requests', () => (asked().length === atOnce ? true : undefined));
        child.kill('SIGSTOP');
        const cut = () => asked().filter(({ wasCut }) => wasCut).length;
        await eventually('the server to give the sleeper up', () => (cut() === atOnce ? true : undefined));
        child.kill('SIGCONT');
        assert.equal(await ended, 0);
        const { runId } = killPlan(cells);
        const state = readRun(storage, runId);
        const attempts = Object.values(state?.cells ?? {}).map(
          ({ status, attempt }) => `${status} at attempt ${attempt}`,
        );
        assert.deepEqual(attempts, [
          ...Array.from({ length: atOnce }, () => 'done at attempt 2'),
          ...Array.from({ length: cells - atOnce }, () => 'done at attempt 1'),
        ]);
        assert.equal(asked().length, cells + atOnce);
      } finally {
        child.kill('SIGKILL');
        await server.close();
        rmSync(storage, { recursive: true });
      }
    },
  );
});
