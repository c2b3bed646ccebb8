import assert from 'node:assert/strict';
import { valueClasses } from '../../../../src/core/cases/coverage/valueClasses.ts';
import type { InputField } from '../../../../src/core/prompt/document.ts';

const field = (type: InputField['type'], more: Partial<InputField> = {}): InputField => ({
  ...{ name: 'x', type, required: true },
  ...more,
});
const names = (one: InputField, languages: readonly string[] = []) =>
  valueClasses(one, languages).map(({ name }) => name);

describe('the kinds of values of a variable', () => {
  it('hold the value that is made for them, and no variable that is absent', () => {
    const types = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'any'] as const;
    for (const type of types)
      for (const { name, made, holds } of valueClasses(field(type), [])) {
        assert.equal(holds(made?.('A usual text.')), true, `${type}: ${name}`);
        assert.equal(holds(undefined), false, `${type}: ${name}`);
      }
  });

  it('are those of its type', () => {
    assert.deepEqual(names(field('number')), ['zero', 'negative', 'large', 'a fraction']);
    assert.deepEqual(names(field('integer')), ['zero', 'negative', 'large']);
    assert.deepEqual(names(field('boolean')), ['true', 'false']);
    assert.deepEqual(names(field('array')), ['no item', 'one item', 'many items']);
    assert.deepEqual(names(field('object')), []);
    assert.equal(names(field('string')).at(-1), 'very long');
    assert.deepEqual(names(field('any')), names(field('string')));
  });

  it('hold what they say and nothing beside it', () => {
    const held = (one: InputField, value: Parameters<ReturnType<typeof valueClasses>[number]['holds']>[0]) =>
      valueClasses(one, [])
        .filter(({ holds }) => holds(value))
        .map(({ name }) => name);
    assert.deepEqual(held(field('number'), 5), []);
    assert.deepEqual(held(field('number'), -0.5), ['negative', 'a fraction']);
    assert.deepEqual(held(field('number'), -1e9), ['negative', 'large']);
    assert.deepEqual(held(field('number'), 999_999_999), []);
    assert.deepEqual(held(field('boolean'), 'false'), ['false']);
    const items = (count: number) => Array.from({ length: count }, () => 'a');
    assert.deepEqual([held(field('array'), items(9)), held(field('array'), items(10))], [[], ['many items']]);
    assert.deepEqual(held(field('array'), items(2)), []);
    assert.deepEqual(held(field('string'), 'A usual text.'), []);
    assert.deepEqual(held(field('string'), 'a'), ['one character']);
    assert.deepEqual(held(field('string'), 'x'.repeat(3999)), []);
    assert.deepEqual(held(field('string'), 'x'.repeat(4000)), ['very long']);
  });

  it('are the entries of its list, and one outside of it', () => {
    const listed = field('string', { options: ['refund', 'late'] });
    assert.deepEqual(names(listed), ['"refund"', '"late"', 'outside of its list']);
    const outside = valueClasses(listed, []).at(-1);
    assert.deepEqual(
      [outside?.holds('other'), outside?.holds('late'), outside?.holds(undefined)],
      [true, false, false],
    );
    assert.equal(outside?.holds(outside.made?.('') ?? undefined), true);
  });

  it('have one in which the variable is absent only where it may be', () => {
    const [absent] = valueClasses(field('object', { required: false }), []);
    assert.deepEqual([absent?.name, absent?.isAbsence, absent?.made], ['absent', true, undefined]);
    assert.deepEqual([absent?.holds(undefined), absent?.holds('')], [true, false]);
  });

  it('are the languages of the cases, and one that they do not have', () => {
    const languages = (known: readonly string[]) =>
      names(field('string'), known).filter((name) => name.startsWith('in '));
    assert.deepEqual(languages([]), []);
    assert.deepEqual(languages(['English']), ['in English', 'in German']);
    assert.deepEqual(languages(['German']), ['in German', 'in English']);
    assert.equal(languages(['English', 'German', 'French', 'Spanish']).at(-1), 'in Japanese');
  });
});
