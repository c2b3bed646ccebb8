import assert from 'node:assert/strict';
import { addVariant, variantNameFor } from '../../../src/core/routing/addVariant.ts';

describe('a new line in variants', () => {
  it('comes first, and everything else stays', () => {
    const text = '# ours\nroutes:\n  cheap: {cost: [a/b]}\nvariants:\n  # all of them\n  a/*: plain\n';
    assert.equal(
      addVariant(text, { pattern: 'a/b', variant: 'b' }),
      '# ours\nroutes:\n  cheap: {cost: [a/b]}\nvariants:\n  # all of them\n  a/b: b\n  a/*: plain\n',
    );
  });

  it('makes the part where there is none', () => {
    assert.equal(addVariant('', { pattern: 'a/b', variant: 'b' }), 'variants:\n  a/b: b\n');
    assert.equal(addVariant('judge: a/c\n', { pattern: 'a/b', variant: 'b' }), 'judge: a/c\nvariants:\n  a/b: b\n');
  });

  it('keeps the line ends of the file', () => {
    assert.equal(
      addVariant('judge: a/c\r\n', { pattern: 'a/b', variant: 'b' }),
      'judge: a/c\r\nvariants:\r\n  a/b: b\r\n',
    );
  });

  it('changes nothing where the line is there', () => {
    const text = 'variants: {a/b: b}\n';
    assert.equal(addVariant(text, { pattern: 'a/b', variant: 'b' }), text);
  });

  it('refuses a pattern that has another variant, and a file that cannot be read', () => {
    assert.throws(
      () => addVariant('variants: {a/b: c}\n', { pattern: 'a/b', variant: 'b' }),
      /a\/b has the variant "c" already/,
    );
    assert.throws(() => addVariant('variants: [a]\n', { pattern: 'a/b', variant: 'b' }), /cannot be read/);
    assert.throws(() => addVariant('a: [', { pattern: 'a/b', variant: 'b' }), /cannot be read/);
  });

  it('is named after the model', () => {
    assert.equal(variantNameFor('anthropic/claude-sonnet-5-5'), 'claude-sonnet-5-5');
    assert.equal(variantNameFor('openrouter/meta/Llama 4.1:free'), 'llama-4-1-free');
    assert.equal(variantNameFor('x/'), 'ported');
  });
});
