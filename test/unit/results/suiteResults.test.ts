import assert from 'node:assert/strict';
import type { EvalCase, Suite } from '../../../src/core/dataset/suite.ts';
import { planCell } from '../../../src/core/plan/plan.ts';
import { caseSummary } from '../../../src/core/results/caseSummary.ts';
import { SuiteResults, type TargetResult } from '../../../src/core/results/suiteResults.ts';
import type { RunEvent } from '../../../src/core/run/events.ts';
import { foldAll, type RunState } from '../../../src/core/run/state.ts';

const row = (id: string, vars = { q: id }): EvalCase => ({
  id,
  vars,
  checks: [],
  metadata: {},
  options: {},
  place: { file: 'c.jsonl', range: { start: 0, end: 1 } },
});
const suite: Suite = {
  name: 's',
  file: 's.eval.yaml',
  prompts: [{ label: 'p', raw: 'p', parameters: {}, render: () => ({ messages: [], text: '' }) }],
  targets: [],
  cases: [],
  derivedMetrics: [],
  repeat: 1,
  problems: [],
};

type Ending = 'pass' | 'fail' | 'failed' | 'queued' | 'cancelled';

/** A run of these cases on these models, each cell ended as said; a list of endings are its repeats. */
function runOf(
  runId: string,
  endings: Readonly<Record<string, Readonly<Record<string, Ending | readonly Ending[]>>>>,
): RunState {
  const names = [...new Set(Object.values(endings).flatMap((targets) => Object.keys(targets)))];
  const targets = names.map((id) => ({ id, model: id, parameters: {} }));
  const cells = Object.entries(endings).flatMap(([caseId, byTarget]) =>
    Object.entries(byTarget).flatMap(([name, ending]) =>
      [ending].flat().map((end, repeat) => {
        const target = targets.find((candidate) => candidate.id === name) ?? { id: name, model: name, parameters: {} };
        return { end, cell: planCell({ caseId, inputs: { q: caseId }, messages: [] }, target, repeat) };
      }),
    ),
  );
  const events = cells.flatMap(({ end, cell }) => eventsOf(end, cell.id, cell.target));
  const started: RunEvent = {
    type: 'run-started',
    at: 1,
    runId,
    prompt: 's.eval.yaml',
    promptVersion: 'v',
    targets,
    cells: cells.map(({ cell }) => cell),
  };
  const state = foldAll([started, ...events]);
  assert.ok(state);
  return state;
}

function eventsOf(end: Ending, cell: string, target: string): RunEvent[] {
  const about = { cell, at: 2, target, model: target };
  if (end === 'queued') return [];
  if (end === 'cancelled') return [{ type: 'cell-cancelled', ...about, partial: '' }];
  const timing = { totalMs: 1 };
  if (end === 'failed') {
    const error = { code: 'overloaded', message: 'Busy.', hint: '', action: 'retry', retryable: true } as const;
    return [{ type: 'cell-failed', ...about, error, partial: '', usage: null, cost: null, timing, attempts: 1 }];
  }
  const answered = { answer: end, toolCalls: [], usage: null, cost: null, servedModel: null, requestId: null };
  const done = { ...answered, finishReason: 'stop', rawFinishReason: null, timing, attempts: 1, warnings: [] } as const;
  const verdict = { outcome: end, score: end === 'pass' ? 1 : 0, reason: '', namedScores: {}, checks: [] };
  return [
    { type: 'cell-done', ...about, ...done },
    { type: 'cell-graded', cell, at: 3, verdict },
  ];
}

const outcomes = (results: readonly TargetResult[]) =>
  results.map(({ target, outcome, staleness }) => [target, outcome, ...(staleness ? [staleness] : [])]);

describe('SuiteResults', () => {
  it('gives the newest result of each model, from whichever run it is', () => {
    const results = new SuiteResults();
    results.add(runOf('2', { one: { 'a/x': 'pass' } }));
    results.add(runOf('1', { one: { 'a/x': 'fail', 'a/y': 'fail' } }));
    assert.deepEqual(outcomes(results.resultsOf(row('one'), suite)), [
      ['a/x', 'pass'],
      ['a/y', 'fail'],
    ]);
    assert.deepEqual(results.resultsOf(row('two'), suite), []);
  });

  it('lets an older answer stand where a newer run was stopped before it had one', () => {
    const results = new SuiteResults();
    results.add(runOf('2', { one: { 'a/x': 'cancelled', 'a/y': 'queued' } }));
    results.add(runOf('1', { one: { 'a/x': 'pass', 'a/y': 'failed' } }));
    assert.deepEqual(outcomes(results.resultsOf(row('one'), suite)), [
      ['a/x', 'pass'],
      ['a/y', 'error'],
    ]);
  });

  it('takes what is under way for running, not for skipped', () => {
    const results = new SuiteResults();
    results.add(runOf('2', { one: { 'a/x': 'queued' } }), { isLive: true });
    results.add(runOf('1', { one: { 'a/x': 'pass' } }));
    assert.deepEqual(outcomes(results.resultsOf(row('one'), suite)), [['a/x', 'running']]);
    const ended = runOf('2', { one: { 'a/x': 'fail' } });
    for (const cell of Object.values(ended.cells)) results.update(cell, '2');
    assert.deepEqual(outcomes(results.resultsOf(row('one'), suite)), [['a/x', 'fail']]);
  });

  it('takes the repeats of a run as they come, and none of the run before beside them', () => {
    const results = new SuiteResults();
    results.add(runOf('2', { one: { 'a/x': ['queued', 'queued', 'queued'] } }), { isLive: true });
    results.add(runOf('1', { one: { 'a/x': ['fail', 'fail', 'fail', 'fail'] } }));
    const ended = Object.values(runOf('2', { one: { 'a/x': ['pass', 'pass', 'pass'] } }).cells);
    const shown = () =>
      results.resultsOf(row('one'), suite).map(({ outcome, passed, repeats }) => [outcome, passed, repeats]);
    for (const [index, cell] of ended.entries()) {
      assert.deepEqual(shown(), [['running', index, 3]]);
      results.update(cell, '2');
    }
    assert.deepEqual(shown(), [['pass', 3, 3]]);
  });

  it('lets the first cell of a new run stand alone, whatever older runs had', () => {
    const results = new SuiteResults();
    results.add(runOf('1', { one: { 'a/x': ['fail', 'fail'] } }));
    const [cell] = Object.values(runOf('2', { one: { 'a/x': 'pass' } }).cells);
    assert.ok(cell);
    results.update(cell, '2');
    assert.deepEqual(
      results.resultsOf(row('one'), suite).map(({ outcome, repeats, runId }) => [outcome, repeats, runId]),
      [['pass', 1, '2']],
    );
  });

  it('counts repeats, and marks those that disagree as flaky', () => {
    const results = new SuiteResults();
    results.add(runOf('1', { one: { 'a/x': ['pass', 'fail', 'pass'], 'a/y': ['pass', 'pass'] } }));
    assert.deepEqual(
      results
        .resultsOf(row('one'), suite)
        .map(({ outcome, passed, repeats, isFlaky }) => [outcome, passed, repeats, isFlaky]),
      [
        ['fail', 2, 3, true],
        ['pass', 2, 2, false],
      ],
    );
  });

  it('knows a case with other checks by its inputs, and an edited one by the id it had', () => {
    const results = new SuiteResults();
    results.add(runOf('1', { one: { 'a/x': 'pass' } }));
    assert.deepEqual(outcomes(results.resultsOf(row('other-checks', { q: 'one' }), suite)), [
      ['a/x', 'pass', 'checks'],
    ]);
    results.setFormerId('edited', 'one');
    results.setFormerId('edited-again', 'edited');
    assert.deepEqual(outcomes(results.resultsOf(row('edited-again'), suite)), [['a/x', 'pass', 'case']]);
    assert.deepEqual(outcomes(new SuiteResults(results).resultsOf(row('edited-again'), suite)), []);
  });

  it('holds nothing that an older version of the prompt said, stored or just now', () => {
    const run = runOf('1', { a: { one: 'pass', 'one @ HEAD': 'fail' } });
    const targets = run.targets.map((target) => (target.id === 'one' ? target : { ...target, version: 'HEAD' }));
    const results = new SuiteResults();
    results.add({ ...run, targets }, { isLive: true });
    for (const cell of Object.values(run.cells)) results.update(cell, '1');
    assert.deepEqual(
      results.resultsOf(row('a'), suite).map(({ target }) => target),
      ['one'],
    );
  });
});

describe('the line behind a case', () => {
  const lineOf = (endings: Readonly<Record<string, Ending | readonly Ending[]>>) => {
    const results = new SuiteResults();
    results.add(runOf('1', { one: endings }));
    const { segments, tail } = caseSummary(results.resultsOf(row('one'), suite));
    return [...segments.map(({ text }) => text), tail].join(' ');
  };

  it('has a sign for every model, and a word where the sign is not enough', () => {
    assert.equal(
      lineOf({ 'a/gpt': 'pass', 'b/claude': 'fail', 'c/gemini': 'failed' }),
      '✓ gpt ✗ claude ! gemini error 1/3  cost unknown',
    );
    assert.equal(lineOf({ 'a/gpt': ['pass', 'fail', 'pass'] }), '✗ gpt flaky 0/1  cost unknown');
  });

  it('stays within 80 characters, whatever the models are called', () => {
    const long = {
      'a/gpt-5.6-luna-2026-10-21': 'pass',
      'b/claude-haiku-4-5-20261001': 'fail',
      'c/gemini-3.8-flash-preview': 'pass',
    } as const;
    assert.equal(lineOf(long), '✓ gpt ✗ claude ✓ gemini 2/3  cost unknown');
    const alike = Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e'].map((end) => [`x/very-long-model-name-${end}`, 'failed' as const]),
    );
    assert.ok(lineOf(alike).length <= 80, lineOf(alike));
    const many = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`x/m${index}`, index < 7 ? ('pass' as const) : ('fail' as const)]),
    );
    assert.equal(lineOf(many), '✓ 7 ✗ 2 7/9  cost unknown');
  });
});
