import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { readSuite } from '../../../../src/core/dataset/readSuite.ts';
import { PolypromptError } from '../../../../src/core/errors.ts';
import { baselineKey, formatBaseline } from '../../../../src/core/gate/storedBaseline.ts';
import { targetAt } from '../../../../src/core/run/cellIdentity.ts';
import type { RunState } from '../../../../src/core/run/state.ts';
import { acceptRun } from '../../../../src/node/gate/acceptRun.ts';
import { readBaselineFile } from '../../../../src/node/gate/baselineFiles.ts';
import { runSuite } from '../../../support/suiteRun.ts';
import { memoryFiles } from '../../dataset/memoryFiles.ts';

const config = `
prompts: ["Say {{q}}"]
providers: [a]
tests:
  - {vars: {q: one}, assert: [{type: contains, value: one}]}
  - {vars: {q: two}, assert: [{type: contains, value: three}]}
  - {vars: {q: broken}, assert: [{type: contains, value: x}]}
  - {vars: {q: unchecked}}
`;

describe('accepting a run as the baseline', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-accept-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function finished() {
    const files = memoryFiles({ 'promptfooconfig.yaml': config });
    const suite = await readSuite('promptfooconfig.yaml', files, { providers: { a: 'test/a' } });
    const { state } = await runSuite(suite, {
      answer: (text) => {
        if (text === 'Say broken') throw new PolypromptError('request-rejected', 'No.');
        return text;
      },
    });
    return { suite, state };
  }

  const accept = ({ suite, state }: Awaited<ReturnType<typeof finished>>) =>
    acceptRun(path.join(folder, '.polyprompt'), state, { suite, today: Date.UTC(2026, 10, 30) });

  it('takes what passed, what failed and what nothing checks, and leaves out what was not graded', async () => {
    const { file, accepted, leftOut, dropped } = accept(await finished());
    assert.deepEqual([accepted, leftOut, dropped], [3, 1, 0]);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    assert.equal(lines.filter((line) => line.includes('2026-11-30')).length, 3);
  });

  it('takes no answer to an older version of the prompt, and does not count them', async () => {
    const { suite, state } = await finished();
    assert.deepEqual(
      [accept({ suite, state: withOlder(state) }).accepted, accept({ suite, state: withOlder(state) }).leftOut],
      [3, 1],
    );
  });

  it('drops the lines of cases that the suite has no more, and counts them', async () => {
    const all = await finished();
    accept(all);
    const fewer = { suite: { ...all.suite, cases: all.suite.cases.slice(1) }, state: all.state };
    const { file, accepted, leftOut, dropped } = accept(fewer);
    // The answer to the case that is gone is in the run and belongs to nothing.
    assert.deepEqual([accepted, leftOut, dropped], [2, 2, 1]);
    assert.equal(readBaselineFile(file).size, 2);
  });

  it('keeps the lines of another day where the result is the same, and those of the older format under the keys of today', async () => {
    const run = await finished();
    const { file } = accept(run);
    const today = readBaselineFile(file);
    const [first] = today.values();
    assert.ok(first);
    const line = { ...first, checks: null, date: '2026-01-01' };
    const older = new Map(run.state.plan.map(({ caseId, target }) => [baselineKey(caseId, target), line]));
    const sameDay = new Map([...today].map(([key, entry]) => [key, { ...entry, date: '2026-01-01' }]));
    writeFileSync(file, formatBaseline(sameDay));
    accept(run);
    assert.deepEqual(readBaselineFile(file), sameDay);
    writeFileSync(file, formatBaseline(older));
    assert.equal(accept(run).dropped, 0);
    const brought = readBaselineFile(file);
    for (const key of today.keys()) assert.ok(brought.has(key), key);
    assert.equal(brought.size, 4, 'what was not graded keeps its line');
    assert.ok([...brought.values()].every(({ checks }) => checks !== null));
  });
});

/** The run as the gate makes it: each target again for an older version, whose answers all fail. */
function withOlder(state: RunState): RunState {
  const version = 'HEAD';
  const targets = state.targets.map((target) => ({
    ...target,
    id: targetAt(target.id, version),
    newerId: target.id,
    version,
  }));
  const plan = state.plan.map((cell) => ({ ...cell, id: `${cell.id}~9`, target: targetAt(cell.target, version) }));
  const cells = Object.values(state.cells).map((cell) => {
    const older = { ...cell, id: `${cell.id}~9`, target: targetAt(cell.target, version) };
    return [
      older.id,
      older.verdict ? { ...older, verdict: { ...older.verdict, outcome: 'fail' as const } } : older,
    ] as const;
  });
  return {
    ...state,
    targets: [...targets, ...state.targets],
    plan: [...plan, ...state.plan],
    cells: { ...Object.fromEntries(cells), ...state.cells },
  };
}
