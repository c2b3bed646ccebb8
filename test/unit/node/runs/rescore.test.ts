import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSuite } from '../../../../src/core/dataset/readSuite.ts';
import { SuiteGrader } from '../../../../src/core/execute/suiteGrader.ts';
import { planSuite } from '../../../../src/core/plan/planSuite.ts';
import { outcomeOf } from '../../../../src/core/results/outcome.ts';
import { journalFile } from '../../../../src/node/records/journal.ts';
import { readRun } from '../../../../src/node/runs/readRun.ts';
import { RunSession } from '../../../../src/node/runs/runSession.ts';
import { InstantClock } from '../../../support/fakeClock.ts';
import { done, type Step, scriptedRegistry, text, usage } from '../../../support/scriptedProvider.ts';
import { sessionContext } from '../../../support/sessionContext.ts';
import { memoryFiles } from '../../dataset/memoryFiles.ts';

const runId = '20260101-000000-test';
const head = 'prompts: ["{{q}}"]\n';
const rubric = '{type: llm-rubric, value: polite, provider: judge}';
const yes: readonly Step[] = [text('{"pass": true, "score": 1}'), usage, done];
const no: readonly Step[] = [text('{"pass": false, "score": 0}'), usage, done];

describe('RunSession.rescore', () => {
  let storage = '';
  beforeEach(() => {
    storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-rescore-'));
  });
  afterEach(() => rmSync(storage, { recursive: true }));

  async function world(cases: readonly string[], judge: readonly Step[] = yes, models = 'providers: [one]') {
    const yaml = `${head}${models}\ntests:\n${cases.map((row) => `  - ${row}\n`).join('')}`;
    const providers = { one: 'fake/one', judge: 'fake/judge' };
    const suite = await readSuite('promptfooconfig.yaml', memoryFiles({ 'promptfooconfig.yaml': yaml }), { providers });
    assert.deepEqual(suite.problems, []);
    const planned = planSuite(suite, { runId, promptVersion: 'v', name: 's' });
    const registry = scriptedRegistry(new InstantClock(), { one: [[text('An answer.'), usage, done]], judge: [judge] });
    const context = sessionContext({ storage, registry, grading: new SuiteGrader(suite, planned, {}) });
    const asked = (model: string) => registry.calls.filter((call) => call.model === model).length;
    return { planned, context, asked };
  }

  async function runOnce(cases: readonly string[], models?: string): Promise<void> {
    const { context, planned } = await world(cases, yes, models);
    await RunSession.start(context, planned.plan).ended();
  }

  const outcomes = () => Object.values(readRun(storage, runId)?.cells ?? {}).map(outcomeOf);

  it('grades stored answers by the checks of today, asks no model, and counts what changed', async () => {
    await runOnce([
      'vars: {q: a}\n    assert: [contains:answer]',
      'vars: {q: b}\n    assert: [contains:question]',
      'vars: {q: c}',
      'vars: {q: d}',
    ]);
    assert.deepEqual(outcomes(), ['pass', 'fail', 'unchecked', 'unchecked']);
    const before = readFileSync(journalFile(storage, runId), 'utf8');
    const later = await world([
      'vars: {q: a}\n    assert: [contains:question]',
      'vars: {q: b}\n    assert: [contains:answer]',
      'vars: {q: c}',
    ]);
    const rescoring = RunSession.rescore(later.context, runId, later);
    assert.deepEqual(await rescoring?.counts, {
      regraded: 3,
      passToFail: 1,
      failToPass: 1,
      otherwise: 0,
      orphaned: 1,
      ungraded: 0,
    });
    assert.deepEqual(outcomes(), ['fail', 'pass', 'unchecked', 'unchecked']);
    assert.equal(readRun(storage, runId)?.status, 'done');
    assert.equal(later.asked('one'), 0);
    const written = readFileSync(journalFile(storage, runId), 'utf8');
    assert.ok(written.startsWith(before), 'it only adds');
  });

  it('grades the answers to some cases alone', async () => {
    const cases = ['vars: {q: a}\n    assert: [contains:answer]', 'vars: {q: b}\n    assert: [contains:answer]'];
    await runOnce(cases);
    const later = await world(cases.map((row) => row.replace('contains:answer', 'contains:question')));
    const [first = ''] = Object.values(readRun(storage, runId)?.cells ?? {}).map(({ caseId }) => caseId);
    const counts = await RunSession.rescore(later.context, runId, { ...later, cases: new Set([first]) })?.counts;
    assert.deepEqual([counts?.regraded, counts?.orphaned], [1, 0]);
    assert.deepEqual(outcomes(), ['fail', 'pass']);
  });

  it('keeps what a judge said of the same check and answer, and leaves the rest ungraded', async () => {
    await runOnce([
      `vars: {q: a}\n    assert: [${rubric}]`,
      `vars: {q: b}\n    assert: [${rubric}, contains:answer]`,
      `vars: {q: c}\n    assert: [{type: assert-set, assert: [${rubric}]}]`,
    ]);
    const later = await world([
      `vars: {q: a}\n    assert: [{type: llm-rubric, value: rude, provider: judge}]`,
      `vars: {q: b}\n    assert: [contains:question, ${rubric}]`,
      `vars: {q: c}\n    assert: [{type: assert-set, assert: [${rubric}]}]`,
    ]);
    const counts = await RunSession.rescore(later.context, runId, later)?.counts;
    assert.deepEqual([counts?.passToFail, counts?.otherwise, counts?.ungraded], [1, 1, 1]);
    assert.deepEqual(outcomes(), ['ungraded', 'fail', 'pass']);
    assert.equal(later.asked('judge'), 0);
  });

  it('asks judges where that is allowed, and adds what they took', async () => {
    await runOnce([`vars: {q: a}\n    assert: [${rubric}]`]);
    const later = await world([`vars: {q: a}\n    assert: [${rubric}]`], no);
    const counts = await RunSession.rescore(later.context, runId, { ...later, allowJudges: true })?.counts;
    assert.equal(counts?.passToFail, 1);
    assert.equal(later.asked('judge'), 1);
    assert.equal(Object.values(readRun(storage, runId)?.cells ?? {})[0]?.judging?.calls, 2);
  });

  it('compares each row again, once all of it is graded', async () => {
    const row = (least: number) =>
      `vars: {q: [a, b]}\n    options: {disableVarExpansion: true}\n    assert: [{type: word-count, value: {min: ${least}}}, {type: max-score}]`;
    const both = 'providers: [one, {id: one, label: two}]';
    await runOnce([row(1)], both);
    assert.deepEqual(outcomes(), ['pass', 'fail']);
    const later = await world([row(9)], yes, both);
    const counts = await RunSession.rescore(later.context, runId, later)?.counts;
    assert.equal(counts?.passToFail, 1);
    const verdicts = Object.values(readRun(storage, runId)?.cells ?? {}).map(({ verdict }) => verdict);
    assert.deepEqual(
      verdicts.map((verdict) => [verdict?.awaitsComparison, verdict?.checks.map(({ outcome }) => outcome)]),
      [
        [undefined, ['fail', 'pass']],
        [undefined, ['fail', 'fail']],
      ],
    );
  });

  it('knows no run that was never recorded', async () => {
    const { context, planned } = await world(['vars: {q: a}']);
    assert.equal(RunSession.rescore(context, runId, { planned }), undefined);
  });
});
