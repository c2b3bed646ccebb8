import { evalReport } from '../../src/core/results/evalReport.ts';
import { casesByCell } from '../../src/core/results/matrix/matrixCases.ts';
import { MatrixProjection, matrixOf, matrixRun } from '../../src/core/results/matrix/matrixProjection.ts';
import { RunAccumulator } from '../../src/core/run/state.ts';
import { eventsFor, madeRun, planned } from '../e2e/panel/matrixRuns.ts';
import { manyRows, sceneOf, usualEnding } from '../e2e/panel/matrixStates.ts';
import { type OpenMatrix, PanelBrowser } from '../e2e/panel/panelBrowser.ts';
import { median, percentile, printFigure } from './figure.ts';

const shape = { rows: manyRows(10_000), targets: ['a/luna', 'b/haiku', 'c/gemini', 'd/four', 'e/five'] };
const size = '10,000 x 5';

/** Does something to the page and gives the milliseconds until the frame after it has been painted. */
const timed = (action: string, isDone: string) => `(async () => {
  const start = performance.now();
  ${action};
  do await new Promise((done) => requestAnimationFrame(done)); while (!(${isDone}));
  await new Promise((done) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); });
  return performance.now() - start;
})()`;

const setFilter = (value: string) =>
  `const choice = document.querySelector('[aria-label="Show by result"]'); choice.value = '${value}'; choice.dispatchEvent(new Event('change'))`;
const shownRows = "document.querySelector('.matrix').getAttribute('aria-rowcount')";

/** The matrix with 50,000 cells: what the host computes, and what the page draws. */
export async function benchMatrix(): Promise<void> {
  benchProjection();
  const browser = await PanelBrowser.start();
  try {
    const matrix = await browser.openMatrix({ width: 1600, height: 1000 });
    await benchPage(matrix);
    await matrix.close();
  } finally {
    await browser.close();
  }
}

function benchProjection(): void {
  const run = madeRun(shape, usualEnding);
  const start = performance.now();
  const matrix = matrixOf(run);
  const projected = performance.now() - start;
  const bytes = JSON.stringify(matrix).length;
  printFigure({
    name: 'matrix projection',
    value: projected,
    unit: 'ms',
    target: 500,
    note: `${size}, ${(bytes / 1e6).toFixed(1)} MB sent`,
  });
  printFigure({ name: 'matrix totals', value: totalsMs(run), unit: 'ms', target: 200, note: size });
  const accumulator = new RunAccumulator(run.state);
  const projection = new MatrixProjection(run);
  const cells = planned(shape).slice(0, 200);
  for (const cell of cells) for (const event of eventsFor(cell, 'fail')) accumulator.add(event);
  const before = performance.now();
  projection.update(
    (id) => accumulator.cell(id),
    cells.map(({ id }) => id),
    matrixRun(run.state),
  );
  printFigure({
    name: 'matrix update',
    value: performance.now() - before,
    unit: 'ms',
    target: 50,
    note: '200 cells, as many as a batch may hold',
  });
}

function totalsMs({ state, cases }: ReturnType<typeof madeRun>): number {
  const start = performance.now();
  evalReport(state, casesByCell(state, cases));
  return performance.now() - start;
}

async function benchPage({ page }: OpenMatrix): Promise<void> {
  const { snapshot } = sceneOf(madeRun(shape, usualEnding));
  await page.evaluate(`window.snapshot = ${JSON.stringify(snapshot)}`);
  const paint: number = await page.evaluate(
    timed('panelHost.send(window.snapshot)', "document.querySelector('.matrix-body .line')"),
  );
  printFigure({ name: 'matrix first paint', value: paint, unit: 'ms', target: 500, note: size });
  const nodes: number = await page.evaluate("document.querySelectorAll('*').length");
  printFigure({ name: 'matrix DOM nodes', value: nodes, unit: 'nodes', target: 2000, note: `${size} in 1600 x 1000` });
  const filters: number[] = [];
  for (const value of ['failed', 'all', 'errored', 'all', 'refused', 'all']) {
    const rows: string = await page.evaluate(shownRows);
    filters.push(await page.evaluate(timed(setFilter(value), `${shownRows} !== '${rows}'`)));
  }
  printFigure({
    name: 'matrix filter',
    value: percentile(filters, 0.95),
    unit: 'ms',
    target: 100,
    note: `${size}; median ${median(filters).toFixed(0)} ms`,
  });
  const frames: number[] = await page.evaluate(`(async () => {
    const scroller = document.querySelector('.matrix-scroll'); const frames = []; let last = performance.now();
    for (let step = 0; step < 120; step++) {
      scroller.scrollTop += 130;
      await new Promise((done) => requestAnimationFrame(done));
      frames.push(performance.now() - last); last = performance.now();
    }
    return frames;
  })()`);
  printFigure({
    name: 'matrix frame while scrolling, p95',
    value: percentile(frames, 0.95),
    unit: 'ms',
    target: 20,
    note: 'five lines further every frame',
  });
}

if (process.argv[1] === import.meta.filename) await benchMatrix();
