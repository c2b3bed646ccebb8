import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startLoopbackServer } from '../support/loopbackServer.ts';
import { openDesk } from '../support/workbench.ts';
import { percentile, printFigure } from './figure.ts';

const columns = 8;
const tokensPerSecond = 200;
const seconds = 20;

/** Counts the time between animation frames in the panel. */
const startFrames = `
  window.frames_ = []; let last = performance.now();
  const tick = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(tick); };
  requestAnimationFrame(tick);`;

/** Eight columns at 200 tokens a second for 20 seconds in the real workbench: frames of the panel, and the loop of the extension host. */
export async function benchPanel(): Promise<void> {
  const scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-bench-'));
  const loopFile = path.join(scratch, 'loop.json');
  const server = await startLoopbackServer();
  // Paragraphs as models write them, of sixty words.
  const words = Array.from(
    { length: tokensPerSecond * seconds },
    (_, index) => `word${index % 97}${index % 60 === 59 ? '\n\n' : ' '}`,
  );
  const text = words.join('');
  server.otherwise(() => ({ answer: { text }, chunkDelayMs: 1000 / tokensPerSecond }));
  const models = Array.from({ length: columns }, (_, index) => `fast/model-${index}`);
  const desk = await openDesk({
    folder: 'test/e2e/workspace',
    viewport: { width: 1600, height: 1000 },
    settings: { 'polyprompt.endpoints': { fast: `${server.url}/v1` }, 'polyprompt.defaultModels': models },
    extensions: ['test/bench/loopMonitor'],
    env: { ...process.env, POLYPROMPT_LOOP_FILE: loopFile },
  });
  try {
    await desk.openFile('plain.prompt.txt');
    await desk.page.keyboard.press('Control+Enter');
    await desk.panel.getByText('word5').first().waitFor();
    const frame = desk.page.frames().find((candidate) => candidate.url().includes('fake.html'));
    await frame?.evaluate(startFrames);
    await desk.panel.getByText(/Run finished/).waitFor({ state: 'attached', timeout: seconds * 5000 });
    const frames: number[] = (await frame?.evaluate('window.frames_')) ?? [];
    const rate = `${columns} columns x ${tokensPerSecond} tokens/s for ${seconds} s`;
    printFigure({
      name: 'panel frame while streaming, p95',
      value: percentile(frames, 0.95),
      unit: 'ms',
      target: 33,
      note: `${rate}; ${frames.length} frames`,
    });
    const loop = JSON.parse(readFileSync(loopFile, 'utf8'));
    printFigure({
      name: 'extension host loop delay, p99',
      value: Number(loop.p99),
      unit: 'ms',
      target: 50,
      note: `${rate}; from its start, ${Number(loop.seconds).toFixed(0)} s; max ${Number(loop.max).toFixed(0)} ms`,
    });
  } finally {
    await desk.close();
    await server.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}
