import assert from 'node:assert/strict';
import type { Assertion } from '../../../src/core/dataset/suite.ts';
import { gradeAnswer } from '../../../src/core/grading/gradeAnswer.ts';
import { gradeCheck } from '../../../src/core/grading/gradeCheck.ts';
import { awaitsPerson } from '../../../src/core/grading/humanCheck.ts';
import type { VerdictLine } from '../../../src/core/people/verdictLines.ts';
import { answered } from '../../support/grading.ts';

const human: Assertion = { type: 'human', negated: false };
const contains: Assertion = { type: 'contains', negated: false, value: 'yes' };

function line(by: string, verdict: VerdictLine['verdict'], note?: string): VerdictLine {
  return { id: by, answer: 'a', by, verdict, at: '2026-11-30T10:00:00Z', ...(note === undefined ? {} : { note }) };
}

function people(...verdicts: readonly VerdictLine[]) {
  return { people: () => ({ verdicts, hasChanged: false }) };
}

describe('a check by people', () => {
  it('takes the verdict of the majority, with what they noted', async () => {
    const said = async (...lines: readonly VerdictLine[]) => {
      const { outcome, reason } = await gradeCheck(human, answered('yes'), people(...lines));
      return [outcome, reason];
    };
    assert.deepEqual(await said(line('Ann', 'pass')), ['pass', '1 person passes it.']);
    assert.deepEqual(await said(line('Ann', 'fail', 'too\nlong'), line('Bob', 'unsure')), [
      'fail',
      '1 person fails it. “too long”',
    ]);
    assert.deepEqual(await said(line('Ann', 'pass'), line('Bob', 'fail'), line('Cid', 'pass')), [
      'pass',
      '2 people pass it, 1 person fails it.',
    ]);
  });

  it('neither passes nor fails while nobody has judged, or people do not agree', async () => {
    const waiting = async (ports: Parameters<typeof gradeCheck>[2]) => {
      const { outcome, reason, awaitsPerson: waits } = await gradeCheck(human, answered('yes'), ports);
      return [outcome, waits, reason];
    };
    const nobody = ['ungraded', true, 'It waits for a person: nobody has judged it yet.'];
    assert.deepEqual(await waiting({}), nobody);
    assert.deepEqual(await waiting(people()), nobody);
    assert.match(String((await waiting(people(line('Ann', 'pass'), line('Bob', 'fail'))))[2]), /as many pass it/);
    assert.match(String((await waiting(people(line('Ann', 'unsure'))))[2]), /is unsure/);
    const changed = { people: () => ({ verdicts: [], hasChanged: true }) };
    assert.match(String((await waiting(changed))[2]), /the answer has changed since it was judged/);
  });

  it('asks by its criterion', async () => {
    const asked: (string | undefined)[] = [];
    const ports = {
      people: (criterion: string | undefined) => {
        asked.push(criterion);
        return { verdicts: [], hasChanged: false };
      },
    };
    const { reason } = await gradeCheck({ ...human, value: ' Is it {{kind}}? ' }, answered('yes'), ports);
    assert.deepEqual(asked, ['Is it {{kind}}?']);
    assert.equal(reason, 'It waits for a person: nobody has judged it by “Is it {{kind}}?” yet.');
  });

  it('lets an answer that another check fails fail at once, and holds every other one', async () => {
    const outcome = async (text: string, checks: readonly Assertion[]) => {
      const verdict = await gradeAnswer(answered(text), checks, people());
      return [verdict.outcome, awaitsPerson(verdict)];
    };
    assert.deepEqual(await outcome('no', [human, contains]), ['fail', false]);
    assert.deepEqual(await outcome('yes', [contains, human]), ['ungraded', true]);
    assert.deepEqual(await outcome('yes', [contains, { ...human, weight: 0 }]), ['pass', false]);
  });

  it('is an error where it cannot mean what it says', async () => {
    const wrong: readonly Partial<Assertion>[] = [
      { negated: true },
      { value: ['polite', 'short'] },
      { value: ' ' },
      { turn: 0 },
      { threshold: 0.5 },
      { transform: 'output.trim()' },
    ];
    for (const part of wrong) {
      const verdict = await gradeCheck({ ...human, ...part }, answered('yes'), people(line('Ann', 'pass')));
      assert.equal(verdict.outcome, 'error', JSON.stringify(part));
    }
  });
});
