import assert from 'node:assert/strict';
import type { Ask } from '../../../src/core/improve/steps.ts';
import { body, fixed, literal, play } from './playSearch.ts';

/** A model that learns a label from an example of it, and sees nothing in instructions. */
const byExample = ({ wording }: Ask, expected: string) =>
  wording.text.includes(`Answer: ${expected}`) ? expected : 'refund';
const nothing = () => ({ text: 'NO CHANGE' });

describe('examples as a move of the search', () => {
  it('puts rows to work on into the prompt where others do better with them, and proves it', () => {
    const { result, task, notes } = play({ answers: byExample, proposes: nothing, task: { examples: 2 } });
    const text = result.offered?.text ?? '';
    const used = task.rows.filter(({ input }) => text.includes(`Input: ${input}\n`)).map(({ id }) => id);
    assert.ok(text.startsWith(body.slice(0, body.indexOf('\n'))) && text.endsWith('\n\n{{mail}}'));
    assert.ok(text.includes('Answer: delivery') && used.every((id) => task.split.working.includes(id)));
    assert.deepEqual([used.length, result.finalists[0]?.proof.after], [2, 1]);
    assert.match(result.finalists[0]?.causes[0] ?? '', /^2 examples from the rows to work on, \d+ words more in every/);
    assert.equal(notes.at(-1)?.fate, 'kept');
  });

  it('shows first what fails most, and never more rows than are wished', () => {
    const { result } = play({ answers: byExample, proposes: nothing, task: { examples: 1 } });
    const text = result.offered?.text ?? '';
    assert.deepEqual(
      [...text.matchAll(/^Answer: (.*)$/gm)].map(([, answer]) => answer),
      ['delivery'],
    );
  });

  it('is judged by rows that are no examples, and tried once more with half of them', () => {
    const { result, notes, steps, task } = play({ answers: () => 'refund', proposes: nothing, task: { examples: 4 } });
    assert.deepEqual(
      notes.slice(3).map(({ fate, cause }) => [fate, cause.split(' from')[0]]),
      [
        ['no-better', '4 examples'],
        ['no-better', '2 examples'],
      ],
    );
    assert.equal(result.offered, undefined);
    const asked = steps.flatMap((step) => (step.type === 'ask' && step.phase === 'examples' ? step.asks : []));
    for (const { wording, row } of asked)
      assert.ok(!wording.text.includes(task.rows.find(({ id }) => id === row)?.input ?? ''), row);
    assert.ok(asked.every(({ row }) => !task.split.heldOut.includes(row)));
  });

  it('adds to the edits that were kept before, which stay a finalist of their own', () => {
    const { result } = play({
      answers: (ask, expected) =>
        `${literal(ask, expected)}${ask.wording.text.includes('Examples:') || Number(ask.row.slice(4)) % 2 === 0 ? '' : '.'}`,
      proposes: (number) => (number === 1 ? fixed : { text: 'NO CHANGE' }),
      task: { examples: 2, limits: { calls: 1000 } },
    });
    const [both, first] = result.finalists;
    assert.deepEqual([both?.causes.length, first?.wording.text], [2, fixed]);
    assert.ok((both?.proof.gain ?? 0) > (first?.proof.gain ?? 1));
  });

  it('asks nothing where no row fails, where the budget is short, and where nobody wished it', () => {
    const phases = (played: ReturnType<typeof play>) =>
      played.steps.some((step) => step.type === 'ask' && step.phase === 'examples');
    assert.equal(phases(play({ answers: (_, said) => said, proposes: nothing, task: { examples: 2 } })), false);
    assert.equal(phases(play({ answers: byExample, proposes: nothing })), false);
    const short = play({ answers: byExample, proposes: nothing, task: { examples: 2, limits: { calls: 110 } } });
    assert.ok(!phases(short) && short.calls <= 110);
  });

  it('leaves out rows whose braces the template would read', () => {
    const { task } = play({ answers: byExample, proposes: nothing });
    const rows = task.rows.map((row) => ({ ...row, input: `{{x}} ${row.input}` }));
    const { result } = play({ answers: byExample, proposes: nothing, task: { rows, examples: 2 } });
    assert.equal(result.offered, undefined);
  });
});
