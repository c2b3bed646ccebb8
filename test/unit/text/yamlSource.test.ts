import assert from 'node:assert/strict';
import { isKnown, unknownKey } from '../../../src/core/text/keyNames.ts';
import { readYaml } from '../../../src/core/text/yamlSource.ts';

/** The problems of a text that stands behind three other characters, each with the text that it marks. */
function problemsOf(text: string): readonly string[] {
  const file = `---${text}`;
  return readYaml(text, 3).problems.map(
    ({ code, range }) => `${code} at ${JSON.stringify(file.slice(range.start, range.end))}`,
  );
}

describe('YAML in a file', () => {
  it('names every key that stands twice in one map, in the order of the text', () => {
    assert.deepEqual(problemsOf('a: 1\nb: {x: 1, x: 2}\na: 3\nc: [{y: 1, y: 2, z: 1}]\nx: 1\nz: 2\nb: 4\n'), [
      'duplicate-key at "x"',
      'duplicate-key at "a"',
      'duplicate-key at "y"',
      'duplicate-key at "b"',
    ]);
  });

  it('names the first slip alone, since others follow from it', () => {
    assert.equal(problemsOf('a: [1\nb: }\nc: ]]\n').length, 1);
  });

  it('names a second document at its mark', () => {
    assert.deepEqual(problemsOf('a: 1\n---\nb: 2\n'), ['second-document at "---"']);
  });

  it('merges a map only where that is asked for', () => {
    const text = 'base: &b {x: 1}\nown: {<<: *b}\n';
    assert.deepEqual(readYaml(text, 0, { merge: true }).value['own'], { x: 1 });
    assert.deepEqual(readYaml(text, 0).value['own'], { '<<': { x: 1 } });
  });
});

describe('a key that is not known', () => {
  const known = {
    what: 'a case',
    read: ['assert', 'vars', 'threshold'],
    ignored: ['options'],
    meant: { expect: 'assert' },
  };
  const said = (key: string) => {
    const { severity, message } = unknownKey(known, key);
    return `${severity}: ${message}`;
  };

  it('is an error where it most likely means one that is read', () => {
    assert.equal(
      said('asert'),
      'error: "asert" is no key of a case, so what it asks for is lost. Did you mean "assert"?',
    );
    assert.match(said('Expect'), /^error: .* Did you mean "assert"\?$/);
    assert.match(said('thr_shold'), /^error: .* Did you mean "threshold"\?$/);
  });

  it('is a warning where nothing is lost', () => {
    assert.equal(said('option'), 'warning: "option" is no key of a case. Did you mean "options"?');
    assert.equal(said('colour'), 'warning: "colour" has no meaning in a case and is ignored.');
  });

  it('may differ from what was meant by one letter in a short word, by more in a longer one', () => {
    assert.match(said('var'), /Did you mean "vars"/);
    assert.doesNotMatch(said('va'), /Did you mean/);
    assert.match(said('asrt'), /Did you mean "assert"/);
    assert.doesNotMatch(said('ast'), /Did you mean/);
    assert.match(said('treshhod'), /Did you mean "threshold"/);
  });

  it('may be one that is read, that is ignored, or one of the author’s own', () => {
    assert.deepEqual(
      ['vars', 'options', 'x-note', 'note'].map((key) => isKnown(known, key)),
      [true, true, true, false],
    );
  });
});
