import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  acceptResults,
  type Baseline,
  type BaselineEntry,
  formatBaseline,
  isOlderFormat,
  mergeBaselines,
  readBaseline,
} from '../../../src/core/gate/storedBaseline.ts';
import type { VersionResult } from '../../../src/core/gate/versionResult.ts';

const entry = (change: Partial<BaselineEntry> = {}): BaselineEntry => ({
  passed: 1,
  graded: 1,
  score: 1,
  answer: 'aaaaaaaaaaaa',
  served: 'gpt-5.6-luna',
  prompt: 'bbbbbbbbbbbb',
  checks: 'dddddddddddd',
  date: '2026-11-20',
  ...change,
});

const anyEntry: fc.Arbitrary<BaselineEntry> = fc.record({
  passed: fc.nat(3),
  graded: fc.constant(3),
  score: fc.option(fc.constantFrom(0, 0.5, 1 / 3, 1)),
  answer: fc.option(fc.constantFrom('a', 'b')),
  served: fc.option(fc.constantFrom('m', 'n')),
  prompt: fc.constantFrom('p', 'q'),
  checks: fc.constantFrom('c', 'd', null),
  date: fc.constantFrom('2026-11-19', '2026-11-20'),
});
const anyBaseline: fc.Arbitrary<Baseline> = fc
  .dictionary(fc.constantFrom('1 a/one', '2 a/one', '3 b/two', '__proto__ x'), anyEntry)
  .map((entries) => readBaseline(formatBaseline(new Map(Object.entries(entries)))).baseline);

describe('a baseline', () => {
  it('has one line for each case and model, in the order of their names', () => {
    const baseline = new Map([
      ['2 a/one', entry()],
      ['1 a/one', entry({ passed: 0, score: 0 })],
    ]);
    assert.deepEqual(formatBaseline(baseline).split('\n').slice(2, 5), [
      '    "1 a/one": {"answer":"aaaaaaaaaaaa","checks":"dddddddddddd","date":"2026-11-20","graded":1,"passed":0,"prompt":"bbbbbbbbbbbb","score":0,"served":"gpt-5.6-luna","verdict":"fail"},',
      '    "2 a/one": {"answer":"aaaaaaaaaaaa","checks":"dddddddddddd","date":"2026-11-20","graded":1,"passed":1,"prompt":"bbbbbbbbbbbb","score":1,"served":"gpt-5.6-luna","verdict":"pass"}',
      '  },',
    ]);
  });

  it('is read as it was written', () => {
    fc.assert(
      fc.property(anyBaseline, (baseline) => {
        const text = formatBaseline(baseline);
        assert.deepEqual(readBaseline(text), { baseline });
        assert.equal(formatBaseline(readBaseline(text).baseline), text);
      }),
    );
  });

  it('is refused at its place when it is not one', () => {
    assert.equal(readBaseline('{}').problem?.message, 'The baseline cannot be read: accept a run anew.');
    const text = formatBaseline(new Map([['1 a', entry()]])).replace('"passed":1', '"passed":"x"');
    assert.deepEqual(readBaseline(text).problem?.range, { start: text.indexOf('"1 a"'), end: text.indexOf('"1 a"') });
    const marked = `{\n<<<<<<< ours\n${text}`;
    assert.equal(readBaseline(marked).problem?.range.start, 2);
  });

  it('keeps the line of a result that is the same, and of a case that was not graded', () => {
    const before = new Map([
      ['1 a', entry({ date: '2026-01-01' })],
      ['2 a', entry({ date: '2026-01-01' })],
      ['3 a', entry()],
    ]);
    const result: VersionResult = {
      passed: 1,
      graded: 1,
      score: 1,
      answer: 'x',
      answerHash: 'aaaaaaaaaaaa',
      served: 'gpt-5.6-luna',
      prompt: 'bbbbbbbbbbbb',
      reason: '',
      cost: null,
      price: null,
      isPriceReported: false,
      ms: 3,
      from: 'run',
    };
    const of = (change: Partial<VersionResult>) => ({
      result: { ...result, ...change },
      checks: 'dddddddddddd',
      isUnchecked: false,
    });
    const results = new Map([
      ['1 a', of({})],
      ['2 a', of({ graded: 0, passed: 0 })],
      ['4 a', of({ passed: 0, score: 0 })],
      ['5 a', { ...of({}), isUnchecked: true }],
    ]);
    const accepted = acceptResults(before, results, { date: '2026-11-20', keeps: (key) => key !== '3 a' });
    assert.deepEqual(
      accepted,
      new Map([
        ['1 a', entry({ date: '2026-01-01' })],
        ['2 a', entry({ date: '2026-01-01' })],
        ['4 a', entry({ passed: 0, score: 0 })],
        ['5 a', entry({ passed: 0, graded: 0, score: null })],
      ]),
    );
  });

  it('is of the older format as long as no line says by what it was checked', () => {
    const [older, newer] = [entry({ checks: null }), entry()];
    const version = (...entries: BaselineEntry[]) =>
      JSON.parse(formatBaseline(new Map(entries.map((each, index) => [`${index} a`, each])))).version;
    assert.deepEqual([version(older), version(older, newer), version(newer), version()], [1, 2, 2, 2]);
    const { baseline } = readBaseline(formatBaseline(new Map([['1 a', older]])));
    assert.ok(isOlderFormat(baseline));
    assert.ok(!isOlderFormat(new Map([['1 a', newer]])));
  });

  describe('merged', () => {
    const one = (value?: BaselineEntry): Baseline => new Map(value ? [['1 a', value]] : []);

    it('takes the side that changed', () => {
      const changed = entry({ passed: 0 });
      assert.deepEqual(mergeBaselines(one(entry()), one(changed), one(entry())), one(changed));
      assert.deepEqual(mergeBaselines(one(entry()), one(entry()), one()), one());
      assert.deepEqual(mergeBaselines(one(), one(), one(changed)), one(changed));
    });

    it('copes with a side that was brought up to date from the older format', () => {
      const older = new Map([
        ['old1 a', entry({ checks: null })],
        ['old2 a', entry({ checks: null })],
      ]);
      const edited = new Map([...older, ['old2 a', entry({ checks: null, passed: 0 })]]);
      const updated = new Map([
        ['new1 a', entry()],
        ['new2 a', entry()],
      ]);
      const expected = new Map([...updated, ['old2 a', entry({ checks: null, passed: 0 })]]);
      assert.deepEqual(new Map([...mergeBaselines(older, updated, edited)]), expected);
      assert.deepEqual(readBaseline(formatBaseline(mergeBaselines(older, edited, updated))).baseline, expected);
    });

    it('counts two samples of one request together', () => {
      const merged = mergeBaselines(one(), one(entry()), one(entry({ passed: 0, answer: 'cccccccccccc' })));
      assert.deepEqual([merged.get('1 a')?.passed, merged.get('1 a')?.graded], [1, 2]);
      assert.match(formatBaseline(merged), /"verdict":"flaky"/);
    });

    it('takes the newer one of two that were checked otherwise', () => {
      const newer = entry({ checks: 'eeeeeeeeeeee', passed: 0, answer: 'cccccccccccc', date: '2026-11-21' });
      assert.deepEqual(mergeBaselines(one(), one(entry()), one(newer)), one(newer));
    });

    it('takes the newer one of two prompts', () => {
      const newer = entry({ prompt: 'cccccccccccc', date: '2026-11-21' });
      assert.deepEqual(mergeBaselines(one(), one(entry()), one(newer)), one(newer));
    });

    it('is the same whichever side is ours, and changes nothing where nobody did', () => {
      fc.assert(
        fc.property(anyBaseline, anyBaseline, anyBaseline, (base, ours, theirs) => {
          const text = (baseline: Baseline) => formatBaseline(baseline);
          assert.equal(text(mergeBaselines(base, ours, theirs)), text(mergeBaselines(base, theirs, ours)));
          assert.equal(text(mergeBaselines(base, base, theirs)), text(theirs));
        }),
      );
    });
  });
});
