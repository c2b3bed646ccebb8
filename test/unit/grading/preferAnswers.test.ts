import assert from 'node:assert/strict';
import type { Assertion } from '../../../src/core/dataset/suite.ts';
import { type AnswerSeat, preferAnswers, preferenceName } from '../../../src/core/grading/preferAnswers.ts';
import { answered, check, judgeThatSays } from '../../support/grading.ts';

type Said = 'first' | 'second' | 'tie';

/** Verdicts on answers with their seats; the judge says these places in turn, two for each pair. */
async function verdicts(
  seats: readonly (readonly [output: string, seat: Partial<AnswerSeat>])[],
  more: Partial<Assertion>,
  ...said: readonly Said[]
) {
  const judge = judgeThatSays(...said.map((choice) => ({ choice, reason: 'Because.' })));
  const answers = seats.map(([output, seat], index) => ({
    answer: answered(output),
    seat: { target: `t${index}`, model: `x/m${index}`, ...seat },
  }));
  const targets = answers.map(({ seat: { target, model } }) => ({ id: target, model }));
  const found = await preferAnswers(answers, check('prefer', 'Is nicer', more), {
    ...{ judge, defaultJudge: 'x/judge', targets },
  });
  return { found, told: found.map(({ outcome, score, reason }) => [outcome, score, reason]), asked: judge.asked };
}

describe('an answer that is compared with another model', () => {
  const two = [
    ['A', {}],
    ['B', {}],
  ] as const;

  it('wins where the judge says so in both orders, and the other is not judged', async () => {
    const { told, asked } = await verdicts(two, { against: 't0' }, 'first', 'second');
    assert.deepEqual(
      told.map(([outcome, score]) => [outcome, score]),
      [
        ['pass', 0.5],
        ['pass', 1],
      ],
    );
    assert.equal(told[0]?.[2], 'The others are compared with this answer.');
    assert.equal(asked.length, 2);
  });

  it('is named by its model too', async () => {
    const { told } = await verdicts(two, { against: 'm0' }, 'second', 'first');
    assert.deepEqual([told[0]?.[2], told[1]?.[1]], ['The others are compared with this answer.', 0]);
  });

  it('fails only below a threshold, and never with a weight of 0', async () => {
    const outcome = async (more: Partial<Assertion>) =>
      (await verdicts(two, { against: 't0', ...more }, 'tie', 'tie')).told[1]?.slice(0, 2);
    assert.deepEqual(await outcome({}), ['pass', 0.5]);
    assert.deepEqual(await outcome({ threshold: 0.5 }), ['pass', 0.5]);
    assert.deepEqual(await outcome({ threshold: 0.6 }), ['fail', 0.5]);
    assert.deepEqual(await outcome({ threshold: 0.6, weight: 0 }), ['pass', 0.5]);
  });

  it('is an error with the next step where the name is none, or has no answer here', async () => {
    const { told } = await verdicts(two, { against: 'nobody' });
    assert.deepEqual(told[0], [
      'error',
      0,
      'No target of this run is called nobody, so there is nothing to compare with: name one of t0, t1.',
    ]);
    const lost = await verdicts(
      [
        ['A', { prompt: 1 }],
        ['B', { prompt: 2 }],
      ],
      { against: 't0' },
    );
    assert.deepEqual(lost.told[1], ['error', 0, 't0 has no answer to this case to compare with: rerun what failed.']);
  });

  it('is a tie without a question where both say the same', async () => {
    const { told, asked, found } = await verdicts(
      [
        ['Same', {}],
        ['Same', {}],
      ],
      { against: 't0' },
    );
    assert.deepEqual([told[1], asked.length], [['pass', 0.5, 'The same answer as that of t0.'], 0]);
    assert.equal(found[1]?.components?.length, 1);
  });
});

describe('answers that are all compared with each other', () => {
  it('are asked about once for each pair, whichever side asks', async () => {
    const three = ['A', 'B', 'C'].map((text) => [text, {}] as const);
    // Pairs in their order: A and B, A and C, B and C; A beats both, and B and C are even.
    const { told, asked } = await verdicts(
      three,
      { against: 'all' },
      'first',
      'second',
      'first',
      'second',
      'tie',
      'tie',
    );
    assert.equal(asked.length, 6);
    assert.deepEqual(told, [
      ['pass', 1, 'Liked better than 2 of 2 others, less than 0; no difference from 0.'],
      ['pass', 0.25, 'Liked better than 0 of 2 others, less than 1; no difference from 1.'],
      ['pass', 0.25, 'Liked better than 0 of 2 others, less than 1; no difference from 1.'],
    ]);
  });

  it('need a second one', async () => {
    const { told } = await verdicts([['A', {}]], { against: 'all' });
    assert.deepEqual(told[0], [
      'error',
      0,
      'There is no other answer to compare it with: name a second model in the suite.',
    ]);
  });
});

describe('an answer that is compared with the older version', () => {
  const of = async (seat: Partial<AnswerSeat>, ...said: readonly Said[]) =>
    (await verdicts([['A', seat]], { against: 'head' }, ...said)).told[0];

  it('is judged beside it', async () => {
    const older = { type: 'answer', target: 't0 @ HEAD', answer: answered('B') } as const;
    assert.deepEqual((await of({ older }, 'first', 'second'))?.slice(0, 2), ['pass', 1]);
    assert.deepEqual((await of({ older }, 'first', 'first'))?.slice(0, 2), ['pass', 0.5], 'it goes by the place');
  });

  it('is not judged where the case is new, or it is the older one itself', async () => {
    assert.deepEqual(await of({ older: { type: 'new-case' } }), [
      'pass',
      0.5,
      'The case is new: the older version has no answer to compare with.',
    ]);
    assert.deepEqual(await of({ isOlder: true }), ['pass', 0.5, 'The newer version is compared with this answer.']);
  });

  it('never passes where the older answer is missing, or nothing of the older version was asked', async () => {
    assert.deepEqual(await of({ older: { type: 'missing' } }), [
      'error',
      0,
      'The older version has no answer to this case to compare with: run the check again.',
    ]);
    assert.match(
      String((await of({}))?.[2]),
      /^Nothing of HEAD is in this run: "polyprompt check" asks both versions\./,
    );
  });
});

describe('several judges of one pair', () => {
  it('decide by more than half, and say how they voted', async () => {
    const judges = ['x/one', 'x/two', 'x/three'];
    const say: readonly Said[] = ['first', 'second', 'first', 'second', 'second', 'first'];
    const { told } = await verdicts(
      [
        ['A', {}],
        ['B', {}],
      ],
      { against: 't0', judges },
      ...say,
    );
    assert.deepEqual(told[1], ['pass', 1, 'Of 3 judges 2 for it, 1 for t0, 0 undecided.']);
  });

  it('leave an answer ungraded where none of them says anything', async () => {
    const { told } = await verdicts(
      [
        ['A', {}],
        ['B', {}],
      ],
      { against: 't0' },
    );
    assert.deepEqual(told[1]?.slice(0, 2), ['ungraded', 0]);
  });
});

describe('the name of a preference', () => {
  it('is its metric, else its criterion, else its type', () => {
    assert.equal(preferenceName(check('prefer', ' Is nicer ', { metric: 'tone' })), 'tone');
    assert.equal(preferenceName(check('prefer', ' Is nicer ')), 'Is nicer');
    assert.equal(preferenceName(check('prefer', ' ')), 'prefer');
    assert.equal(preferenceName(check('prefer')), 'prefer');
  });
});
