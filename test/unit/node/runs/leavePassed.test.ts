import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EvalCase } from '../../../../src/core/dataset/suite.ts';
import type { AnswerVerdict } from '../../../../src/core/grading/verdict.ts';
import { planRun, targetsFor } from '../../../../src/core/plan/plan.ts';
import { formatEvalSummary } from '../../../../src/core/reports/evalSummary.ts';
import { evalReport } from '../../../../src/core/results/evalReport.ts';
import { resultOf } from '../../../../src/core/run/resultOf.ts';
import type { RunState } from '../../../../src/core/run/state.ts';
import { readRun } from '../../../../src/node/runs/readRun.ts';
import { RunSession } from '../../../../src/node/runs/runSession.ts';
import type { SessionContext } from '../../../../src/node/runs/sessionContext.ts';
import { sessionContext } from '../../../support/sessionContext.ts';
import { answeringRegistry } from '../../../support/suiteRun.ts';

const runId = '20260101-000000-left';
const plan = planRun({
  runId,
  prompt: 'p.prompt',
  promptVersion: 'v',
  targets: targetsFor(['test/m'], {}),
  cases: Array.from({ length: 4 }, (_, row) => ({
    caseId: `case ${row}`,
    inputs: { row },
    messages: [{ role: 'user' as const, parts: [{ type: 'text' as const, text: `Say ${row}.` }] }],
  })),
});

/** Every other answer passes. */
function verdictOf(row: unknown): AnswerVerdict {
  const passes = Number(row) % 2 === 0;
  const check = { outcome: passes ? 'pass' : 'fail', score: Number(passes), reason: `Row ${row}.` } as const;
  return { ...check, namedScores: { tone: 0.5 }, checks: [check] };
}

const texts = ({ cells }: RunState) => Object.values(cells).map(({ text }) => text);

describe('a session that leaves passed cells to the journal', () => {
  let storage = '';
  beforeEach(() => {
    storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-left-'));
  });
  afterEach(() => rmSync(storage, { recursive: true }));

  async function run(more: Partial<SessionContext>): Promise<RunState> {
    const registry = answeringRegistry(() => 'An answer.');
    const grading = { grade: async ({ inputs }: (typeof plan.cells)[number]) => verdictOf(inputs['row']) };
    const session = RunSession.start(sessionContext({ storage, registry, grading, ...more }), plan);
    await session.ended();
    return session.state;
  }

  it('holds the texts of the others, and the journal those of all', async () => {
    const state = await run({ leavesPassed: true });
    assert.deepEqual(texts(state), ['', 'An answer.', '', 'An answer.']);
    const stored = readRun(storage, runId);
    assert.deepEqual(stored && texts(stored), Array(4).fill('An answer.'));
    assert.equal(stored?.cells[plan.cells[0]?.id ?? '']?.verdict?.checks.length, 1);
  });

  it('tells the same at its end as the journal does', async () => {
    const state = await run({ leavesPassed: true });
    const stored = readRun(storage, runId);
    const place = { file: 's.eval.yaml', range: { start: 0, end: 0 } };
    const row: EvalCase = { id: 'row', vars: {}, checks: [], metadata: {}, options: {}, place };
    const caseOf = new Map(plan.cells.map(({ id }) => [id, row]));
    const told = (said: RunState) => {
      const report = evalReport(said, caseOf);
      return {
        summary: formatEvalSummary(report),
        targets: report.targets,
        outcomes: report.rows.map((r) => r.outcome),
      };
    };
    assert.ok(stored);
    assert.deepEqual(told(state), told(stored));
  });

  it('still counts what checks have read in passed answers', async () => {
    const reading = { type: 'labels' as const, name: 'label', expected: ['late'], answered: ['late'] };
    const grading = {
      grade: async () => ({
        ...verdictOf('a'),
        outcome: 'pass' as const,
        checks: [{ outcome: 'pass' as const, score: 1, reason: 'Yes.', reading }],
      }),
    };
    const state = await run({ leavesPassed: true, grading });
    const place = { file: 's.eval.yaml', range: { start: 0, end: 0 } };
    const row: EvalCase = { id: 'row', vars: {}, checks: [], metadata: {}, options: {}, place };
    const { targets } = evalReport(state, new Map(plan.cells.map(({ id }) => [id, row])));
    const [task] = targets[0]?.tasks ?? [];
    assert.equal(task?.type === 'label' && task.figures.accuracy?.value, 1);
  });

  it('does not take a text that it does not hold for an empty answer', async () => {
    const state = await run({ leavesPassed: true });
    const results = Object.values(state.cells).map((cell) => resultOf(state, cell)?.answer);
    assert.deepEqual(results, [undefined, 'An answer.', undefined, 'An answer.']);
  });

  it('holds everything unless it is told to leave it, and where the disk takes nothing', async () => {
    assert.deepEqual(texts(await run({})), Array(4).fill('An answer.'));
    rmSync(path.join(storage, 'runs'), { recursive: true });
    let written = 0;
    const full: Partial<SessionContext> = {
      leavesPassed: true,
      onStorageFailure: () => undefined,
      write: (descriptor, bytes) => {
        if (written++ > 0) throw new Error('ENOSPC');
        return writeSync(descriptor, bytes);
      },
    };
    assert.deepEqual(texts(await run(full)), Array(4).fill('An answer.'));
  });
});
