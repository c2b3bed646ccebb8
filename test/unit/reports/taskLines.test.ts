import assert from 'node:assert/strict';
import { labelFigures } from '../../../src/core/classes/classFigures.ts';
import { confusionMatrix, type LabelPair } from '../../../src/core/classes/confusionMatrix.ts';
import { type LabelSets, multiLabelFigures } from '../../../src/core/classes/multiLabelFigures.ts';
import { noLabel, otherLabel } from '../../../src/core/classes/readLabel.ts';
import { type RecordPair, recordFigures } from '../../../src/core/fields/fieldFigures.ts';
import { taskLines } from '../../../src/core/reports/taskLines.ts';
import type { TaskFigures } from '../../../src/core/results/taskFigures.ts';

const times = (count: number, expected: string, answered: string): readonly LabelPair[] =>
  Array.from({ length: count }, () => ({ expected, answered }));

function label(labels: readonly string[], ...pairs: readonly (readonly LabelPair[])[]): TaskFigures {
  return { type: 'label', name: 'kind', figures: labelFigures(confusionMatrix(labels, pairs.flat())) };
}

function labels(known: readonly string[], rows: readonly LabelSets[]): TaskFigures {
  return { type: 'labels', name: 'tags', figures: multiLabelFigures(known, rows) };
}

function fields(...pairs: readonly RecordPair[]): TaskFigures {
  const specs = ['who', 'when'].map((name) => ({ name, compare: 'exact' as const }));
  return { type: 'fields', name: 'record', figures: recordFigures(specs, pairs) };
}

const said = (...tasks: readonly TaskFigures[]) => taskLines({ target: 'a/b', tasks });

describe('the figures of a label in words', () => {
  it('are those of all cases, then the classes that are not always found, with what they are taken for', () => {
    const task = label(
      ['refund', 'late'],
      times(9, 'refund', 'refund'),
      times(1, 'refund', 'late'),
      times(10, 'late', 'late'),
    );
    assert.deepEqual(said(task), [
      'a/b  kind: 95.0% (76.4 to 99.1) right, macro F1 0.95 (0.85 to 1.00); the most frequent label alone would come to 50.0%',
      '  refund: recall 90.0% (59.6 to 98.2) of 10, precision 100.0% (70.1 to 100.0); 1 called late',
    ]);
  });

  it('begin with the class that is found worst, and list five at most', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const pairs = names.map((name, index) => [...times(index, name, name), ...times(7 - index, name, otherLabel)]);
    const listed = said(label(names, ...pairs)).slice(1);
    assert.deepEqual(
      listed.map((line) => line.replace(/ \(.*/, '')),
      ['a: recall 0.0%', 'b: recall 14.3%', 'c: recall 28.6%', 'd: recall 42.9%', 'e: recall 57.1%'].map(
        (line) => `  ${line}`,
      ),
    );
  });

  it('name the mistake that a class is taken for most often', () => {
    const late = [...times(5, 'late', 'late'), ...times(1, 'late', 'refund'), ...times(2, 'late', 'lost')];
    const [, line = ''] = said(label(['refund', 'late', 'lost'], late, times(8, 'refund', 'refund')));
    assert.match(line, /^ {2}late: recall 62\.5% .* of 8, .*; 2 called lost$/);
  });

  it('say how many answers gave no label, and only where some gave none', () => {
    const silent = label(['x', 'y'], times(3, 'x', 'x'), times(1, 'y', noLabel));
    assert.match(said(silent)[0] ?? '', /; 25\.0% gave no label$/);
    assert.doesNotMatch(said(label(['x'], times(3, 'x', 'x')))[0] ?? '', /gave no label/);
  });

  it('leave out what cannot be known', () => {
    assert.deepEqual(said(label(['x', 'y'])), ['a/b  kind: - right, macro F1 -']);
    // No case is of y, so its recall is not known, and it is not called badly found.
    assert.deepEqual(said(label(['x', 'y'], times(4, 'x', 'x'))), [
      'a/b  kind: 100.0% (51.0 to 100.0) right, macro F1 1.00; the most frequent label alone would come to 100.0%',
    ]);
  });
});

describe('the figures of several labels in words', () => {
  it('are the exact answers, the averages over all labels, and the overlap', () => {
    const rows = [
      { expected: ['a', 'b'], answered: ['b', 'a'] },
      { expected: ['a'], answered: ['a', 'c'] },
      { expected: [], answered: [] },
      { expected: ['b'], answered: ['a'] },
    ];
    assert.deepEqual(said(labels(['a', 'b', 'c'], rows)), [
      'a/b  tags: 50.0% (15.0 to 85.0) exactly right, precision 0.60, recall 0.75, F1 0.67, overlap 0.63',
    ]);
    assert.deepEqual(said(labels(['a'], [])), ['a/b  tags: - exactly right, precision -, recall -, F1 -, overlap -']);
  });
});

describe('the figures of a record in words', () => {
  it('are the whole records, then each field with its faults', () => {
    const task = fields(
      { expected: { who: 'Ada', when: '1843' }, answered: { who: 'Ada', when: '1843' } },
      { expected: { who: 'Ada', when: '1843' }, answered: { who: 'Ada' } },
      { expected: { who: 'Ada' }, answered: { who: 'Bob', when: '1900' } },
      { expected: { who: 'Ada' }, answered: undefined },
    );
    assert.deepEqual(said(task), [
      'a/b  record: 25.0% (4.6 to 69.9) of records whole; 1 could not be read as a record',
      '  who: 50.0% (15.0 to 85.0); 1 wrong, 1 missing',
      '  when: 50.0% (15.0 to 85.0); 1 missing, 1 invented',
    ]);
  });

  it('name no faults where there are none', () => {
    const pair = { expected: { who: 'Ada' }, answered: { who: 'Ada' } };
    assert.deepEqual(said(fields(pair)), [
      'a/b  record: 100.0% (20.7 to 100.0) of records whole',
      '  who: 100.0% (20.7 to 100.0)',
      '  when: 100.0% (20.7 to 100.0)',
    ]);
  });
});

describe('the figures of a target', () => {
  it('are those of all its checks, and none where no check reads any', () => {
    const lines = said(label(['x'], times(1, 'x', 'x')), labels(['a'], []));
    assert.deepEqual(
      lines.map((line) => line.slice(0, 10)),
      ['a/b  kind:', 'a/b  tags:'],
    );
    assert.deepEqual(taskLines({ target: 'a/b' }), []);
  });
});
