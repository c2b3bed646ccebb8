import assert from 'node:assert/strict';
import { listAt, objectAt, textAt } from '../../src/core/jsonRead.ts';
import { currentVerdicts, jointVerdict, staleAnswers } from '../../src/core/people/jointVerdict.ts';
import { readVerdictLines } from '../../src/core/people/verdictLines.ts';
import { skipWithoutData } from './data.ts';
import { peopleCases } from './peopleData.ts';

describe('the verdicts of people', () => {
  const verdicts = peopleCases('verdicts.json');
  const merges = peopleCases('merge-lines.json');
  skipWithoutData([...verdicts, ...merges]);

  for (const data of verdicts)
    it(`${textAt(data, 'id')}: one verdict an answer`, () => {
      const { lines } = readVerdictLines(
        listAt(data, 'verdicts')
          .map((line) => JSON.stringify(line))
          .join('\n'),
      );
      const current = currentVerdicts(lines);
      const expected = objectAt(data, 'verdict_of') ?? {};
      for (const [answer, verdict] of Object.entries(expected)) {
        const found = jointVerdict(current.filter((line) => line.answer === answer));
        assert.equal(found ?? null, verdict, answer);
      }
      const answers = new Set(Object.values(objectAt(data, 'answers') ?? {}).map(String));
      assert.deepEqual(staleAnswers(lines, answers).toSorted(), listAt(data, 'stale').map(String).toSorted());
    });

  for (const data of merges)
    it(`${textAt(data, 'id')}: every verdict once after a merge`, () => {
      const text = textAt(data, 'union_result') ?? '';
      const found = readVerdictLines(text).lines.map(({ id }) => id);
      assert.deepEqual(found.toSorted(), listAt(data, 'distinct_ids').map(String).toSorted());
    });
});
