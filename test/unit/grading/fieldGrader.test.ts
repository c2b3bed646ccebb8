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
    for (const [value, config] of [
      ['no record', undefined],
      [{ a: 1 }, { fields: { a: 'nearly' } }],
      [{ a: 1 }, { fields: { a: { compare: 'number', tolerance: 'much' } } }],
      [{ a: 1 }, { field: {} }],
    ] as const)
      assert.equal((await verdict('{"a": 1}', value, config)).outcome, 'error', JSON.stringify([value, config]));
  });
});
