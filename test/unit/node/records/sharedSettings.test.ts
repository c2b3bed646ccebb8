import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PlannedCell, RunStarted } from '../../../../src/core/run/events.ts';
import { piecesOfPlan, readLines } from '../../../../src/node/records/journalLines.ts';

const tools = ['find', 'refund'].map((name) => ({ name, description: 'x'.repeat(100) }));
const loop = { rules: [{ tool: 'find', answer: { type: 'result', value: 'y'.repeat(200) } }], maxTurns: 8 } as const;

function cell(id: string, own: Partial<PlannedCell> = {}): PlannedCell {
  return {
    id,
    target: 'a',
    caseId: id,
    repeat: 0,
    inputs: { id },
    messages: [{ role: 'user', parts: [{ type: 'text', text: id }] }],
    ...own,
  };
}

function written(cells: readonly PlannedCell[]) {
  const started: RunStarted = {
    type: 'run-started',
    at: 1,
    runId: 'r',
    prompt: 'p',
    promptVersion: 'v',
    targets: [{ id: 'a', model: 'a/b', parameters: {} }],
    cells,
  };
  const lines = [...piecesOfPlan(started)].join('').trimEnd().split('\n');
  return { lines, read: readLines(lines).events[0] };
}

describe('a plan in a journal', () => {
  it('holds settings once that many cells share, and gives every cell its own back', () => {
    const cells = [
      cell('c1', { parameters: { tools }, loop: { ...loop } }),
      cell('c2', { parameters: { tools: [...tools] }, loop: { ...loop } }),
      cell('c3', { parameters: { tools, temperature: 0 }, loop: { ...loop, maxTurns: 2 } }),
      cell('c4', { parameters: { temperature: 1 } }),
      cell('c5', { parameters: { temperature: 1 } }),
      cell('c6'),
    ];
    const { lines, read } = written(cells);
    assert.equal(lines.filter((line) => line.includes('y'.repeat(200))).length, 2);
    assert.equal(lines.filter((line) => line.includes('x'.repeat(100))).length, 2);
    assert.deepEqual(read?.type === 'run-started' && read.cells, cells);
  });

  it('loses the cells whose settings stood in a damaged line, and says so', () => {
    const { lines } = written([cell('c1', { loop }), cell('c2', { loop }), cell('c3')]);
    const damaged = lines.map((line) => (line.includes('"id":"c1"') ? line.replace('"caseId"', '"caseIt"') : line));
    const { events, damaged: count } = readLines(damaged);
    assert.equal(count, 1);
    const [started] = events;
    assert.deepEqual(started?.type === 'run-started' && started.cells.map(({ id }) => id), ['c3']);
  });
});
