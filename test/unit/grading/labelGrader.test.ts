import assert from 'node:assert/strict';
import { gradeCheck } from '../../../src/core/grading/gradeCheck.ts';
import type { JsonObject, JsonValue } from '../../../src/core/json.ts';

const answered = (output: JsonValue) => ({ output, vars: { label: 'refund' }, prompt: '' });

async function verdict(output: JsonValue, value: JsonValue, config?: JsonObject) {
  return gradeCheck({ type: 'label', negated: false, value, ...(config ? { config } : {}) }, answered(output), {});
}

describe('a check of labels', () => {
  it('reads the whole answer, whatever its capitals and spaces, and no label inside a sentence', async () => {
    assert.equal((await verdict(' Refund\n', '{{label}}')).outcome, 'pass');
    assert.equal((await verdict('a tax refund', 'refund', { labels: ['refund', 'tax'] })).outcome, 'fail');
  });

  it('keeps what it has read, for the figures of the run', async () => {
    const labels = ['refund', 'late'];
    const read = async (output: string) => (await verdict(output, 'refund', { labels, abstain: ['unknown'] })).reading;
    const answered = async (output: string) => {
      const found = await read(output);
      return found?.type === 'labels' ? found.answered : undefined;
    };
    assert.deepEqual(await read('late'), { type: 'labels', name: 'label', expected: ['refund'], answered: ['late'] });
    assert.deepEqual(await answered('no idea'), ['(other)']);
    assert.deepEqual(await answered('unknown'), ['(none)']);
  });

  it('reads the first word, or a field of a JSON answer', async () => {
    assert.equal((await verdict('Refund: it broke.', 'refund', { read: 'first-word' })).outcome, 'pass');
    const config = { read: { field: 'result.label' } };
    assert.equal((await verdict('{"result": {"label": "refund"}}', 'refund', config)).outcome, 'pass');
    assert.equal((await verdict('refund', 'refund', config)).outcome, 'fail');
  });

  it('reads other words for a label, its marks and its capitals as it is told', async () => {
    const of = async (output: string, config: JsonObject) => (await verdict(output, 'Refund', config)).outcome;
    const synonyms = { Refund: ['money back'] };
    assert.equal(await of('Money back', { synonyms }), 'pass');
    assert.equal(await of('money', { synonyms }), 'fail');
    assert.equal(await of('**Refund.**', { stripMarks: true }), 'pass');
    assert.equal(await of('**Refund.**', {}), 'fail');
    assert.equal(await of('refund', { caseSensitive: true }), 'fail');
    assert.equal(await of('Refund', { caseSensitive: true }), 'pass');
    assert.equal(await of('{"label": null}', { read: { field: 'label' } }), 'fail');
    assert.equal(await of(' - Refund, I think', { read: 'first-word' }), 'pass');
  });

  it('asks for exactly the labels where there may be several', async () => {
    const config = { several: true, labels: ['refund', 'late', 'damaged'] };
    assert.equal((await verdict('late, refund', ['refund', 'late'], config)).outcome, 'pass');
    assert.equal((await verdict('["refund"]', 'refund, late', config)).outcome, 'fail');
    assert.equal((await verdict('', [], config)).outcome, 'pass');
  });

  it('is an error where it cannot be carried out as it is written', async () => {
    const cases: readonly (readonly [JsonValue, JsonObject?])[] = [
      [''],
      ['invoice', { labels: ['refund'] }],
      ['refund', { lables: ['refund'] }],
      ['refund', { labels: 'refund' }],
      ['refund', { read: 'last-word' }],
      ['refund', { synonyms: { refund: 'money back' } }],
      ['refund', { synonyms: ['money back'] }],
      ['refund', { abstain: 'unknown' }],
      ['refund', { abstain: [3] }],
      ['refund', { read: { field: 3 } }],
    ];
    for (const [value, config] of cases)
      assert.equal((await verdict('refund', value, config)).outcome, 'error', JSON.stringify([value, config]));
  });
});
