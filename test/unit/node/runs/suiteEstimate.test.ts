import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EvalCase } from '../../../../src/core/dataset/suite.ts';
import { planRun, targetsFor } from '../../../../src/core/plan/plan.ts';
import { createRegistry } from '../../../../src/core/providers/registry.ts';
import { systemClock } from '../../../../src/node/nodeEnvironment.ts';
import { RunHistory } from '../../../../src/node/runs/runHistory.ts';
import { estimateWithHistory } from '../../../../src/node/runs/suiteEstimate.ts';
import { TokenCounter } from '../../../../src/node/tokens/tokenCounter.ts';
import { quietEnvironment } from '../../../support/sessionContext.ts';

const model = 'simulated/terse';
const place = { file: 'a.eval.yaml', range: { start: 0, end: 1 } };
const row: EvalCase = {
  id: 'one',
  vars: { word: 'hello' },
  checks: [{ type: 'llm-rubric', negated: false, value: 'It is polite.' }],
  metadata: {},
  options: {},
  place,
};

describe('estimateWithHistory', () => {
  const counter = new TokenCounter({
    workerFile: new URL('../../../../src/node/tokens/tokenCounterWorker.ts', import.meta.url),
  });
  let storage = '';
  beforeEach(() => {
    storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-estimate-'));
  });
  afterEach(() => rmSync(storage, { recursive: true }));
  after(() => counter.dispose());

  const plan = planRun({
    runId: 'r',
    prompt: 'a.eval.yaml',
    promptVersion: 'v',
    targets: targetsFor([model], { maxOutputTokens: 100 }),
    cases: [
      {
        caseId: 'one',
        inputs: {},
        messages: [{ role: 'user', parts: [{ type: 'text', text: 'hello world '.repeat(48) }] }],
      },
    ],
  });
  const planned = { plan, caseOf: new Map([[plan.cells[0]?.id ?? '', row]]) };
  const context = () => ({
    catalog: { entries: new Map([[model, { id: model, price: { input: 1_000_000, output: 0 } }]]) },
    registry: createRegistry({ endpoints: {} }),
    storage,
    history: new RunHistory(),
    counter,
  });

  it('prices what is really counted', async () => {
    const { estimate, isGuessed } = await estimateWithHistory({}, planned, context());
    assert.deepEqual([estimate.money.expected, isGuessed], [97 + 4, false]);
  });

  it('asks for the judge of a check only where one is named', async () => {
    assert.equal((await estimateWithHistory({}, planned, context())).estimate.judgeCalls, 0);
    const judged = await estimateWithHistory({ judge: model }, planned, context());
    assert.equal(judged.estimate.judgeCalls, 1);
    assert.ok(judged.estimate.judges.expected > 100);
  });

  it('takes off what the cache has', async () => {
    const { estimate } = await estimateWithHistory({}, planned, { ...context(), cache: { has: () => true } });
    assert.deepEqual([estimate.cached, estimate.money.expected], [1, 0]);
  });

  it('lets the vendor count only when asked to', async () => {
    const environment = quietEnvironment(systemClock);
    const signal = new AbortController().signal;
    const { estimate, vendors } = await estimateWithHistory({}, planned, {
      ...context(),
      exact: { environment, signal },
    });
    const ratio = vendors?.tokenRatios.get(model) ?? 0;
    assert.ok(ratio > 1);
    assert.equal(estimate.money.expected.toFixed(3), ((97 + 4) * ratio).toFixed(3));
  });
});
