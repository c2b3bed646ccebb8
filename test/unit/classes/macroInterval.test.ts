import assert from 'node:assert/strict';
import { labelFigures } from '../../../src/core/classes/classFigures.ts';
import { confusionMatrix, type LabelPair } from '../../../src/core/classes/confusionMatrix.ts';
import { otherLabel } from '../../../src/core/classes/readLabel.ts';

function pairs(count: number, expected: string, answered: string): LabelPair[] {
  return Array.from({ length: count }, () => ({ expected, answered }));
}

const labels = ['refund', 'late'];
const mixed = [...pairs(40, 'refund', 'refund'), ...pairs(10, 'refund', 'late'), ...pairs(50, 'late', 'late')];

describe('the interval of a macro F1', () => {
  it('stands around it, and is narrower with more cases', () => {
    const few = labelFigures(confusionMatrix(labels, mixed));
    const many = labelFigures(confusionMatrix(labels, Array.from({ length: 9 }, () => mixed).flat()));
    const { f1 = 0 } = few.macro;
    assert.ok(few.macroInterval && many.macroInterval);
    const reach = f1 - few.macroInterval.low;
    assert.ok(reach > 0.03 && reach < 0.1, `${reach}`);
    assert.ok(Math.abs(few.macroInterval.high - f1 - reach) < 1e-9);
    // Nine times the cases, a third of the error.
    assert.ok(Math.abs(f1 - many.macroInterval.low - reach / 3) < 1e-9);
  });

  it('is not known where a class has no case, or an answer is no label', () => {
    assert.equal(labelFigures(confusionMatrix([...labels, 'invoice'], mixed)).macroInterval, undefined);
    const outside = [...mixed, ...pairs(1, 'late', otherLabel)];
    assert.equal(labelFigures(confusionMatrix(labels, outside)).macroInterval, undefined);
  });
});
