import assert from 'node:assert/strict';
import type { Reading } from '../../../src/core/grading/verdict.ts';
import type { AimedFigure } from '../../../src/core/improve/aim.ts';
import { aimedRows, isRightBy, readAim } from '../../../src/core/improve/aim.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { evalCase } from '../../support/evalCase.ts';
import { check } from '../../support/grading.ts';

function aimOf(text: string): AimedFigure {
  const aim = readAim(text);
  if (typeof aim === 'string') throw new Error(aim);
  return aim;
}

const labels = { type: 'labels' as const, name: 'label' };
const verdictOf = (...readings: readonly Reading[]) => ({
  checks: readings.map((reading) => ({ outcome: 'fail' as const, score: 0, reason: '', reading })),
});

describe('the figure that an improvement aims at', () => {
  it('is a share of rows that are known before', () => {
    assert.deepEqual(readAim(' recall(refund) '), { text: 'recall(refund)', figure: 'recall', of: 'refund' });
    assert.deepEqual(readAim('topic.recall(a b)'), {
      text: 'topic.recall(a b)',
      figure: 'recall',
      of: 'a b',
      check: 'topic',
    });
    assert.deepEqual(readAim('accuracy(date)'), { text: 'accuracy(date)', figure: 'accuracy', of: 'date' });
    for (const text of ['precision(refund)', 'f1(refund)', 'macro-f1', 'recall', 'accuracy'])
      assert.match(String(readAim(text)), /a share of rows that are known before/, text);
    for (const text of ['recall(refund) >= 0.9', 'speed(x)', '', 'recall(refund'])
      assert.match(
        String(readAim(text)),
        /^An improvement aims at recall\(CLASS\) or accuracy\(FIELD\), without/,
        text,
      );
  });

  it('is of the cases that expect the class, whatever its capitals and where its name is a variable', () => {
    const cases = [
      evalCase('a', { vars: { expected: 'Refund' }, checks: [check('label', '{{expected}}')] }),
      evalCase('b', { vars: { expected: 'late' }, checks: [check('label', '{{expected}}')] }),
      evalCase('c', { checks: [check('label', 'refund, late', { config: { several: true } })] }),
      evalCase('d', { checks: [check('label', 'refund', { metric: 'topic' })] }),
      evalCase('e', { checks: [check('equals', 'refund')] }),
      evalCase('f', { checks: [check('label', '{{gone}}')] }),
    ];
    assert.deepEqual([...aimedRows(aimOf('recall(refund)'), cases)], ['a', 'c', 'd']);
    assert.deepEqual([...aimedRows(aimOf('topic.recall(refund)'), cases)], ['d']);
    assert.deepEqual([...aimedRows(aimOf('accuracy(date)'), cases)], []);
  });

  it('is of the records that have the field, by the rules of the check or by what is expected', () => {
    const rule = { config: { fields: { total: { compare: 'number' } } } };
    const cases = [
      evalCase('a', { vars: { order: '{"total": 3}' }, checks: [check('fields', '{{order}}')] }),
      evalCase('b', { checks: [check('fields', { total: 3, shop: 'A' }, rule)] }),
      evalCase('c', { checks: [check('fields', { shop: 'A' })] }),
      evalCase('d', { checks: [check('fields', 'no record')] }),
    ];
    assert.deepEqual([...aimedRows(aimOf('accuracy(total)'), cases)], ['a', 'b']);
    assert.deepEqual([...aimedRows(aimOf('accuracy(shop)'), cases)], ['c']);
    assert.deepEqual([...aimedRows(aimOf('accuracy(totl)'), cases)], []);
  });

  it('holds for an answer by what the check has read, whatever else failed', () => {
    const recall = aimOf('recall(refund)');
    const read = (expected: readonly string[], answered: readonly string[]) =>
      isRightBy(recall, { checks: [] }, verdictOf({ ...labels, expected, answered }));
    assert.equal(read(['refund'], ['Refund']), true);
    assert.equal(read(['refund', 'late'], ['late']), false);
    assert.equal(read(['late'], ['late']), undefined);
    assert.equal(isRightBy(recall, { checks: [] }, undefined), undefined);
    assert.equal(
      isRightBy(
        aimOf('other.recall(refund)'),
        { checks: [] },
        verdictOf({ ...labels, expected: ['refund'], answered: ['refund'] }),
      ),
      undefined,
    );
  });

  it('holds for a record by the rule of its field', () => {
    const aim = aimOf('accuracy(total)');
    const checks = [
      check('fields', '{"total": 10, "shop": "A"}', {
        config: { fields: { total: { compare: 'number', tolerance: 1 } } },
      }),
    ];
    const read = (answered: JsonObject | null) =>
      isRightBy(aim, { checks }, verdictOf({ type: 'fields', name: 'fields', expected: { total: 10 }, answered }));
    assert.equal(read({ total: 10.5 }), true);
    assert.equal(read({ total: 12 }), false);
    assert.equal(read(null), false);
    assert.equal(
      isRightBy(
        aimOf('accuracy(shop)'),
        { checks },
        verdictOf({ type: 'fields', name: 'fields', expected: { total: 10 }, answered: {} }),
      ),
      undefined,
    );
  });
});
