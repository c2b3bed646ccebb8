import assert from 'node:assert/strict';
import { recordFigures } from '../../../src/core/fields/fieldFigures.ts';
import { elementsOf, type FieldSpec, fieldStatus, isEmpty } from '../../../src/core/fields/fieldStatus.ts';
import type { JsonValue } from '../../../src/core/json.ts';

const statusOf = (rule: FieldSpec, wanted: JsonValue | undefined, given: JsonValue | undefined) =>
  fieldStatus(rule, wanted === undefined ? {} : { x: wanted }, given === undefined ? {} : { x: given });
const isRight = (rule: FieldSpec, wanted: JsonValue, given: JsonValue) => statusOf(rule, wanted, given) === 'right';

describe('the status of a field', () => {
  const exact: FieldSpec = { name: 'x', compare: 'exact' };

  it('tells nothing that is expected from nothing that is given', () => {
    assert.deepEqual(
      [
        statusOf(exact, 1, 1),
        statusOf(exact, 1, 2),
        statusOf(exact, 1, null),
        statusOf(exact, '', 2),
        statusOf(exact, [], ' '),
      ],
      ['right', 'wrong', 'missing', 'invented', 'rightly-empty'],
    );
    assert.equal(fieldStatus(exact, { x: 1 }, undefined), 'missing');
    assert.deepEqual([false, 0, '0', [0], {}].map(isEmpty), [false, false, false, false, false]);
  });

  it('is exact whatever the order of keys, and never across kinds', () => {
    assert.equal(isRight(exact, { a: 1, b: [1, { c: 2, d: 3 }] }, { b: [1, { d: 3, c: 2 }], a: 1 }), true);
    assert.equal(isRight(exact, [1, 2], [2, 1]), false);
    assert.equal(isRight(exact, 1, '1'), false);
  });

  it('is by text whatever capitals and white space', () => {
    const text: FieldSpec = { name: 'x', compare: 'text' };
    assert.equal(isRight(text, 'Ada  King', ' ada king'), true);
    assert.equal(isRight(text, 12, '12'), true);
    assert.equal(isRight(text, 'Ada', 'Adam'), false);
  });

  it('is by number within the larger of both tolerances', () => {
    const number = (more: { readonly tolerance?: number; readonly relative?: number }): FieldSpec => ({
      ...{ name: 'x', compare: 'number' },
      ...more,
    });
    assert.equal(isRight(number({}), 1234.5, '1,234.50 €'), true);
    assert.equal(isRight(number({}), 5, 'five'), false);
    assert.equal(isRight(number({ tolerance: 1 }), 100, 101), true);
    assert.equal(isRight(number({ tolerance: 1 }), 100, 101.5), false);
    assert.equal(isRight(number({ relative: 0.1 }), -100, -110), true);
    assert.equal(isRight(number({ relative: 0.1 }), 100, 111), false);
    assert.equal(isRight(number({ tolerance: 1, relative: 0.1 }), 100, 109), true);
  });

  it('is by date within so many days', () => {
    const date = (days?: number): FieldSpec => ({
      ...{ name: 'x', compare: 'date' },
      ...(days === undefined ? {} : { days }),
    });
    assert.equal(isRight(date(), '2026-12-01', '2026-12-01T09:00:00Z'), true);
    assert.equal(isRight(date(1), '2026-12-01', '2026-11-30'), true);
    assert.equal(isRight(date(1), '2026-12-01', '2026-12-03'), false);
    assert.equal(isRight(date(), '2026-12-01', 'tomorrow'), false);
  });

  it('is by the words that mean the same', () => {
    const country: FieldSpec = { name: 'x', compare: 'one_of', synonyms: { Germany: ['DE'] } };
    assert.deepEqual(
      ['germany', 'de', 'FR'].map((given) => isRight(country, 'Germany', given)),
      [true, true, false],
    );
    assert.equal(isRight(country, 'DE', 'Germany'), false, 'the words stand for what is expected, not the other way');
  });

  it('is by sets whatever order and repeats', () => {
    const tags: FieldSpec = { name: 'x', compare: 'set' };
    assert.equal(isRight(tags, ['a', 'B'], ['b', 'A', 'a']), true);
    assert.equal(isRight(tags, ['a', 'b'], ['a']), false);
    assert.deepEqual([...elementsOf('One')], ['one']);
    assert.deepEqual([...elementsOf(['a', ' ', 'A'])], ['a']);
    assert.equal(elementsOf(null).size, 0);
  });
});

describe('the figures of a field', () => {
  it('count values by what became of them', () => {
    const [who] = recordFigures(
      [{ name: 'who', compare: 'exact' }],
      [
        { expected: { who: 'Ada' }, answered: { who: 'Ada' } },
        { expected: { who: 'Ada' }, answered: { who: 'Bob' } },
        { expected: { who: 'Ada' }, answered: {} },
        { expected: {}, answered: { who: 'Bob' } },
        { expected: {}, answered: {} },
      ],
    ).fields;
    assert.deepEqual(
      [who?.right, who?.wrong, who?.missing, who?.invented, who?.rightlyEmpty, who?.accuracy?.value],
      [1, 1, 1, 1, 1, 0.4],
    );
    // One of three values that were given is right, and one of three that were expected.
    assert.deepEqual([who?.precision, who?.recall, who?.f1], [1 / 3, 1 / 3, 1 / 3]);
  });

  it('count the elements of sets, and whole sets', () => {
    const [tags] = recordFigures(
      [{ name: 'tags', compare: 'set' }],
      [
        { expected: { tags: ['a', 'b'] }, answered: { tags: ['b', 'a'] } },
        { expected: { tags: ['a', 'b'] }, answered: { tags: ['a', 'c', 'd'] } },
        { expected: { tags: [] }, answered: { tags: [] } },
        { expected: { tags: [] }, answered: undefined },
      ],
    ).fields;
    assert.deepEqual(
      [tags?.right, tags?.wrong, tags?.missing, tags?.invented, tags?.rightlyEmpty, tags?.accuracy?.value],
      [3, 0, 1, 2, 1, 0.5],
    );
    assert.deepEqual([tags?.precision, tags?.recall], [3 / 5, 3 / 4]);
  });

  it('are not known where nothing was given, or nothing expected', () => {
    const specs: readonly FieldSpec[] = [{ name: 'x', compare: 'exact' }];
    const [empty] = recordFigures(specs, [{ expected: {}, answered: {} }]).fields;
    assert.deepEqual([empty?.precision, empty?.recall, empty?.accuracy?.value], [undefined, undefined, 1]);
    const none = recordFigures(specs, []);
    assert.deepEqual([none.whole, none.fields[0]?.accuracy, none.records], [undefined, undefined, 0]);
  });
});
