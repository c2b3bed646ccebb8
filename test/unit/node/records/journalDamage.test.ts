import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { planRun, targetsFor } from '../../../../src/core/plan/plan.ts';
import { evalWriters } from '../../../../src/core/reports/evalFiles.ts';
import { promptfooResults } from '../../../../src/core/reports/promptfooResults.ts';
import { evalReport } from '../../../../src/core/results/evalReport.ts';
import { casesByCell, casesOfRun } from '../../../../src/core/results/matrix/matrixCases.ts';
import type { RunEvent } from '../../../../src/core/run/events.ts';
import { foldAll } from '../../../../src/core/run/state.ts';
import { Journal, journalFile, readJournal } from '../../../../src/node/records/journal.ts';
import { readLines } from '../../../../src/node/records/journalLines.ts';

const runId = '20260101-000000-dmge';
const flips = 10_000;

/** Pseudo-random, so that a failure can be looked at again. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

function writeRun(storage: string): void {
  const plan = planRun({
    runId,
    prompt: 'p.prompt',
    promptVersion: 'v',
    targets: targetsFor(['fake/one', 'fake/two'], {}),
    cases: Array.from({ length: 5 }, (_, row) => ({
      caseId: `case ${row}`,
      inputs: { row },
      messages: [{ role: 'user', parts: [{ type: 'text', text: `Größe ${row} 😀` }] }],
    })),
  });
  const ends = plan.cells.flatMap((cell): RunEvent[] => {
    const nothing = { usage: null, cost: null, servedModel: null, requestId: null, rawFinishReason: null };
    const answer = { answer: 'Ja 😀', finishReason: 'stop', timing: { totalMs: 1 }, attempts: 1 } as const;
    const verdict = { outcome: 'pass', score: 1, reason: '', namedScores: {}, checks: [] } as const;
    const head = { cell: cell.id, at: 1 };
    return [
      {
        type: 'cell-done',
        ...head,
        target: cell.target,
        model: cell.target,
        toolCalls: [],
        warnings: [],
        ...nothing,
        ...answer,
      },
      { type: 'cell-graded', ...head, verdict },
    ];
  });
  const journal = Journal.open(storage, runId);
  for (const event of [
    { type: 'run-started', at: 0, ...plan } as const,
    ...ends,
    { type: 'run-ended', runId, at: 2, outcome: 'done' } as const,
  ])
    journal.append(event);
  journal.close();
}

describe('a journal with flipped bytes (fault 51)', function () {
  this.timeout(60_000);
  let storage = '';
  beforeEach(() => {
    storage = mkdtempSync(path.join(tmpdir(), 'polyprompt-flips-'));
    writeRun(storage);
  });
  afterEach(() => rmSync(storage, { recursive: true }));

  const random = numbers(51);
  const next = (below: number) => Math.floor((random.next().value ?? 0) * below);
  const flipIn = (whole: Uint8Array): Buffer => {
    const bytes = Buffer.from(whole);
    const place = next(bytes.length - 1);
    bytes[place] = (bytes[place] ?? 0) ^ (1 << next(8));
    return bytes;
  };

  it(`is read after each of ${flips} flips, and shown in every format: never an error, and what is lost is counted`, () => {
    const whole = readFileSync(journalFile(storage, runId));
    const before = readLines(linesIn(whole)).events;
    const events = before.length;
    const known = new Set(before.map((event) => JSON.stringify(event)));
    for (let flip = 0; flip < flips; flip++) {
      const bytes = flipIn(whole);
      const content = readLines(linesIn(bytes));
      const told = `flip ${flip}: ${content.events.length} events, ${content.damaged} damaged`;
      assert.ok(content.damaged <= 2, told);
      // Without its first line or a cell of its plan there is no run; a line more or less is one flipped line end.
      if (content.events.length > 0) assert.ok(content.events.length + content.damaged >= events - 1, told);
      // What is left of it says what it said: a bit that flips inside a figure or an answer costs the line.
      for (const event of content.events)
        assert.ok(
          event.type === 'run-started' || known.has(JSON.stringify(event)),
          `${told}: ${JSON.stringify(event)}`,
        );
      const state = foldAll(content.events);
      if (!state || flip % 20 !== 0) continue;
      const report = evalReport(state, casesByCell(state, casesOfRun(state, undefined)));
      for (const write of Object.values(evalWriters)) write({ state, report });
      promptfooResults({ state, report });
    }
  });

  it('stays on disk as it was', () => {
    const file = journalFile(storage, runId);
    const whole = readFileSync(file);
    for (let flip = 0; flip < 50; flip++) {
      const bytes = flipIn(whole);
      writeFileSync(file, bytes);
      readJournal(storage, runId);
      assert.deepEqual(readFileSync(file), bytes);
    }
  });
});

function linesIn(bytes: Uint8Array): string[] {
  return new TextDecoder()
    .decode(bytes)
    .split('\n')
    .filter((line) => line !== '');
}
