import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSuite } from '../../../../src/core/dataset/readSuite.ts';
import { PolypromptError } from '../../../../src/core/errors.ts';
import { SuiteGrader } from '../../../../src/core/execute/suiteGrader.ts';
import { planSuite } from '../../../../src/core/plan/planSuite.ts';
import { RunSession } from '../../../../src/node/runs/runSession.ts';
import { InstantClock } from '../../../support/fakeClock.ts';
import { done, fail, type Step, scriptedRegistry, text } from '../../../support/scriptedProvider.ts';
import { sessionContext } from '../../../support/sessionContext.ts';
import { memoryFiles } from '../../dataset/memoryFiles.ts';

const runId = '20260101-000000-test';
const suiteText = `
prompts: ["{{q}}"]
providers: [one]
tests:
  - {vars: {q: first}, options: {storeOutputAs: earlier}}
  - {vars: {q: "then {{earlier}}"}, options: {storeOutputAs: later}}
  - {vars: {q: "last {{later}}"}}
`;

describe('cases that need earlier answers, in a run that is cut off', () => {
  let storage = '';
  beforeEach(() => {
    storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-late-'));
  });
  afterEach(() => rmSync(storage, { recursive: true }));

  async function world(...answers: readonly (readonly Step[])[]) {
    const suite = await readSuite('promptfooconfig.yaml', memoryFiles({ 'promptfooconfig.yaml': suiteText }), {
      providers: { one: 'fake/one' },
    });
    const planned = planSuite(suite, { runId, promptVersion: 'v', name: 's' });
    const registry = scriptedRegistry(new InstantClock(), { one: answers });
    const context = sessionContext({ storage, registry, grading: new SuiteGrader(suite, planned, {}) });
    const asked = () =>
      registry.calls.map(({ messages }) =>
        messages[0]?.parts.map((part) => (part.type === 'text' ? part.text : '')).join(''),
      );
    return { planned, context, asked };
  }

  it('wait on when the run is resumed, and are asked with the answers of the stretch before', async () => {
    const locked = new PolypromptError('invalid-key', 'No.');
    const first = await world([text('A'), done], [fail(locked)]);
    const session = RunSession.start(first.context, first.planned.plan);
    await session.ended();
    assert.deepEqual(first.asked(), ['first', 'then A']);
    assert.equal(session.state.status, 'stopped');
    const second = await world([text('B'), done], [text('C'), done]);
    const resumed = RunSession.resume(second.context, runId);
    await resumed?.ended();
    assert.deepEqual(second.asked(), ['then A', 'last B']);
    assert.deepEqual(
      Object.values(resumed?.state.cells ?? {}).map((cell) => cell.text),
      ['A', 'B', 'C'],
    );
    assert.equal(resumed?.state.status, 'done');
  });

  it('are cancelled with the run', async () => {
    const { context, planned } = await world([text('A'), done]);
    const session = RunSession.start(context, planned.plan);
    session.stop();
    await session.ended();
    assert.equal(session.state.status, 'cancelled');
    assert.ok(Object.values(session.state.cells).every((cell) => cell.status === 'cancelled'));
  });
});
