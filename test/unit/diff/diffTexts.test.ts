import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type DiffMode, diffTexts, similarityOf } from '../../../src/core/diff/diffTexts.ts';

/** `[-removed-]{+added+}`, so that an expectation reads like the diff a person sees. */
function drawn(left: string, right: string, mode: DiffMode = 'words'): string {
  return diffTexts(left, right, { mode })
    .parts.map(({ kind, text }) => (kind === 'equal' ? text : kind === 'removed' ? `[-${text}-]` : `{+${text}+}`))
    .join('');
}

function rebuilt(left: string, right: string, mode: DiffMode): { left: string; right: string } {
  const { parts } = diffTexts(left, right, { mode });
  const without = (kind: string) =>
    parts
      .filter((part) => part.kind !== kind)
      .map((part) => part.text)
      .join('');
  return { left: without('added'), right: without('removed') };
}

const piece = fc.oneof(
  fc.constantFrom(
    'the ',
    'parcel ',
    'is ',
    'broken',
    '.',
    '\n',
    '\r\n',
    '\r',
    '\n\n',
    '  ',
    '\t',
    '{',
    '}',
    '"a": 1,',
    "don't ",
  ),
  fc.constantFrom(
    '今天天气很好。',
    '公園へ',
    'สวัสดีครับ',
    '👩‍👩‍👧',
    '🇩🇪🇫🇷',
    'e\u0301',
    '\u202e',
    '\u0000',
    '\ud800',
    '\ufeff',
    'Straße ',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
/** Two texts that share much, as two answers to one prompt do. */
const relatives = fc
  .array(fc.record({ piece, place: fc.constantFrom('both', 'both', 'left', 'right') }), { maxLength: 80 })
  .map((entries) => ({
    left: entries.map((entry) => (entry.place === 'right' ? '' : entry.piece)).join(''),
    right: entries.map((entry) => (entry.place === 'left' ? '' : entry.piece)).join(''),
  }));

describe('diffTexts by words', () => {
  it('marks the words that differ and leaves the rest', () => {
    assert.equal(
      drawn('The parcel arrived damaged today.', 'The parcel arrived broken today.'),
      'The parcel arrived [-damaged-]{+broken+} today.',
    );
  });

  it('keeps numbers and contractions whole', () => {
    assert.equal(
      drawn("It don't cost 3.14 now", "It won't cost 3.15 now"),
      "It [-don't-]{+won't+} cost [-3.14-]{+3.15+} now",
    );
  });

  it('reads an added paragraph as one addition', () => {
    assert.equal(
      drawn('First line here.\n\nSecond line here.\n', 'A new start.\n\nFirst line here.\n\nSecond line here.\n'),
      '{+A new start.\n\n+}First line here.\n\nSecond line here.\n',
    );
  });

  it('folds crumbs of equal text inside a large change', () => {
    assert.equal(
      drawn('I like cats a lot because of quiet.', 'Dogs are the best animals of all times.'),
      '[-I like cats a lot because of quiet-]{+Dogs are the best animals of all times+}.',
    );
  });

  it('finds words where spaces do not separate them', () => {
    assert.equal(
      drawn('今天天气很好。我们去公园。', '今天天气很好。我们去学校。'),
      '今天天气很好。我们去[-公园-]{+学校+}。',
    );
  });

  it('never cuts an emoji family or a flag', () => {
    assert.equal(drawn('we are 👩‍👩‍👧 at home', 'we are 👩‍👩‍👦 at home'), 'we are [-👩‍👩‍👧-]{+👩‍👩‍👦+} at home');
    assert.equal(drawn('from 🇩🇪 to here', 'from 🇫🇷 to here'), 'from [-🇩🇪-]{+🇫🇷+} to here');
  });

  it('shows a change of line ends as that and nothing more', () => {
    assert.equal(drawn('one\r\ntwo', 'one\ntwo'), 'one[-\r-]\ntwo');
  });

  it('shows a long line that changes once as one change, however long', () => {
    const long = 'word '.repeat(300_000);
    assert.deepEqual(
      diffTexts(`${long}old ${long}`, `${long}new ${long}`, { mode: 'words' }).parts.map(({ kind, text }) => [
        kind,
        text.length,
      ]),
      [
        ['equal', long.length],
        ['removed', 3],
        ['added', 3],
        ['equal', long.length + 1],
      ],
    );
  });
});

describe('diffTexts by lines', () => {
  it('marks whole lines', () => {
    assert.equal(drawn('a\nb\nc\n', 'a\nx\nc\n', 'lines'), 'a\n[-b\n-]{+x\n+}c\n');
  });

  it('tells a last line with a line end from one without', () => {
    assert.equal(drawn('a\nb', 'a\nb\n', 'lines'), 'a\n[-b-]{+b\n+}');
  });
});

describe('diffTexts as JSON', () => {
  it('sorts keys and marks the values that changed', () => {
    assert.equal(
      drawn('{"label":"damaged","id":7}', '{ "id": 7, "label": "late" }', 'json'),
      '{\n  "id": 7,\n  "label": "[-damaged-]{+late+}"\n}',
    );
  });

  it('keeps brackets where they are when an item is added', () => {
    assert.equal(
      drawn('{"list":[1,2]}', '{"list":[1,2,3]}', 'json'),
      '{\n  "list": [\n    1,\n    2{+,\n    3+}\n  ]\n}',
    );
  });

  it('sees integers that a floating-point number cannot tell apart', () => {
    assert.notEqual(diffTexts('[12345678901234567890]', '[12345678901234567891]', { mode: 'json' }).similarity, 1);
  });

  it('compares words, and says so, when one side is no JSON', () => {
    const diff = diffTexts('{"a":1}', 'Sorry, no.', { mode: 'json' });
    assert.equal(diff.note, 'not-json');
    assert.equal(diff.left, '{"a":1}');
  });
});

describe('every diff', () => {
  for (const mode of ['words', 'lines'] as const) {
    it(`rebuilds both texts exactly, by ${mode}`, () => {
      fc.assert(
        fc.property(fc.oneof(relatives, fc.record({ left: text, right: text })), ({ left, right }) => {
          assert.deepEqual(rebuilt(left, right, mode), { left, right });
        }),
        { numRuns: 400 },
      );
    });
  }

  it('rebuilds long texts that share little', () => {
    const words = (seed: number) => Array.from({ length: 6000 }, (_, index) => `w${(index * seed) % 997}`).join(' ');
    const [left, right] = [words(31), words(577)];
    assert.deepEqual(rebuilt(left, right, 'words'), { left, right });
  });

  it('finds the same similarity from either side, between 0 and 1', () => {
    fc.assert(
      fc.property(relatives, ({ left, right }) => {
        const similarity = similarityOf(left, right);
        assert.equal(similarity, similarityOf(right, left));
        assert.ok(similarity >= 0 && similarity <= 1);
      }),
    );
  });

  it('calls a text fully similar to itself, and the empty text to nothing', () => {
    fc.assert(fc.property(text, (same) => assert.equal(similarityOf(same, same), 1)));
    assert.equal(similarityOf('', 'something'), 0);
  });
});
