import assert from 'node:assert/strict';
import { gradeCheck } from '../../../src/core/grading/gradeCheck.ts';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';

async function verdict(output: JsonValue, value: JsonValue, config?: JsonObject) {
  const answer = { output, vars: {}, prompt: '' };
  return gradeCheck({ type: 'fields', negated: false, value, ...(config ? { config } : {}) }, answer, {});
}

describe('a check of fields', () => {
  it('names each field that is wrong, missing or invented, and scores the share that is right', async () => {
    const expected = { total: 24.5, currency: 'EUR', order: 'A-1', note: null };
    const { outcome, score, reason } = await verdict('{"total": 25, "order": "A-1", "note": "hi"}', expected);
    assert.deepEqual([outcome, score], ['fail', 0.25]);
    for (const wanted of ['total is 25 and not 24.5', 'currency is missing', 'note is "hi", and nothing is expected'])
      assert.ok(reason.includes(wanted), reason);
  });

  it('compares each field by its own rule', async () => {
    const config = {
      fields: {
        total: { compare: 'number', tolerance: 0.01 },
        due: { compare: 'date', days: 1 },
        country: { compare: 'one_of', synonyms: { Germany: ['DE'] } },
        tags: 'set',
        name: { compare: 'similar', least: 0.6 },
      },
    };
    const expected = {
      total: 1234.5,
      due: '2026-12-01',
      country: 'Germany',
      tags: ['a', 'b'],
      name: 'Ada King Lovelace',
    };
    const given = {
      total: '1,234.50 €',
      due: '2026-12-02T10:00:00Z',
      country: 'de',
      tags: ['B', 'a'],
      name: 'Ada Lovelace',
    };
    assert.equal((await verdict(given, expected, config)).outcome, 'pass');
    assert.equal((await verdict({ ...given, due: '2026-12-03' }, expected, config)).outcome, 'fail');
  });

  it('says that an answer is no record', async () => {
    const { outcome, reason, reading } = await verdict('It is 24.50.', { total: 24.5 });
    assert.equal(outcome, 'fail');
    assert.match(reason, /cannot be read as a record/);
    assert.deepEqual(reading, { type: 'fields', name: 'fields', expected: { total: 24.5 }, answered: null });
  });

  it('is an error where it cannot be carried out as it is written', async () => {
    const ruled = (rule: JsonValue): readonly [JsonValue, JsonObject] => [{ a: 1 }, { fields: { a: rule } }];
    const cases: readonly (readonly [value: JsonValue, config: JsonObject | undefined, reason: RegExp])[] = [
      ['no record', undefined, /needs the record that is expected/],
      [{ a: 1 }, { field: {} }, /does not know the setting "field"/],
      [{ a: 1 }, { fields: ['a'] }, /is a map: the name of each field/],
      [...ruled('nearly'), /"a" is compared by one of exact, text/],
      [...ruled(3), /"a" is compared by one of exact, text/],
      [...ruled({ compare: 'number', tolerance: 'much' }), /"tolerance" of a field is a number of 0 or more/],
      [...ruled({ compare: 'number', relative: -0.1 }), /"relative" of a field is a number of 0 or more/],
      [
        ...ruled({ compare: 'number', tolerence: 1 }),
        /"a" does not know "tolerence": it knows compare, tolerance, relative/,
      ],
      [...ruled({ compare: 'exact', days: 1 }), /"a" does not know "days": it knows compare\./],
      [...ruled({ compare: 'similar', least: '90%' }), /"least" of a field is a share above 0 and at most 1/],
      [...ruled({ compare: 'similar', least: 90 }), /"least" of a field is a share above 0 and at most 1/],
      [...ruled({ compare: 'one_of' }), /The field "a" needs "synonyms"/],
      [...ruled({ compare: 'one_of', synonyms: { one: 'uno' } }), /The synonyms of "one" are a list of texts/],
    ];
    for (const [value, config, reason] of cases) {
      const { outcome, reason: said } = await verdict('{"a": 1}', value, config);
      assert.equal(outcome, 'error', JSON.stringify([value, config]));
      assert.match(said, reason);
    }
  });

  it('takes a tolerance and a number of days of 0, and least of all a share', async () => {
    const of = (rule: JsonValue, expected: JsonValue, given: JsonValue) =>
      verdict({ a: given }, { a: expected }, { fields: { a: rule } });
    assert.equal((await of({ compare: 'number', tolerance: 0 }, 5, '5.0')).outcome, 'pass');
    assert.equal((await of({ compare: 'date', days: 0 }, '2026-12-01', '2026-12-02')).outcome, 'fail');
    assert.equal((await of({ compare: 'similar', least: 1 }, 'Ada King', 'king ada')).outcome, 'pass');
    // Without `least` 0.8 is enough: twice the two words in common, of five in all.
    assert.equal((await of('similar', 'a b', 'a b c')).outcome, 'pass');
    assert.equal((await of('similar', 'a b', 'a c')).outcome, 'fail');
  });
});
