import assert from 'node:assert/strict';
import type { FormField } from '../../../../../src/protocol.ts';
import {
  missingInputs,
  openDrafts,
  readInput,
  typedInputs,
  writeInput,
} from '../../../../../src/webview/compare/state/inputDrafts.ts';

function field(type: FormField['type'], options?: FormField['options']): FormField {
  return { name: 'f', type, required: true, ...(options ? { options } : {}) };
}

describe('readInput', () => {
  it('reads each type of field', () => {
    assert.deepEqual(readInput(field('string'), ' as typed '), { type: 'value', value: ' as typed ' });
    assert.deepEqual(readInput(field('boolean'), 'true'), { type: 'value', value: true });
    assert.deepEqual(readInput(field('integer'), '42'), { type: 'value', value: 42 });
    assert.deepEqual(readInput(field('array'), '[1, "a"]'), { type: 'value', value: [1, 'a'] });
    assert.deepEqual(readInput(field('string', ['en', 2]), '2'), { type: 'value', value: 2 });
  });

  it('takes an emptied field as not given', () => {
    for (const type of ['number', 'integer', 'object', 'array'] as const)
      assert.deepEqual(readInput(field(type), ' '), { type: 'absent' });
    assert.deepEqual(readInput(field('string', ['en']), ''), { type: 'absent' });
  });

  it('says what to enter instead of a mistake', () => {
    assert.deepEqual(readInput(field('integer'), '4.2'), { type: 'invalid', message: 'Enter a whole number.' });
    assert.deepEqual(readInput(field('number'), 'four'), { type: 'invalid', message: 'Enter a number.' });
    for (const [type, text] of [
      ['object', '[1]'],
      ['object', '{"a":'],
      ['array', '{}'],
      ['object', 'null'],
    ] as const)
      assert.equal(readInput(field(type), text).type, 'invalid');
  });

  it('shows a value as it can be read again', () => {
    assert.equal(writeInput({ a: [1] }), '{\n  "a": [\n    1\n  ]\n}');
    assert.equal(writeInput('plain'), 'plain');
    assert.equal(writeInput(undefined), '');
  });
});

describe('drafts', () => {
  const fields: FormField[] = [
    { name: 'ticket', type: 'string', required: true },
    { name: 'count', type: 'integer', required: true },
  ];

  it('are laid over what the host knows, mistakes left out', () => {
    assert.deepEqual(typedInputs({ fields, inputs: { ticket: 'old', count: 1 } }, { ticket: 'new', count: 'x' }), {
      ticket: 'new',
      count: 1,
    });
    assert.deepEqual(typedInputs({ fields, inputs: { count: 1 } }, { count: '' }), {});
  });

  it('end when the host has taken them', () => {
    assert.deepEqual(openDrafts({ fields, inputs: { ticket: 'new' } }, { ticket: 'new', count: 'x' }), { count: 'x' });
  });

  it('count as given before the host has answered', () => {
    assert.deepEqual(missingInputs({ fields, missing: ['ticket', 'count'] }, { ticket: 'here' }), ['count']);
    assert.deepEqual(missingInputs({ fields, missing: ['ticket'] }, { ticket: '' }), ['ticket']);
  });
});
