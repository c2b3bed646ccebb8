import assert from 'node:assert/strict';
import { datasetTexts } from '../../../../src/core/cases/personal/datasetTexts.ts';
import { replaceInFile } from '../../../../src/core/cases/personal/replaceInFile.ts';
import type { JsonValue } from '../../../../src/core/json.ts';
import { surveyPersonal } from '../../../../src/core/privacy/anonymize.ts';
import { StandIns } from '../../../../src/core/privacy/standIns.ts';
import { applyEdits } from '../../../../src/core/text/applyEdits.ts';

const valuesOf = (name: string, text: string): readonly JsonValue[] =>
  [...datasetTexts(name, text)].map(({ value }) => value);

function replaced(name: string, text: string): string {
  const { values } = surveyPersonal(valuesOf(name, text));
  return applyEdits(text, replaceInFile(text, values, new StandIns(new Uint8Array(32).fill(7))));
}

describe('replaceInFile', () => {
  const files: readonly (readonly [name: string, text: string])[] = [
    ['a.jsonl', '{"vars": {"t": "Mail\\nmaria@firm.org, \\"card\\" 4111 1111 1111 1111"}}\n{"vars": {"n": 5}}\n'],
    ['a.csv', 't,__expected\n"Mail ""maria@firm.org"", now",icontains: maria@firm.org\n'],
    [
      'a.yaml',
      '# kept\n- vars:\n    t: |\n      Mail\n      maria@firm.org\n  assert: [{type: contains, value: maria@firm.org}]\n',
    ],
    ['a.json', '[{"vars": {"t": "maria@firm.org"}}]\n'],
  ];
  for (const [name, text] of files)
    it(`changes nothing but the values in ${name}`, () => {
      const after = replaced(name, text);
      assert.doesNotMatch(after, /maria@firm|4111/);
      const shape = (file: string) => file.replace(/[a-z.]+@[a-z.]+|\d{4} \d{4} \d{4} \d{4}/g, '*');
      assert.equal(shape(after), shape(text));
      assert.equal(valuesOf(name, after).length, valuesOf(name, text).length);
    });

  it('reads rows of data and every text of YAML, and leaves what cannot be read', () => {
    assert.deepEqual(valuesOf('a.jsonl', '{"a": 1}\nbroken\n'), [{ a: 1 }]);
    assert.deepEqual(valuesOf('a.csv', 'a,b\n1,2\n'), [['1', '2']]);
    assert.deepEqual(valuesOf('a.yaml', 'a: [x, 4]\n'), ['a', 'x', 4]);
  });
});
