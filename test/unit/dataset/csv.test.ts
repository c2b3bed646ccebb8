import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { readAssertionCell } from '../../../src/core/dataset/assertionCell.ts';
import { readCsvCases } from '../../../src/core/dataset/csvCases.ts';
import { readCsv } from '../../../src/core/dataset/csvTable.ts';
import { positionAt } from '../../../src/core/text/textRange.ts';

describe('a CSV file (fault 57)', () => {
  it('gives each row the place of its lines', () => {
    const text = 'a,b\r\n1,"x\ny"\r\n\r\n3,4\r\n';
    const { columns, rows, problems } = readCsv(text);
    assert.deepEqual(problems, []);
    assert.deepEqual(columns, ['a', 'b']);
    assert.deepEqual(
      rows.map(({ value, range }) => [value, text.slice(range.start, range.end)]),
      [
        [['1', 'x\ny'], '1,"x\ny"'],
        [['3', '4'], '3,4'],
      ],
    );
  });

  const broken: readonly (readonly [string, string, string, number])[] = [
    ['a quote that is never closed', 'a,b\n1,2\n3,"x\n4,5\n', 'invalid-csv', 3],
    ['a row with too many cells', 'a,b\n1,2,3\n4,5\n', 'ragged-row', 2],
    ['a row with too few cells', 'a,b\n1,2\n3\n', 'ragged-row', 3],
    ['a column that stands there twice', 'a,b,a\n1,2,3\n', 'duplicate-column', 1],
    ['nothing at all', '', 'empty-csv', 1],
    ['a header alone', 'a,b\n', 'empty-csv', 1],
    ['a NUL character', 'a,b\n1,\0\n', 'invalid-csv', 2],
    ['a quote inside of a cell', 'a,b\n1,x"y\n', 'invalid-csv', 2],
  ];
  for (const [what, text, code, line] of broken)
    it(`points at ${what}`, () => {
      const [problem] = readCsv(text).problems;
      assert.equal(problem?.code, code);
      assert.equal(positionAt(text, problem?.range.start ?? 0).line, line);
    });

  it('keeps the rows around one that does not fit', () => {
    assert.deepEqual(
      readCsv('a,b\n1,2,3\n4,5\n').rows.map(({ value }) => value),
      [['4', '5']],
    );
  });

  it('reads semicolons when the header has no comma', () => {
    assert.deepEqual(readCsv('a;b\n1;2,5\n').rows[0]?.value, ['1', '2,5']);
  });

  it('keeps columns named __proto__ and constructor as ordinary variables', () => {
    const { cases } = readCsvCases(readCsv('__proto__,constructor\npolluted,x\n'));
    const vars = cases[0]?.value['vars'];
    assert.deepEqual(JSON.stringify(vars), '{"__proto__":"polluted","constructor":"x"}');
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });

  it('never throws', () => {
    const property = fc.property(fc.string(), (text) => {
      readCsvCases(readCsv(text));
    });
    assert.equal(fc.check(property).counterexample, null);
  });
});

describe('the columns of a CSV of cases', () => {
  it('say how to run and check a row', () => {
    const text = [
      'city,__expected,__expected2,__metric,__threshold,__id,__description,__prefix,__metadata:level,__metadata:tags[],__config:__expected2:threshold',
      'Rome,contains:Rome,similar:a city,geo,0.5,r1,the first,P,high,"a,b\\,c",0.9',
    ].join('\n');
    const { cases, problems } = readCsvCases(readCsv(text));
    assert.deepEqual(problems, []);
    assert.deepEqual(cases[0]?.value, {
      id: 'r1',
      description: 'the first',
      threshold: 0.5,
      vars: { city: 'Rome' },
      assert: [
        { type: 'contains', value: 'Rome', metric: 'geo' },
        { type: 'similar', value: 'a city', threshold: 0.9, metric: 'geo' },
      ],
      metadata: { level: 'high', tags: ['a', 'b,c'] },
      options: { prefix: 'P' },
    });
  });

  it('say when a name was probably meant otherwise', () => {
    const { problems } = readCsvCases(readCsv('_expected,__metadata,__config:__expected:weight\nx,y,1\n'));
    assert.deepEqual(
      problems.map(({ severity, message }) => [severity, message]),
      [
        ['error', '"_expected" is read as a variable. Did you mean "__expected"?'],
        ['warning', '"__metadata" needs a key and is left out: write __metadata:key.'],
        ['error', '"__config:__expected:weight" is not a setting of a check: write __config:__expected:threshold.'],
      ],
    );
  });

  it('say of a column that nobody knows which one was meant, or which there are', () => {
    const { problems } = readCsvCases(readCsv('__expectd,__zzzzzzzzzz\nx,y\n'));
    const [near, far] = problems.map(({ message }) => message);
    assert.match(near ?? '', /^"__expectd" is no column .* Did you mean "__expected"\?$/);
    assert.match(far ?? '', /^"__zzzzzzzzzz" is no column .* Known are .*__expected, __expected1, __metadata:key\.$/);
  });
});

describe('a check in one cell', () => {
  const cells: readonly (readonly [string, object])[] = [
    ['Rome', { type: 'equals', value: 'Rome' }],
    ['contains:Rome', { type: 'contains', value: 'Rome' }],
    ['not-contains:Rome', { type: 'not-contains', value: 'Rome' }],
    ['contains-any: a, b', { type: 'contains-any', value: ['a', 'b'] }],
    ['levenshtein(3):abc', { type: 'levenshtein', value: 'abc', threshold: 3 }],
    ['similar:abc', { type: 'similar', value: 'abc', threshold: 0.8 }],
    ['bleu(0.4):abc', { type: 'bleu', value: 'abc' }],
    ['is-json', { type: 'is-json' }],
    ['javascript: output.length > 3', { type: 'javascript', value: 'output.length > 3' }],
    ['grade: is polite', { type: 'llm-rubric', value: 'is polite' }],
    ['python: len(output)', { type: 'python', value: ' len(output)' }],
    ['unknown-type:x', { type: 'equals', value: 'unknown-type:x' }],
  ];
  for (const [cell, check] of cells)
    it(`"${cell}"`, () => {
      assert.deepEqual(readAssertionCell(cell), check);
    });
});
