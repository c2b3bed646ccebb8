import { PanelBrowser } from './panelBrowser.ts';
import { cellId, runStarted, snapshotOf, started } from './panelStates.ts';

interface Load {
  readonly columns: number;
  readonly tokensPerSecond: number;
  readonly seconds: number;
}

/** Milliseconds from one frame of the panel to the next. */
export interface FrameTimes {
  readonly median: number;
  readonly p95: number;
  readonly max: number;
  readonly frames: number;
}

/** Streams into the panel as the host does, one message every 50 ms, and times its frames. For `npm run bench`. */
export async function measureStreamingFrames(load: Load): Promise<FrameTimes> {
  const browser = await PanelBrowser.start();
  const panel = await browser.open({ width: 1600, height: 900 });
  const models = Array.from({ length: load.columns }, (_, index) => `simulated/model-${index}`);
  await panel.send(snapshotOf([runStarted(models), ...models.map((model) => started(model))]));
  const times: readonly number[] = await panel.page.evaluate(stream(load, models.map(cellId)));
  await browser.close();
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { median: at(0.5), p95: at(0.95), max: at(1), frames: sorted.length };
}

/** Runs in the page, so that the driver of the browser does not take part in what is measured. */
function stream({ tokensPerSecond, seconds }: Load, cells: readonly string[]): string {
  const text = 'word '.repeat(tokensPerSecond / 20 - 1);
  const delta = cells.map((cell) => ({ type: 'cell-delta', cell, at: 0, text: `${text}line\n` }));
  return `new Promise((done) => {
    const events = ${JSON.stringify(delta)};
    const times = [];
    let seq = 1;
    let last;
    const sending = setInterval(() => panelHost.send({ type: 'events', seq: ++seq, events }), 50);
    const end = performance.now() + ${seconds * 1000};
    const frame = (now) => {
      if (last !== undefined) times.push(now - last);
      last = now;
      if (now < end) requestAnimationFrame(frame);
      else { clearInterval(sending); done(times); }
    };
    requestAnimationFrame(frame);
  })`;
}
