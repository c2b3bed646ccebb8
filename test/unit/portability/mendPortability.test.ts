import assert from 'node:assert/strict';
import { mendPortability } from '../../../src/core/portability/mendPortability.ts';
import type { PortabilityFinding } from '../../../src/core/portability/portabilityFinding.ts';

const text = 'seed: 1\ntemperature: 3\nbody';
const range = { start: 0, end: 8 };
const finding = (more: Partial<PortabilityFinding>): PortabilityFinding => ({
  model: 'a/b',
  effect: 'dropped',
  field: 'seed',
  message: 'It is not sent.',
  range,
  ...more,
});
const remove = finding({ fix: { title: 'Remove "seed"', edits: [{ range, text: '' }] } });
const clamp = finding({
  effect: 'clamped',
  field: 'temperature',
  fix: { title: 'Change "temperature" to 2', edits: [{ range: { start: 21, end: 22 }, text: '2' }] },
});

describe('a prompt mended for a model', () => {
  it('has every edit whose mend is known, and names the others', () => {
    const other = finding({ effect: 'changed', field: 'messages' });
    const { text: mended, left } = mendPortability(text, [clamp, other, remove]);
    assert.equal(mended, 'temperature: 2\nbody');
    assert.deepEqual(left, [other]);
  });

  it('leaves alone what has nothing to do with the model', () => {
    const { model: _none, ...ofEvery } = finding({
      effect: 'doubtful',
      fix: { title: 'Wrap', edits: [{ range, text: 'x' }] },
    });
    assert.deepEqual(mendPortability(text, [ofEvery]), { text, mended: [], left: [] });
  });

  it('makes one of two edits at the same place', () => {
    assert.equal(mendPortability(text, [remove, remove]).text, 'temperature: 3\nbody');
  });
});
