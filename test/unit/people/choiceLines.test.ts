import assert from 'node:assert/strict';
import {
  type ChoiceLine,
  currentChoices,
  readChoiceLines,
  writeChoiceLine,
} from '../../../src/core/people/choiceLines.ts';
import { readVerdictLines, type VerdictLine, writeVerdictLine } from '../../../src/core/people/verdictLines.ts';

function choice(id: string, more: Partial<ChoiceLine> = {}): ChoiceLine {
  return {
    kind: 'choice',
    id,
    left: 'a',
    right: 'b',
    choice: 'left',
    seed: 's',
    by: 'Ann',
    at: `2026-11-30T10:00:0${id.length}.000Z`,
    ...more,
  };
}

const verdict: VerdictLine = { id: 'v', answer: 'a', verdict: 'pass', by: 'Ann', at: '2026-11-30T10:00:00.000Z' };

describe('choices between two answers in a file of verdicts', () => {
  it('are read as they were written, each once, in whatever order two files were merged', () => {
    const [one, two] = [choice('one', { criterion: 'Is nicer', caseId: 'c', targets: ['x', 'y'] }), choice('two2')];
    const lines = [one, two].map(writeChoiceLine);
    for (const text of [lines.join('\n'), [...lines, ...lines].join('\n'), `${lines.toReversed().join('\r\n')}\n\n`])
      assert.deepEqual(new Set(readChoiceLines(text)), new Set([one, two]));
  });

  it('and verdicts leave each other alone', () => {
    const text = [writeVerdictLine(verdict), writeChoiceLine(choice('one')), 'broken'].join('\n');
    assert.deepEqual(readVerdictLines(text), { lines: [verdict], broken: [3] });
    assert.deepEqual(readChoiceLines(text), [choice('one')]);
  });

  it('count by their latest, whichever side stood left, and not when they were taken back', () => {
    const first = choice('a', { choice: 'left' });
    const turned = choice('bb', { left: 'b', right: 'a', choice: 'left' });
    assert.deepEqual(currentChoices([first, turned]), [turned]);
    assert.deepEqual(currentChoices([turned, first]), [turned]);
    assert.deepEqual(currentChoices([first, choice('bb', { choice: null })]), []);
    assert.equal(currentChoices([first, choice('bb', { by: 'Bob' }), choice('c', { criterion: 'x' })]).length, 3);
  });
});
