import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { LoopbackServer } from '../support/loopbackServer.ts';

/** `POLYPROMPT_KILLS=200` is the full measure; a few are enough to see that nothing broke. */
export const kills = Number(process.env['POLYPROMPT_KILLS'] ?? 25);

/** The requests that an eval process has under way at the same time. */
export const atOnce = 4;

/** The most requests before a kill. */
const mostPerLife = 14;

/** One process from its start to its end, or to its kill. */
export interface Life {
  readonly wasKilled: boolean;
  /** What the process called safe: the marks of answers that must never be lost from then on. */
  readonly safe: readonly string[];
}

/** Runs or resumes the eval of `evalProcess.ts` to its end, or to a SIGKILL at a random moment. */
export async function live(server: LoopbackServer, args: readonly string[], mayKill: boolean): Promise<Life> {
  const script = path.join(import.meta.dirname, 'evalProcess.ts');
  const child = spawn(process.execPath, [script, server.url, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  if (mayKill) killAtRandom(child, server);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.on('close', (status, name) => resolve([status, name])),
  );
  if (signal !== 'SIGKILL') assert.equal(code, 0);
  return { wasKilled: signal === 'SIGKILL', safe: said.split('\n').slice(0, -1) };
}

/** After a random number of requests and a moment more, or (now and then) before the first one. */
function killAtRandom(child: ChildProcess, server: LoopbackServer): void {
  const from = server.requests.length;
  const enough = Math.floor(Math.random() * mostPerLife);
  const moment = Math.random() * 12;
  const kill = () => setTimeout(() => child.kill('SIGKILL'), moment);
  if (Math.random() < 0.1) {
    setTimeout(() => child.kill('SIGKILL'), 150 + Math.random() * 300);
    return;
  }
  const watch = setInterval(() => {
    if (server.requests.length - from < enough) return;
    clearInterval(watch);
    kill();
  }, 1);
  child.on('close', () => clearInterval(watch));
}
