import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatMeasurements, type Measurements, readMeasurements } from '../../../src/core/routing/measurements.ts';
import { requestClasses } from '../../../src/core/routing/route.ts';

const figures = fc.dictionary(
  fc.string({ minLength: 1 }),
  fc.record(
    { passed: fc.nat(), graded: fc.nat(), cost: fc.double({ min: 0, max: 10, noNaN: true }) },
    { noNullPrototype: true },
  ),
);
const asMap = <Value>(entries: Readonly<Record<string, Value>>) => new Map(Object.entries(entries));

describe('what a route learnt', () => {
  it('is written sorted and read back as it was', () => {
    fc.assert(
      fc.property(
        fc.tuple(figures, figures, figures),
        fc.dictionary(fc.string(), fc.constantFrom(...requestClasses)),
        fc.array(fc.string()),
        ([simple, standard, hard], table, words) => {
          const measured: Measurements = {
            classes: { simple: asMap(simple), standard: asMap(standard), hard: asMap(hard) },
            table: asMap(table),
            words,
            date: '2026-11-20',
            suites: ['a.eval.yaml'],
          };
          const read = readMeasurements(formatMeasurements(measured));
          assert.ok(read);
          for (const name of requestClasses)
            assert.deepEqual(new Map([...read.classes[name]].sort()), new Map([...measured.classes[name]].sort()));
          assert.deepEqual(new Map([...read.table].sort()), new Map([...measured.table].sort()));
          assert.deepEqual([read.words, read.date, read.suites], [words, '2026-11-20', ['a.eval.yaml']]);
          assert.equal(formatMeasurements(read), formatMeasurements(measured));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('keeps a logistic model, and passes over one that is damaged', () => {
    const model = { means: [1, 2], scales: [1, 0.5], weights: [0.25, -3], bias: 1 };
    const measured: Measurements = {
      classes: { simple: new Map(), standard: new Map(), hard: new Map() },
      table: new Map(),
      words: [],
      difficulty: { words: ['prove'], chances: [{ model, threshold: 0.8 }] },
      date: '2026-11-20',
      suites: [],
    };
    const text = formatMeasurements(measured);
    assert.deepEqual(readMeasurements(text)?.difficulty, measured.difficulty);
    for (const [from, to] of [
      ['"threshold":0.8', '"threshold":"high"'],
      ['"means":[1,2]', '"means":[1]'],
      ['"bias":1', '"bias":null'],
      ['"scales":[1,0.5]', '"scales":["a",0.5]'],
    ] as const) {
      assert.ok(text.includes(from), from);
      assert.equal(readMeasurements(text.replace(from, to))?.difficulty, undefined, to);
    }
  });

  it('is nothing where the file is another one, and loses only lines that are damaged', () => {
    for (const text of ['', '[]', '{"version": 2}', 'null']) assert.equal(readMeasurements(text), undefined, text);
    const damaged =
      '{"version":1,"figures":[{"class":"simple","target":"x/a","passed":1,"graded":2},{"class":"odd"},5],"table":[{"features":1}]}';
    const read = readMeasurements(damaged);
    assert.deepEqual([...(read?.classes.simple ?? [])], [['x/a', { passed: 1, graded: 2 }]]);
    assert.equal(read?.table.size, 0);
  });
});
