import assert from 'node:assert/strict';
import { proposeChecks } from '../../../src/core/proposals/proposeChecks.ts';
import { proposedChecksText } from '../../../src/core/proposals/proposedChecksText.ts';
import type { StoredAnswer } from '../../../src/core/proposals/storedAnswer.ts';
import { openSandbox } from '../../support/sandbox.ts';

const sandbox = openSandbox();

async function proposedFor(answers: readonly StoredAnswer[], prompt = '') {
  const { proposed } = await proposeChecks(prompt, answers, { ports: { sandbox } });
  return proposed;
}

function times(count: number, answer: (index: number) => Partial<StoredAnswer>): StoredAnswer[] {
  return Array.from({ length: count }, (_, index) => ({
    vars: { id: `BK-${1000 + index}` },
    text: 'late',
    ...answer(index),
  }));
}

describe('proposed checks', () => {
  after(() => sandbox.dispose());

  it('are the form of the good answers, with the values of fields that have few', async () => {
    const good = times(20, (index) => ({
      text: JSON.stringify({ label: index % 2 ? 'late' : 'refund', total: index }),
      isPassed: true,
    }));
    const bad = times(5, () => ({ text: 'It is late.', isPassed: false }));
    const proposed = await proposedFor([...good, ...bad]);
    assert.deepEqual(proposed[0]?.check, {
      type: 'is-json',
      value: {
        type: 'object',
        required: ['label', 'total'],
        properties: { label: { enum: ['late', 'refund'] }, total: { type: 'number' } },
      },
    });
    assert.deepEqual([proposed[0]?.passes, proposed[0]?.catches, proposed[0]?.failed], [20, 5, 5]);
    assert.equal(proposed.filter(({ check }) => check.type === 'is-json').length, 1, 'the one that asks for more');
  });

  it('are the words of which answers are one', async () => {
    const good = times(12, (index) => ({ text: index % 2 ? 'late' : 'refund (paid)', isPassed: true }));
    const proposed = await proposedFor([...good, ...times(3, () => ({ text: 'Label: late', isPassed: false }))]);
    assert.deepEqual(proposed[0]?.check, { type: 'regex', value: '^\\s*(?:late|refund \\(paid\\))\\s*$' });
  });

  it('are what the prompt asks for in words', async () => {
    const answers = [
      ...times(6, () => ({ text: 'one two', isPassed: true })),
      ...times(4, () => ({ text: 'a b c. d e f. g h i.', isPassed: false })),
    ];
    const words = await proposedFor(answers, 'Answer in at most 5 words.');
    assert.ok(
      words.some(
        ({ check, why }) =>
          JSON.stringify(check) === '{"type":"word-count","value":{"max":5}}' && /"at most 5 words"/.test(why),
      ),
    );
    const sentences = await proposedFor(answers, 'Use no more than two sentences.');
    assert.ok(sentences.some(({ check }) => check.type === 'javascript' && /<= 2/.test(String(check['value']))));
  });

  it('compare with a value of the case only where answers to other cases fail it', async () => {
    const echo = [
      ...times(10, (index) => ({ text: `Order BK-${1000 + index} is late.`, isPassed: true })),
      ...times(2, () => ({ text: 'It is late.', isPassed: false })),
    ];
    assert.ok((await proposedFor(echo)).some(({ check }) => check['value'] === '{{id}}'));
    const all = times(12, (index) => ({
      vars: { id: index % 2 ? 'late' : 'order' },
      text: index < 11 ? 'The order is late.' : 'Sure.',
      isPassed: index < 11,
    }));
    assert.ok((await proposedFor(all)).every(({ check }) => check['value'] !== '{{id}}'));
  });

  it('are none that everything passes, or that fails good answers alone', async () => {
    assert.deepEqual(await proposedFor(times(20, () => ({ isPassed: true }))), []);
    const long = 'word '.repeat(200);
    const answers = [
      ...times(30, (index) => ({ text: index === 0 ? long : 'A short answer.', isPassed: true })),
      ...times(5, () => ({ text: 'Short.', isPassed: false })),
    ];
    assert.deepEqual(await proposedFor(answers), []);
  });

  it('go by what people say before what the checks of the suite found', async () => {
    const liked = times(8, () => ({ text: '{"a": 1}', isPassed: false, isLiked: true }));
    const disliked = times(4, () => ({ text: 'Sure! {"a": 1}', isPassed: true, isLiked: false }));
    const [first] = await proposedFor([...liked, ...disliked]);
    assert.deepEqual([first?.check.type, first?.disagrees, first?.labels], ['is-json', 0, 12]);
  });

  it('begin with the check of labels where the cases have one each', async () => {
    const labels = ['late', 'lost'];
    const mails = times(24, (index) => {
      const label = labels[index % 2] ?? '';
      return {
        vars: { mail: `m${index}`, topic: label },
        label,
        text: index < 20 ? label : 'late',
        isPassed: index < 20 || label === 'late',
      };
    });
    const offer = { labels: new Map(mails.map(({ label = '' }, index) => [`${index}`, label])), checks: [] };
    const inRows = await proposeChecks('', mails, { ports: { sandbox }, offer });
    assert.deepEqual(
      inRows.proposed
        .slice(0, 1)
        .map(({ check, isInRows, passes, catches, failed }) => [check, isInRows, passes, catches, failed]),
      [[{ type: 'label' }, true, 22, 2, 2]],
    );
    assert.match(proposedChecksText(inRows, 24), /\nWrite "type: label" in place of "type: equals" in the rows\.\n/);
    const byColumn = await proposeChecks('', mails, { ports: { sandbox }, offer: { ...offer, column: 'topic' } });
    assert.deepEqual(byColumn.proposed[0]?.check, { type: 'label', value: '{{topic}}' });
  });

  it('are none of labels that every answer passes, or that other cases pass as well', async () => {
    const offer = {
      labels: new Map([
        ['0', 'late'],
        ['1', 'lost'],
      ]),
      checks: [],
    };
    const asked = (text: (index: number) => string) =>
      proposeChecks(
        '',
        times(24, (index) => ({ label: index % 2 ? 'late' : 'lost', text: text(index) })),
        { ports: { sandbox }, offer },
      );
    const hasLabel = ({ proposed }: Awaited<ReturnType<typeof asked>>) =>
      proposed.some(({ check }) => check.type === 'label');
    assert.equal(hasLabel(await asked((index) => (index % 2 ? 'late' : 'lost'))), false);
    assert.equal(hasLabel(await asked(() => 'late')), false, 'one word for all');
  });

  it('are told with what each says, and as lines for the suite', async () => {
    const answers = [
      ...times(20, () => ({ text: '{"a": 1}', isPassed: true })),
      ...times(5, () => ({ text: 'No.', isPassed: false, isLiked: false })),
    ];
    const text = proposedChecksText(await proposeChecks('', answers, { ports: { sandbox } }), answers.length);
    assert.match(text, /^5 checks tried on 25 stored answers\./);
    assert.match(
      text,
      /1\. is-json: It would have passed 20 of 25\. Of 5 that failed it fails 5\. It disagrees with 0 of 5 verdicts of people\./,
    );
    assert.match(text, /assert:\n {2}- type: is-json/);
    assert.match(proposedChecksText({ tried: 3, proposed: [] }, 9), /None tells good answers from others/);
  });
});
