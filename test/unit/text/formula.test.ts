import assert from 'node:assert/strict';
import { parseFormula } from '../../../src/core/text/formula.ts';

describe('a formula', () => {
  const values = { hits: 3, misses: 1, __count: 10 };
  const table: readonly (readonly [string, number])[] = [
    ['hits', 3],
    ['2 * hits / (hits + misses)', 1.5],
    ['hits - misses - 1', 1],
    ['hits / __count', 0.3],
    ['-2^2', -4],
    ['2^3^2', 512],
    ['2^-1', 0.5],
    ['7 % 4 * 2', 6],
    ['1.5e1 + .5', 15.5],
    ['unknown + 1', Number.NaN],
    ['toString + 1', Number.NaN],
    ['max(hits, misses, 2) + sqrt(4)', 5],
    ['--hits', 3],
  ];
  for (const [text, expected] of table)
    it(`${text} is ${expected}`, () => assert.equal(parseFormula(text)(values), expected));

  it('divided by nothing is no number', () => {
    assert.ok(Number.isNaN(parseFormula('a / b')({})));
  });

  for (const text of ['', 'a +', '(a', 'a b', 'a ? b : c', "process.exit('x')", 'a..b', '1.2.3', 'eval(1)', 'max()'])
    it(`is not: ${text || '(nothing)'}`, () => assert.throws(() => parseFormula(text)));

  it('names the part that may not stand there', () => {
    const faultOf = (text: string) => {
      try {
        parseFormula(text);
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
      return '';
    };
    assert.match(faultOf('a + ? 2'), /"\?"/);
    assert.match(faultOf('a b'), /"b"/);
  });

  it('that is nested without end is refused, not followed', () => {
    assert.throws(() => parseFormula(`${'('.repeat(100_000)}1`), /nested too deeply/);
  });
});
