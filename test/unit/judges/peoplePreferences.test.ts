import assert from 'node:assert/strict';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { choicePairs, type PairedRow } from '../../../src/core/judges/choicePairs.ts';
import { peoplePreferenceLines } from '../../../src/core/judges/peoplePreferenceLines.ts';
import { peoplePreferences } from '../../../src/core/judges/peoplePreferences.ts';
import type { ChoiceLine, PersonChoice } from '../../../src/core/people/choiceLines.ts';
import { chooses } from '../../support/choosingJudge.ts';
import { runSuite } from '../../support/suiteRun.ts';
import { memoryFiles } from '../dataset/memoryFiles.ts';

/** A run of 20 cases on two models, of which a judge likes the one that says less better. */
async function rowsOf(assert = '[{type: prefer, value: Is nicer, against: test/a, provider: test/judge}]') {
  const cases = Array.from({ length: 20 }, (_, index) => `  - vars: {n: "${index}"}\n    assert: ${assert}\n`);
  const text = `prompt: p.prompt.txt\nmodels: [test/a, test/b]\ncases:\n${cases.join('')}`;
  const suite = await readSuite('s.eval.yaml', memoryFiles({ 's.eval.yaml': text, 'p.prompt.txt': 'Case {{n}}' }));
  const judge = chooses((first, second) => second.length - first.length);
  const { state, planned } = await runSuite(suite, {
    answer: (asked, model, messages) =>
      model === 'judge' ? judge(messages, model) : model === 'a' ? `${asked}, long` : asked,
  });
  return planned.plan.cells.flatMap((cell): PairedRow[] => {
    const own = state.cells[cell.id];
    return own ? [{ cell: own, inputs: cell.inputs, testCase: planned.caseOf.get(cell.id) }] : [];
  });
}

type Chooser = (pair: ReturnType<typeof choicePairs>[number], index: number) => PersonChoice;

function chosen(rows: readonly PairedRow[], by: string, choose: Chooser, seed = 'suite'): ChoiceLine[] {
  return choicePairs(rows, seed).map((pair, index) => ({
    kind: 'choice',
    id: `${by} ${index}`,
    left: pair.left.digest,
    right: pair.right.digest,
    choice: choose(pair, index),
    seed,
    by,
    at: '2026-11-30T10:00:00.000Z',
    ...(pair.criterion === undefined ? {} : { criterion: pair.criterion }),
  }));
}

const likes =
  (target: string): Chooser =>
  ({ left }) =>
    left.target === target ? 'left' : 'right';

describe('pairs to choose between', () => {
  it('are the same in the same order and on the same sides, whatever order the answers come in', async () => {
    const rows = await rowsOf();
    const pairs = choicePairs(rows, 'suite');
    assert.equal(pairs.length, 20);
    const sides = (list: readonly PairedRow[]) =>
      choicePairs(list, 'suite').map(({ key, left, right }) => [key, left.target, right.target]);
    assert.deepEqual(sides(rows.toReversed()), sides(rows));
    const left = pairs.filter((pair) => pair.left.target === 'test/a').length;
    assert.ok(left > 4 && left < 16, `${left} of 20 stand left`);
    assert.notDeepEqual(
      choicePairs(rows, 'other').map(({ key }) => key),
      pairs.map(({ key }) => key),
    );
  });

  it('are all answers to a case where no check compares any, and none that are equal', async () => {
    const rows = await rowsOf('[]');
    assert.equal(choicePairs(rows, 's').length, 20);
    assert.ok(choicePairs(rows, 's').every(({ criterion }) => criterion === undefined));
    const same = rows.map((row) => ({ ...row, cell: { ...row.cell, text: 'same' } }));
    assert.deepEqual(choicePairs(same, 's'), []);
  });
});

describe('what people choose', () => {
  it('is counted whichever side the answers stood on, and set against the judge', async () => {
    const rows = await rowsOf();
    const [found] = peoplePreferences(rows, [
      ...chosen(rows, 'Ann', likes('test/b')),
      ...chosen(rows, 'Bob', likes('test/b'), 'other seed'),
    ]);
    assert.deepEqual(peoplePreferenceLines(found ?? assert.fail(), String).slice(0, 2), [
      'People: test/b preferred in 20, test/a in 0, no difference in 0 of 20 (100.0%, 83.9 to 100.0; p < 0.001): test/b is liked better.',
      'test/judge says what people say in 20 of 20 pairs (83.9 to 100.0%), and never chose the other answer.',
    ]);
  });

  it('shows where a judge chooses the other answer, and where people draw even', async () => {
    const rows = await rowsOf();
    const [against] = peoplePreferences(rows, chosen(rows, 'Ann', likes('test/a')));
    assert.deepEqual(against?.judges, [
      { judge: 'test/judge', pairs: 20, agree: 0, interval: against?.judges[0]?.interval, opposite: 20 },
    ]);
    const [even] = peoplePreferences(rows, [
      ...chosen(rows, 'Ann', likes('test/a')),
      ...chosen(rows, 'Bob', () => 'both-bad'),
    ]);
    assert.equal(even?.duels[0]?.ties, 20);
  });

  it('tells whether people favour a side', async () => {
    const rows = await rowsOf();
    const [left] = peoplePreferences(
      rows,
      chosen(rows, 'Ann', () => 'left'),
    );
    assert.match(peoplePreferenceLines(left ?? assert.fail(), String).at(-1) ?? '', /they favour the left side\.$/);
    const [fair] = peoplePreferences(rows, chosen(rows, 'Ann', likes('test/b')));
    assert.match(
      peoplePreferenceLines(fair ?? assert.fail(), String).at(-1) ?? '',
      /no sign that they favour a side\.$/,
    );
  });

  it('says nothing of answers that have changed since', async () => {
    const rows = await rowsOf();
    const lines = chosen(rows, 'Ann', likes('test/b'));
    const changed = rows.map((row) => ({ ...row, cell: { ...row.cell, text: `${row.cell.text}!` } }));
    assert.deepEqual(peoplePreferences(changed, lines), []);
  });
});
