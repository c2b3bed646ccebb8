import assert from 'node:assert/strict';
import { hashJson } from '../../../src/core/hash.ts';
import { editablePrompt } from '../../../src/core/improve/editablePrompt.ts';
import type { Ask } from '../../../src/core/improve/steps.ts';
import { body, fixed, literal, play, rule } from './playSearch.ts';

describe('the search for a better prompt', () => {
  it('finds the rule that is missing and proves it', () => {
    const { result, notes } = play({ answers: literal, proposes: () => fixed });
    assert.equal(result.offered?.text, fixed);
    assert.deepEqual(
      notes.map(({ fate }) => fate),
      ['kept'],
    );
    const proof = result.finalists[0]?.proof;
    assert.equal(proof?.after, 1);
    assert.ok((proof?.gain ?? 0) > 0.25);
    assert.equal(proof?.rows, 40);
  });

  /** Two faults: a label that is not named, and a full stop behind every other answer. */
  const twice = {
    answers: (ask: Ask, expected: string) =>
      `${literal(ask, expected)}${Number(ask.row.slice(4)) % 2 === 0 && !ask.wording.text.includes(noStop) ? '.' : ''}`,
    proposes: (_: number, request: string) => (request.includes(rule) ? `${fixed}\n${noStop}` : fixed),
  };
  const noStop = 'Write no full stop.';

  it('judges the edits that were kept one upon the other together, each with its causes, corrected by Holm', () => {
    const { result, steps } = play({ ...twice, task: { limits: { calls: 1000 } } });
    assert.deepEqual(
      result.finalists.map(({ wording, causes }) => [wording.number, causes.length]),
      [
        [2, 2],
        [1, 1],
      ],
    );
    assert.equal(result.offered?.number, 2);
    const [both, first] = result.finalists.map(({ proof }) => proof);
    assert.ok(both && first && both.after === 1 && both.gain > first.gain && first.gain > 0);
    assert.deepEqual([both.looks, both.adjusted], [2, Math.max(2 * both.p, both.adjusted)]);
    const look = steps.find((step) => step.type === 'ask' && step.phase === 'proof');
    assert.ok(look?.type === 'ask');
    assert.deepEqual(
      look.asks.slice(0, 4).map(({ wording, row }) => [wording.number, row === look.asks[0]?.row]),
      [
        [0, true],
        [2, true],
        [1, true],
        [0, false],
      ],
    );
  });

  it('judges no wording twice, however edits and cuts follow each other', () => {
    const idle = (number: number) =>
      `Line ${number % 3} is here so that the prompt gets long and longer without any use.`;
    for (const seed of [6, 13]) {
      const { result } = play({
        answers: (ask, expected) => {
          const chance =
            Number.parseInt(hashJson([seed, ask.row, ask.wording.text, ask.draw]).slice(0, 6), 16) / 2 ** 24;
          return chance < 0.25 ? 'neither' : literal(ask, expected);
        },
        proposes: (number) => (number === 1 ? fixed : `${fixed}\n${idle(number + seed)}`),
        task: { limits: { calls: 1000 } },
      });
      const numbers = result.finalists.map(({ wording }) => wording.number);
      assert.deepEqual([...new Set(numbers)], numbers, `seed ${seed}`);
      assert.ok(result.finalists.every(({ proof }) => proof.gain <= 1 && proof.draws <= 3));
    }
  });

  it('gives up other finalists before draws where the budget is short', () => {
    const { result } = play({ ...twice, task: { limits: { calls: 380 } } });
    assert.ok(result.task.calls + result.reflect.calls <= 380);
    assert.equal(result.finalists[0]?.proof.draws, 3);
    assert.equal(result.finalists.length, 1);
  });

  it('says what a call costs before and after, and does not guess', () => {
    const [finalist] = play({ answers: literal, proposes: () => fixed }).result.finalists;
    assert.deepEqual(finalist?.perCall, { before: {}, after: {} });
    assert.equal((finalist?.words.after ?? 0) - (finalist?.words.before ?? 0), 6);
  });

  it('says that there is nothing to find, with one look at the start', () => {
    const { result, calls } = play({ answers: (_, expected) => expected, proposes: () => fixed });
    assert.deepEqual([result.offered, result.finalists, result.ended, calls], [undefined, [], 'nothing-fails', 20]);
  });

  it('offers nothing where rewording changes nothing', () => {
    const { result } = play({
      answers: () => 'refund',
      proposes: (number) => body.replace('Labels', `Number ${number}. Labels`),
    });
    assert.equal(result.offered, undefined);
    assert.equal(result.task.calls <= 300, true);
  });

  it('never shows a held-out or choosing row to the reflecting model', () => {
    const { requests, task } = play({
      answers: literal,
      proposes: (number) => (number < 9 ? `${body} ${number}` : fixed),
    });
    assert.ok(requests.length >= 9);
    for (const { id, input } of task.rows) {
      if (task.split.working.includes(id)) continue;
      assert.ok(!requests.some((request) => request.includes(input)), id);
    }
    const shown = task.rows.filter(({ input }) => requests.some((request) => request.includes(input)));
    assert.ok(shown.length > 3);
  });

  it('asks held-out rows in the proof alone, once, both sides in turn', () => {
    const { steps, task } = play({ answers: literal, proposes: () => fixed });
    const heldOut = new Set(task.split.heldOut);
    const looks = steps.filter((step) => step.type === 'ask' && step.asks.some(({ row }) => heldOut.has(row)));
    assert.equal(looks.length, 1);
    const [look] = looks;
    assert.ok(look?.type === 'ask' && look.phase === 'proof');
    assert.deepEqual(
      look.asks.slice(0, 4).map(({ wording }) => wording.number),
      [0, 1, 0, 1],
    );
    assert.ok(look.asks.every(({ row }) => heldOut.has(row)));
  });

  it('tells every failing row what was expected and why it failed, between marks that stand in no other request', () => {
    const { requests } = play({
      answers: literal,
      proposes: (number) => `${body} ${number}`,
      task: { limits: { calls: 130 } },
    });
    const marks = requests.map((request) => /data[0-9a-f]{32}/.exec(request)?.[0] ?? '');
    assert.equal(new Set(marks).size, requests.length);
    for (const [index, request] of requests.entries()) {
      assert.match(request, /Expected: equals "delivery"/);
      assert.match(request, /Why it failed: It is not delivery\./);
      assert.equal(request.split(marks[index] ?? '').length - 1, 4);
    }
  });

  it('keeps to its number of calls', () => {
    for (const calls of [110, 150, 300, 700]) {
      const played = play({ answers: literal, proposes: (number) => `${body} ${number}`, task: { limits: { calls } } });
      assert.ok(played.calls <= calls, `${played.calls} of ${calls}`);
      const proved = play({ answers: literal, proposes: () => fixed, task: { limits: { calls } } });
      assert.ok(proved.calls <= calls, `${proved.calls} of ${calls}`);
    }
  });

  it('costs no call to drop a broken or repeated edit', () => {
    const { notes, calls } = play({
      answers: literal,
      proposes: (number) => (number < 3 ? body.replace('{{mail}}', '') : { text: 'NO CHANGE' }),
      task: { limits: { calls: 110 } },
    });
    assert.deepEqual(
      notes.slice(0, 3).map(({ fate }) => fate),
      ['template', 'repeated', 'no-change'],
    );
    assert.equal(calls, 20 + notes.length);
  });

  it('tells what was tried, and what it did', () => {
    const { requests } = play({ answers: literal, proposes: (number) => `${body} ${number}` });
    assert.match(requests[1] ?? '', /do not propose the same again:\n- A cause\.: dropped, fixed 0, broke 0/);
  });

  it('asks a long edit to be made shorter once', () => {
    const padding = 'Please take good care. '.repeat(40);
    const { requests, notes, result } = play({
      answers: literal,
      proposes: (_, request) => (request.includes('Make this prompt shorter') ? fixed : `${padding}\n${fixed}`),
    });
    assert.equal(requests.length, 2);
    assert.deepEqual(
      notes.map(({ fate }) => fate),
      ['kept'],
    );
    assert.equal(result.offered?.text, fixed);
  });

  it('takes lines out that bring nothing', () => {
    const idle = 'Be careful and read everything twice before you go on with the answer, since quality matters.';
    const { result } = play({
      answers: literal,
      proposes: () => fixed.replace(rule, `${idle}\n${rule}`),
      task: { limits: { calls: 1000 } },
    });
    assert.equal(result.offered?.text, fixed);
  });

  it('proposes with fewer than 30 rows, and claims nothing', () => {
    const { result } = play({ answers: literal, proposes: () => fixed, rows: 20 });
    assert.equal(result.offered?.text, fixed);
    assert.deepEqual(result.finalists, []);
  });

  it('believes a model that sees no common cause', () => {
    const { result, notes } = play({ answers: literal, proposes: () => ({ text: 'NO CHANGE' }) });
    assert.deepEqual([result.offered, result.ended, notes.length, result.task.calls], [undefined, 'no-cause', 3, 20]);
  });

  it('ends when the reflecting model never answers in the form that was asked for', () => {
    const { result, notes } = play({ answers: literal, proposes: () => ({ text: 'You might say more.' }) });
    assert.deepEqual([result.offered, result.ended, notes.length, result.task.calls], [undefined, 'no-form', 8, 20]);
  });

  it('ends when the reflecting model never answers', () => {
    const { result } = play({ answers: literal, proposes: () => ({ text: '' }) });
    assert.equal(result.offered, undefined);
  });

  it('takes sentences out that bring nothing where it is asked for a shorter prompt, and asks no other model', () => {
    const idle = 'Read everything twice before you answer.';
    const long = fixed.replace('refund.', `refund. ${idle}`);
    const start = editablePrompt('a.prompt', long);
    assert.ok(start);
    const { result, requests } = play({
      answers: literal,
      proposes: () => '',
      task: { start, shorter: true, limits: { calls: 600 } },
    });
    assert.deepEqual(requests, []);
    assert.equal(result.finalists[0]?.wording.text, fixed);
    assert.deepEqual(
      result.proposals.map(({ fate }) => fate),
      ['kept', 'no-better'],
    );
  });
});
