import assert from 'node:assert/strict';
import { planCell, planRun, targetsFor } from '../../../src/core/plan/plan.ts';

const [target] = targetsFor(['a/one'], { temperature: 0 });
assert.ok(target);
const row = {
  caseId: 'inputs',
  inputs: { a: 1, b: 2 },
  messages: [{ role: 'user' as const, parts: [{ type: 'text' as const, text: 'Hi' }] }],
};
const id = planCell(row, target, 0).id;

describe('planRun', () => {
  it('makes one cell per case, target and repeat', () => {
    const plan = planRun({
      runId: 'r',
      prompt: 'p',
      promptVersion: 'v',
      targets: targetsFor(['a/one', 'b/two'], {}),
      cases: [row, { ...row, inputs: { a: 2 } }],
      repeats: 3,
    });
    assert.equal(plan.cells.length, 12);
    assert.equal(new Set(plan.cells.map((cell) => cell.id)).size, 12);
  });

  it('runs a model that is named twice once', () => {
    assert.deepEqual(
      targetsFor(['a/one', 'b/two', 'a/one'], {}).map((column) => column.model),
      ['a/one', 'b/two'],
    );
  });
});

describe("a cell's identity", () => {
  it('does not depend on the order of keys or on the case id', () => {
    assert.equal(planCell({ ...row, caseId: 'other', inputs: { b: 2, a: 1 } }, target, 0).id, id);
  });

  it('changes with inputs, messages, model, settings and repeat', () => {
    const ids = [
      planCell({ ...row, inputs: { a: 1, b: 3 } }, target, 0).id,
      planCell({ ...row, messages: [] }, target, 0).id,
      planCell(row, { ...target, model: 'a/two' }, 0).id,
      planCell(row, { ...target, parameters: { temperature: 1 } }, 0).id,
      planCell(row, target, 1).id,
    ];
    assert.equal(new Set([id, ...ids]).size, ids.length + 1);
  });

  it('is the same in every version of this code', () => {
    assert.equal(id, '1e5924d8022ceb9689075e28-0');
  });
});
