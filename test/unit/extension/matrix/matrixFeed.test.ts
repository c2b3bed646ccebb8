import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSuite } from '../../../../src/core/dataset/readSuite.ts';
import { SuiteGrader } from '../../../../src/core/execute/suiteGrader.ts';
import { planSuite } from '../../../../src/core/plan/planSuite.ts';
import { loadCatalog } from '../../../../src/core/pricing/catalog.ts';
import { MatrixFeed } from '../../../../src/extension/matrix/matrixFeed.ts';
import { RunSession } from '../../../../src/node/runs/runSession.ts';
import { InstantClock } from '../../../support/fakeClock.ts';
import { done, scriptedRegistry, text } from '../../../support/scriptedProvider.ts';
import { sessionContext } from '../../../support/sessionContext.ts';
import { memoryFiles } from '../../dataset/memoryFiles.ts';

const suiteText = `prompts: ["{{word}}"]
providers: [one]
derivedMetrics: [{name: doubled, value: label * 2}]
tests:
  - {vars: {word: lamp}, assert: [{type: contains, value: lamp, metric: label}]}
  - {vars: {word: chair}, assert: [{type: contains, value: lamp, metric: label}]}
`;

describe('what the matrix is told of a run', () => {
  let storage = '';
  beforeEach(() => {
    storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-feed-'));
  });
  afterEach(() => rmSync(storage, { recursive: true }));

  it("holds the suite's own figures beside the named scores", async () => {
    const files = memoryFiles({ 'promptfooconfig.yaml': suiteText });
    const suite = await readSuite('promptfooconfig.yaml', files, { providers: { one: 'fake/one' } });
    const planned = planSuite(suite, { runId: '20260101-000000-feed', promptVersion: 'v', name: 's' });
    const registry = scriptedRegistry(new InstantClock(), { one: [[text('a lamp'), done]] });
    const context = sessionContext({ storage, registry, grading: new SuiteGrader(suite, planned, {}) });
    const session = RunSession.start(context, planned.plan);
    await session.ended();
    const [total] = new MatrixFeed(session, { suite, previous: undefined }).view.totals;
    assert.deepEqual([total?.metrics, total?.derived], [{ label: 1 }, { doubled: 4 }]);
  });

  it('costs what it cost, or what it would cost today', async () => {
    const files = memoryFiles({ 'promptfooconfig.yaml': suiteText });
    const suite = await readSuite('promptfooconfig.yaml', files, { providers: { one: 'fake/one' } });
    const planned = planSuite(suite, { runId: '20260101-000000-feed', promptVersion: 'v', name: 's' });
    const used = { type: 'usage', usage: { inputTokens: 100_000, outputTokens: 50_000 } } as const;
    const registry = scriptedRegistry(new InstantClock(), { one: [[text('a lamp'), used, done]] });
    const context = sessionContext({ storage, registry, grading: new SuiteGrader(suite, planned, {}) });
    const session = RunSession.start(context, planned.plan);
    await session.ended();
    const prices = loadCatalog([], { models: [{ id: 'fake/one', price: { input: 10, output: 20 } }] });
    const now = new MatrixFeed(session, { suite, previous: undefined, prices });
    assert.equal(now.view.isAtTodaysPrices, true);
    const costOf = (feed: MatrixFeed) => feed.view.matrix.rows.map(({ cells }) => cells[0]?.cost);
    assert.deepEqual(costOf(now), [2, 2]);
    assert.notDeepEqual(costOf(new MatrixFeed(session, { suite, previous: undefined })), [2, 2]);
  });
});
