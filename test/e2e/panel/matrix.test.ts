import assert from 'node:assert/strict';
import axe from 'axe-core';
import { themes } from '../../../scripts/panelHarness.ts';
import { matrixRun } from '../../../src/core/results/matrix/matrixProjection.ts';
import type { Round } from '../../../src/core/run/round.ts';
import type { MatrixMessage } from '../../../src/protocol.ts';
import { eventually } from '../../support/eventually.ts';
import { madeRun } from './matrixRuns.ts';
import { detailsOf, manyRows, matrixScenes, sceneOf, usualEnding } from './matrixStates.ts';
import { nextFrames, type OpenMatrix, PanelBrowser } from './panelBrowser.ts';

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

const scenes = Object.keys(matrixScenes());
const done = madeRun({ rows: manyRows(120) }, usualEnding);

async function press(matrix: OpenMatrix, ...keys: string[]): Promise<readonly MatrixMessage[]> {
  const before = (await matrix.posted()).length;
  for (const key of keys) {
    await matrix.page.keyboard.press(key);
    await nextFrames(matrix.page);
  }
  return (await matrix.posted()).slice(before);
}

const focusedText = (matrix: OpenMatrix): Promise<string> =>
  matrix.page.evaluate("document.activeElement.innerText.replace(/\\s+/g, ' ').trim()");
const shownCount = (matrix: OpenMatrix) => matrix.page.locator('.matrix-body .line').count();

describe('the matrix in a browser', () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  for (const theme of themes) {
    it(`shows every scene in ${theme} within its policy and without a serious fault by axe`, async () => {
      for (const state of scenes) {
        const matrix = await browser.openMatrix({ theme, state });
        if (state === 'done') await matrix.page.locator('.cell.fail').first().click();
        if (state === 'versions') await matrix.page.locator('.cell.regressed').first().click();
        if (state === 'repeats') await matrix.page.getByLabel('Group by').selectOption('topic');
        if (state === 'running') await press(matrix, '?');
        await nextFrames(matrix.page);
        assert.deepEqual([matrix.complaints, matrix.strayRequests], [[], []], state);
        await matrix.page.evaluate(axe.source);
        const violations: readonly Violation[] = await matrix.page.evaluate(
          'axe.run(document).then((result) => result.violations)',
        );
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        assert.deepEqual(
          serious.map(({ id, nodes }) => `${state}: ${id} ${nodes[0]?.html} ${nodes[0]?.failureSummary}`),
          [],
        );
        await matrix.close();
      }
    });
  }

  for (const [width, height] of [
    [300, 700],
    [640, 360],
  ] as const) {
    it(`fits into ${width} x ${height}: only the grid scrolls sideways, and the case stays in sight`, async () => {
      for (const state of scenes) {
        const matrix = await browser.openMatrix({ state, width, height });
        const overflow: number = await matrix.page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        assert.ok(overflow <= 0, `${state} is ${overflow} px too wide`);
        await matrix.page.evaluate("document.querySelector('.matrix-scroll').scrollLeft = 400");
        const left: number = await matrix.page.evaluate(
          "document.querySelector('.matrix-body .case')?.getBoundingClientRect().left ?? 0",
        );
        assert.equal(Math.round(left), 0, state);
        await matrix.close();
      }
    });
  }

  it('says what was run, what it cost, and how each model did', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    const text = (await matrix.page.locator('polyprompt-matrix').innerText()).replaceAll(/[\u00a0\s]+/g, ' ');
    assert.match(text, /120 cases × 3 models/);
    assert.match(text, /1 min 31 s, ~\$0\.286 \(expected about \$0\.31\)/);
    assert.match(text, /92\.5% \(86-96\)/);
    assert.match(text, /111 of 120/);
    assert.match(text, /p50 1\.8 s · p95 2\.7 s/);
    assert.match(text, /1 refused · 7 ungraded/);
    assert.equal(await matrix.page.getByRole('grid', { name: 'Results' }).getAttribute('aria-rowcount'), '122');
    await matrix.close();
  });

  it('says in the totals how each model does beside the best, whatever the filter, once the run is over', async () => {
    const matrix = await browser.openMatrix({ state: 'done', width: 300 });
    const { page } = matrix;
    const beside = page.getByRole('gridcell', {
      name: /claude-haiku-4-5 passes 8\.0 points more than gpt-5\.6-luna in 112 cases/,
    });
    assert.match(await beside.innerText(), /8\.0 points below the best · more than noise/);
    await page.getByLabel('Show by result').selectOption('failed');
    await nextFrames(page);
    assert.match(await beside.innerText(), /8\.0 points below the best · more than noise/);
    assert.equal(await page.locator('.beside').count(), 2);
    await matrix.close();
    const running = await browser.openMatrix({ state: 'running' });
    assert.equal(await running.page.locator('.beside').count(), 0);
    await running.close();
  });

  it('filters by result, difference, change, words and metadata, and groups', async () => {
    const matrix = await browser.openMatrix({ state: 'done', height: 2000 });
    const { page } = matrix;
    const heading = async () => {
      await nextFrames(page);
      return page.locator('.filters .count').innerText();
    };
    await page.getByLabel('Show by result').selectOption('errored');
    assert.equal(await heading(), '1 of 120');
    await page.getByRole('button', { name: 'Show All' }).click();
    await page.getByRole('button', { name: 'Changed' }).click();
    assert.deepEqual([await heading(), await shownCount(matrix)], ['1 of 120', 1]);
    await page.getByRole('button', { name: 'Changed' }).click();
    await page.getByRole('button', { name: 'Models differ' }).click();
    assert.equal(await heading(), '39 of 120');
    await page.getByRole('button', { name: 'Show All' }).click();
    await page.getByLabel('Search cases').fill('A-1042');
    assert.equal(await heading(), '1 of 120');
    await page.getByLabel('Search cases').fill('no such thing');
    await page.getByText('No case is left by this filter.').waitFor();
    await page.getByRole('button', { name: 'Show All' }).click();
    await page.getByLabel('Show by metadata').selectOption('topic=other');
    assert.equal(await heading(), '20 of 120');
    await page.getByRole('button', { name: 'Show All' }).click();
    await page.getByLabel('Group by').selectOption('topic');
    await nextFrames(page);
    const group = (await page.locator('.line.group').first().innerText()).replaceAll(/[\u00a0\u202f\s]+/g, ' ');
    assert.match(group, /^damaged 40 cases \d+\.\d% \d+ of 40/);
    await matrix.close();
  });

  it('opens the answers of a row below it, with the failed checks above each, and compares them', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    const { page } = matrix;
    await page.locator('.cell.fail').first().click();
    const detail = page.getByRole('region', { name: 'Answers to case 2' });
    const gemini = detail.getByRole('region', { name: 'gemini-3.8-flash', exact: true });
    assert.match(await gemini.innerText(), /label\s+Does not contain “damaged”\.[\s\S]*Label: late delivery/);
    await detail.getByText('Words', { exact: true }).click();
    await gemini.locator('ins', { hasText: 'late delivery' }).waitFor();
    await gemini.locator('del', { hasText: 'damaged' }).waitFor();
    await nextFrames(page);
    const next = await page.locator('.matrix-body .line').nth(2).boundingBox();
    const box = await detail.boundingBox();
    assert.ok(next && box && Math.abs(next.y - (box.y + box.height)) <= 1, 'the next row stands right below');
    await matrix.close();
  });

  it('shows the beginning of each answer beside its mark, until it is told not to, and remembers that', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    const { page } = matrix;
    const cell = async () => (await page.locator('.cell').first().innerText()).replaceAll(/\s+/g, ' ').trim();
    assert.match(await cell(), /^pass In short: Label: damaged/);
    await page.getByRole('button', { name: 'Show Answers in Cells' }).click();
    await nextFrames(page);
    assert.equal(await cell(), 'pass 1.00');
    await eventually('the arrangement to be kept', () =>
      page.evaluate<true | undefined>('panelHost.state()?.answersShown === false || undefined'),
    );
    await page.reload();
    await page.locator('.cell').first().waitFor();
    assert.equal(await cell(), 'pass 1.00');
    await matrix.close();
  });

  it('says each total on one line with a bar, and all figures on request', async () => {
    const matrix = await browser.openMatrix({ state: 'done', width: 800 });
    const { page } = matrix;
    const height = async () => (await page.locator('.totals').boundingBox())?.height ?? 0;
    assert.ok((await height()) < 40, `${await height()}`);
    assert.equal(await page.locator('.rate-bar').count(), 3);
    await page.getByRole('button', { name: 'Totals' }).click();
    await nextFrames(page);
    assert.ok((await height()) > 60);
    await matrix.close();
  });

  for (const width of [550, 800])
    it(`keeps its filters in one row at ${width} px, and scrolls sideways in one place alone`, async () => {
      const matrix = await browser.openMatrix({ state: 'versions', width });
      const { page } = matrix;
      const filters = await page.locator('.filters').boundingBox();
      assert.ok(filters && filters.height < 40, JSON.stringify(filters));
      await page.locator('.cell').first().click();
      await page.locator('.detail .column').first().waitFor();
      await nextFrames(page);
      const scrolls: readonly string[] = await page.evaluate(
        "[...document.querySelectorAll('polyprompt-matrix *')].filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1).filter((element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)).map(({ className }) => className)",
      );
      assert.deepEqual(scrolls, ['matrix-scroll']);
      await matrix.close();
    });

  it('shows each repeat of a flaky case, the failed one first', async () => {
    const matrix = await browser.openMatrix({ state: 'repeats' });
    const { page } = matrix;
    await page.locator('.cell.flaky').first().click();
    const column = page.locator('.detail .column').nth(2);
    assert.match(await column.innerText(), /Does not contain/);
    await page.getByLabel('Repeat of gemini-3.8-flash').selectOption('1');
    await nextFrames(page);
    assert.doesNotMatch(await column.innerText(), /Does not contain/);
    await matrix.close();
  });

  it('is worked by keyboard alone, and the focus is never lost', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    const { page } = matrix;
    await page.locator('.matrix-body .case').first().focus();
    await press(matrix, 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight');
    assert.match(await focusedText(matrix), /^fail label/);
    assert.deepEqual(await press(matrix, 'Enter'), [{ type: 'open-row', caseId: 'case-1' }]);
    await page.getByRole('region', { name: 'Answers to case 2' }).locator('.column').first().waitFor();
    assert.deepEqual(await press(matrix, 'r'), [
      { type: 'rerun-cell', caseId: 'case-1', target: 'google/gemini-3.8-flash', repeat: 0 },
    ]);
    assert.deepEqual(await press(matrix, 'o'), [
      {
        type: 'open-diff',
        caseId: 'case-1',
        left: { target: 'openai/gpt-5.6-luna' },
        right: { target: 'google/gemini-3.8-flash' },
      },
    ]);
    await press(matrix, 'b', 'd');
    assert.equal(
      await page
        .locator('.detail .column', { has: page.getByText('base', { exact: true }) })
        .locator('h2')
        .innerText(),
      'gemini-3.8-flash',
    );
    assert.deepEqual(await press(matrix, 'Escape'), [{ type: 'close-row' }]);
    assert.match(await focusedText(matrix), /^fail label/);
    await press(matrix, 'PageDown', 'PageDown', 'PageDown', 'Home');
    assert.match(await focusedText(matrix), /^47 /);
    await press(matrix, 'f');
    assert.equal(await page.getByLabel('Show by result').inputValue(), 'failed');
    await press(matrix, 'f');
    assert.equal(await page.getByLabel('Show by result').inputValue(), 'errored');
    await press(matrix, '/');
    assert.equal(await page.evaluate("document.activeElement.getAttribute('aria-label')"), 'Search cases');
    await press(matrix, '?', 'Escape');
    assert.equal(await page.getByLabel('Search cases').inputValue(), '?');
    await matrix.close();
  });

  it('keeps the focus on a cell that is scrolled out of sight', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    await matrix.page.locator('.matrix-body .case').first().focus();
    await matrix.page.evaluate("document.querySelector('.matrix-scroll').scrollTop = 2000");
    await nextFrames(matrix.page);
    assert.match(await focusedText(matrix), /^1 My parcel/);
    await press(matrix, 'ArrowDown');
    assert.match(await focusedText(matrix), /^2 Where/);
    assert.ok(await matrix.page.evaluate('document.activeElement.getBoundingClientRect().top > 0'));
    await matrix.close();
  });

  it('posts what each button wishes', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    const { page } = matrix;
    const click = async (name: string) => {
      const before = (await matrix.posted()).length;
      await page.getByRole('button', { name, exact: true }).click();
      await nextFrames(page);
      return (await matrix.posted()).slice(before);
    };
    assert.deepEqual(await click('Run'), [{ type: 'run' }]);
    assert.deepEqual(await click('Rerun Failed'), [{ type: 'run-failed' }]);
    await click('Export results');
    await page.getByRole('menuitem', { name: 'HTML report...' }).click();
    assert.deepEqual((await matrix.posted()).at(-1), { type: 'export', format: 'html' });
    await click('Show Earlier Runs');
    await page.getByRole('button', { name: /3 models · ~\$0\.30/ }).click();
    assert.deepEqual((await matrix.posted()).at(-1), { type: 'open-run', runId: 'run-1' });
    await page.locator('.cell.fail').first().click();
    assert.deepEqual(await click('Open Case in Editor'), [{ type: 'show-case', caseId: 'case-1' }]);
    assert.deepEqual(await click('Rerun Case on All Models'), [{ type: 'rerun-case', caseId: 'case-1' }]);
    const answer = { caseId: 'case-1', target: 'google/gemini-3.8-flash', repeat: 0 };
    assert.deepEqual(await click('Compare with Expected'), [{ type: 'open-expected-diff', ...answer }]);
    for (const [item, type] of [
      ['Accept Answer as Expected', 'accept-answer'],
      ['Keep as Test Case...', 'keep-as-test-case'],
      ['Copy Answer', 'copy-answer'],
    ] as const) {
      await click('More actions for gemini-3.8-flash');
      await page.getByRole('menuitem', { name: item }).click();
      assert.deepEqual((await matrix.posted()).at(-1), { type, ...answer });
    }
    await matrix.close();
  });

  it('shows the limits by itself when a model has to wait, and lets them be changed', async () => {
    const matrix = await browser.openMatrix({ state: 'running' });
    const { page } = matrix;
    assert.match(
      await page.getByRole('region', { name: 'Limits' }).innerText(),
      /paused for 5\d min \d+ s: Anthropic limits/,
    );
    await page.getByRole('button', { name: 'Fewer requests at once to openai/gpt-5.6-luna' }).click();
    assert.deepEqual((await matrix.posted()).at(-1), { type: 'set-concurrency', lane: 0, concurrency: 5 });
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    assert.deepEqual((await matrix.posted()).at(-1), { type: 'stop' });
    await matrix.close();
  });

  it('says why a run did not get to its end, with the one thing to do', async () => {
    for (const [state, text, name, type] of [
      [
        'budget',
        /Stopped at the spending limit: 300 answers have not been asked for/,
        'Resume with a Higher Limit...',
        'raise-limit',
      ],
      ['stopped', /Anthropic limits .* 300 answers have not been asked for/, 'Resume', 'resume'],
      ['paused', /The disk is full: nothing new is asked/, 'Try Again', 'retry-recording'],
      ['empty', /Evaluate triage\.eval\.yaml/, 'Run', 'run'],
    ] as const) {
      const matrix = await browser.openMatrix({ state });
      assert.match(await matrix.page.locator('polyprompt-matrix').innerText(), text);
      await matrix.page.getByRole('button', { name, exact: true }).last().click();
      assert.deepEqual((await matrix.posted()).at(-1), { type });
      await matrix.close();
    }
  });

  it('follows a run by small messages, and says when it is over', async () => {
    const matrix = await browser.openMatrix();
    const { page } = matrix;
    const running = sceneOf(madeRun({ rows: manyRows(20) }, () => 'queued', { isRunning: true }));
    await matrix.send(running.snapshot);
    assert.match(await page.locator('.run-figures').innerText(), /^0 of 60 · /);
    const run = matrixRun(done.state);
    await matrix.send({
      type: 'changes',
      seq: 2,
      cells: [{ row: 0, column: 1, cell: { outcome: 'fail', note: 'label' } }],
      run: { ...run, status: 'running' },
    });
    assert.equal((await page.locator('.cell').nth(1).innerText()).replaceAll(/\s+/g, ' ').trim(), 'fail label');
    await matrix.send({ type: 'changes', seq: 3, cells: [], run, totals: sceneOf(done).snapshot.view?.totals ?? [] });
    assert.match(
      await page.locator('[role="status"]').first().innerText(),
      /Run finished: 317 of 350 answers passed\./,
    );
    await matrix.send({ type: 'changes', seq: 9, cells: [], run });
    assert.deepEqual((await matrix.posted()).at(-1), { type: 'resync' });
    await matrix.close();
  });

  it('comes back as it was arranged, asks for its open row, and opens a row that the host reveals', async () => {
    const matrix = await browser.openMatrix({ state: 'done' });
    const { page } = matrix;
    await page.getByLabel('Show by result').selectOption('failed');
    await page.locator('.cell.fail').nth(1).click();
    await eventually('the arrangement to be kept', () =>
      page.evaluate("sessionStorage.getItem('state').includes('case-5') || undefined"),
    );
    await page.reload();
    // The region stands there before the answers in it: only with them has the host's reply come.
    await page.getByRole('region', { name: 'Answers to case 6' }).locator('.column').first().waitFor();
    assert.equal(await page.getByLabel('Show by result').inputValue(), 'failed');
    assert.deepEqual((await matrix.posted()).slice(0, 2), [{ type: 'ready' }, { type: 'open-row', caseId: 'case-5' }]);
    await page.getByLabel('Show by result').selectOption('all');
    const row = detailsOf(done)['case-90'] ?? assert.fail();
    await matrix.send({ type: 'row', seq: 3, row, reveals: true });
    await nextFrames(page);
    await page.getByRole('region', { name: 'Answers to case 91' }).waitFor();
    await nextFrames(page);
    const box = await page.getByRole('region', { name: 'Answers to case 91' }).boundingBox();
    assert.ok(box && box.y > 0 && box.y + box.height <= 701, JSON.stringify(box));
    await matrix.close();
  });

  it('folds the earlier rounds of an answer, and makes room for one that is unfolded', async () => {
    const matrix = await browser.openMatrix({ state: 'done', height: 900 });
    const { page } = matrix;
    const row = detailsOf(done)['case-0'] ?? assert.fail();
    const call = { id: 'c1', name: 'find_order', input: { number: '4711', fields: ['items', 'parcel', 'total'] } };
    const round: Round = {
      answer: 'I look up the order first.',
      toolCalls: [call],
      usage: null,
      cost: null,
      timing: { totalMs: 640 },
      attempts: 1,
      finishReason: 'tool-calls',
      servedModel: null,
      requestId: null,
      results: [{ id: 'c1', name: 'find_order', output: '{"state":"late","parcel":{"broken":true}}', by: 'rule' }],
    };
    const cells = row.cells.map((cell) => ({ ...cell, rounds: [round] }));
    await matrix.send({ type: 'row', seq: 2, row: { ...row, cells }, reveals: true });
    const detail = page.getByRole('region', { name: 'Answers to case 1', exact: true });
    const line = detail.locator('.step-line').first();
    await line.waitFor();
    assert.equal(await detail.getByRole('button', { name: /View Request/ }).count(), 0);
    const folded = (await detail.boundingBox())?.height ?? 0;
    await line.click();
    await detail.getByText('Result from a rule').first().waitFor();
    await eventually('the room of the round', async () =>
      ((await detail.boundingBox())?.height ?? 0) > folded + 100 ? true : undefined,
    );
    await line.click();
    await eventually('the room from before', async () =>
      (await detail.boundingBox())?.height === folded ? true : undefined,
    );
    await matrix.close();
  });

  it('draws ten thousand cases with few nodes (fault 83)', async () => {
    const matrix = await browser.openMatrix({ width: 1600, height: 1000 });
    const targets = ['a/one', 'b/two', 'c/three', 'd/four', 'e/five'];
    await matrix.send(sceneOf(madeRun({ rows: manyRows(10_000), targets }, usualEnding)).snapshot);
    await matrix.page.locator('.matrix-body .line').first().waitFor();
    const nodes: number = await matrix.page.evaluate("document.querySelectorAll('*').length");
    assert.ok(nodes <= 2000, `${nodes} nodes`);
    await matrix.page.locator('.matrix-body .case').first().focus();
    await press(matrix, 'Home');
    await matrix.page.evaluate("document.querySelector('.matrix-scroll').scrollTop = 1e9");
    await nextFrames(matrix.page);
    await matrix.page.getByText('Order A-10999.').waitFor();
    await matrix.close();
  });
});
