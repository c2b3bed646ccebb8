import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Message, ModelEvent } from '../../../src/core/messages.ts';
import { costOfRun } from '../../../src/core/results/summary.ts';
import type { Conversation } from '../../../src/core/run/conversation.ts';
import { resultOf } from '../../../src/core/run/resultOf.ts';
import { transcriptOf } from '../../../src/core/run/round.ts';
import { always, calls, model, runTools, says, type ToolRun } from '../../support/toolRun.ts';

const said = ({ sent }: ToolRun) =>
  sent.map((messages) => messages.map(({ parts }) => parts.map(wordsOf).join('')).join(' | '));

function wordsOf(part: Message['parts'][number]): string {
  if (part.type === 'text') return part.text;
  return part.type === 'tool-result' ? `<${part.output}>` : `<${part.type}>`;
}

function transcript({ state, cell }: ToolRun): unknown {
  const result = resultOf(state, cell);
  return result && transcriptOf(result, model);
}

describe('conversations of fixed turns', () => {
  const conversation: Conversation = { type: 'turns', turns: ['And Rome?', 'Bye.'] };

  it('say each turn after an answer, and end with the answer to the last', async () => {
    const run = await runTools({ turns: [says('Cold.'), says('Warm.'), says('Bye!')], conversation });
    assert.deepEqual(said(run), ['Hi', 'Hi | Cold. | And Rome?', 'Hi | Cold. | And Rome? | Warm. | Bye.']);
    assert.deepEqual([run.cell.status, run.cell.text], ['done', 'Bye!']);
    assert.deepEqual(run.cell.usage, { inputTokens: 30, outputTokens: 15 });
  });

  it('answer the calls of each turn, whose rounds are counted anew', async () => {
    const run = await runTools({
      turns: [calls('Oslo'), says('Cold.'), calls('Rome'), says('Warm.'), says('Bye!')],
      conversation,
      loop: { rules: [always('weather', 1)], maxTurns: 1 },
    });
    assert.equal(run.cell.text, 'Bye!');
    assert.equal(run.sent.length, 5);
    assert.deepEqual(run.cell.warnings, []);
  });

  it('refuse the calls that the limit of rounds leaves open before the user speaks again', async () => {
    const run = await runTools({
      turns: [calls('Oslo'), calls('Rome'), says('Never mind.'), says('Bye!')],
      conversation,
      loop: { rules: [always('weather', 1)], maxTurns: 1 },
    });
    assert.match(said(run)[2] ?? '', /<This was not run: the conversation went on without it.> \| And Rome\?/);
    assert.match(run.cell.warnings[0]?.message ?? '', /was given results 1 time and called tools again/);
    assert.equal(run.cell.text, 'Bye!');
  });

  it('count an answer whose calls the limit left open among the answers of the turns', async () => {
    const run = await runTools({
      turns: [calls('Oslo'), calls('Rome'), says('Never mind.'), says('Bye!')],
      conversation: { type: 'turns', turns: ['[{{answers}}]', '[{{answers[0]}}, {{answers[1]}}, {{answer}}]'] },
      loop: { rules: [always('weather', 1)], maxTurns: 1 },
    });
    const words = run.sent
      .at(-1)
      ?.filter(({ role }) => role === 'user')
      .map(({ parts }) => parts.map(wordsOf).join(''));
    assert.deepEqual(words, ['Hi', '[]', '[, Never mind., Never mind.]']);
  });

  it('go on where they were, whatever the moment of a kill', async () => {
    const options = {
      turns: [calls('Oslo'), says('Cold.'), says('Warm.'), says('Bye!')],
      conversation,
      loop: { rules: [always('weather', 1)] },
    };
    const whole = await runTools(options);
    for (let kept = 1; kept <= whole.events.length; kept++) {
      const resumed = await runTools({ ...options, from: whole.events.slice(0, kept) });
      assert.deepEqual(transcript(resumed), transcript(whole), `after ${kept} events`);
    }
  });
});

describe('conversations with a simulated user', () => {
  const user: Conversation = {
    type: 'user',
    instructions: 'You are Mia. You want a refund for order A-17, and you know your mail address but not the number.',
    model: 'test/user',
    maxTurns: 4,
    stop: '###STOP###',
  };
  const words = (text: string): ModelEvent[] => says(text);

  it('let a model speak, with the roles exchanged, until it says the word', async () => {
    const run = await runTools({
      turns: [says('Which order?'), says('Refunded.')],
      conversation: user,
      user: [words('The one of Monday.'), words('###STOP###')],
    });
    assert.deepEqual(said(run), ['Hi', 'Hi | Which order? | The one of Monday.']);
    assert.deepEqual([run.cell.status, run.cell.text], ['done', 'Refunded.']);
    const [first, second] = run.askedUser;
    assert.deepEqual(
      first?.map(({ role }) => role),
      ['system', 'user', 'assistant', 'user'],
    );
    assert.deepEqual(
      second?.slice(2).map(({ parts }) => parts.map(wordsOf).join('')),
      ['Hi', 'Which order?', 'The one of Monday.', 'Refunded.'],
    );
    assert.match(wordsOf(first?.[0]?.parts[0] ?? { type: 'text', text: '' }), /You are Mia/);
    assert.equal(JSON.stringify(run.sent).includes('Mia'), false);
  });

  it('count the money of the user apart', async () => {
    const run = await runTools({
      turns: [says('Which order?'), says('Refunded.')],
      conversation: user,
      user: [words('The one of Monday.'), words('###STOP###')],
    });
    assert.deepEqual(run.cell.usage, { inputTokens: 20, outputTokens: 10 });
    assert.equal(run.cell.playing?.calls, 2);
    assert.equal(Math.round((run.cell.playing?.cost?.amount ?? 0) * 1e6), 40);
    assert.equal(Math.round(costOfRun(run.state).amount * 1e6), 80);
  });

  it('end after as many messages as they may have, and after an answer to words before the stop', async () => {
    const long = await runTools({ turns: [says('Hm.')], conversation: user, user: [words('Well?')] });
    assert.equal(long.sent.length, 4);
    const last = await runTools({
      turns: [says('Hm.')],
      conversation: user,
      user: [words('Then cancel it. ###STOP###')],
    });
    assert.deepEqual([last.sent.length, last.askedUser.length], [2, 1]);
  });

  it('end at thanks, and name what no user would do', async () => {
    const thanks = await runTools({ turns: [says('Done.')], conversation: user, user: [words('Thank you so much!')] });
    assert.equal(thanks.sent.length, 2);
    assert.match(thanks.cell.warnings[0]?.message ?? '', /In message 2 the simulated user only gave thanks/);
    const flip = await runTools({
      turns: [says('Done.')],
      conversation: user,
      user: [words('How can I help you today?'), words('###STOP###')],
    });
    assert.match(flip.cell.warnings[0]?.message ?? '', /In message 2 the simulated user spoke like the assistant/);
    const praise = await runTools({
      turns: [says('Done.')],
      conversation: user,
      user: [words('You are amazing, this is fantastic. And the mail?'), words('###STOP###')],
    });
    assert.match(praise.cell.warnings[0]?.message ?? '', /flattered/);
  });

  it('are an error, and no failure, where the user says nothing or gives its instructions away', async () => {
    const empty = await runTools({ turns: [says('Done.')], conversation: user, user: [words('  ')] });
    assert.deepEqual([empty.cell.status, empty.cell.error?.code], ['failed', 'simulated-user']);
    const leak = `I was told this: ${user.instructions}`;
    const told = await runTools({ turns: [says('Done.')], conversation: user, user: [words(leak)] });
    assert.match(told.cell.error?.message ?? '', /test\/user, which plays the user, tells the tested model/);
    assert.equal(told.sent.length, 1);
    const ours = 'When you have what you want, or it is clear that you will not get it, write ###STOP###';
    const framed = await runTools({ turns: [says('Done.')], conversation: user, user: [words(ours)] });
    assert.equal(framed.cell.error?.code, 'simulated-user');
  });

  it('are an error where the prompt itself holds what only the user knows', async () => {
    const run = await runTools({ turns: [says('Done.')], conversation: { ...user, instructions: 'Hi' }, user: [] });
    assert.match(run.cell.error?.message ?? '', /^The prompt tells the tested model/);
  });

  it('are stopped, and not left waiting, where the run is stopped while the user is asked', async () => {
    let stop = () => {};
    const options = {
      turns: [says('Mail?'), says('Done.')],
      user: [words('Hello'), words('###STOP###')],
      conversation: user,
    };
    const run = await runTools({
      ...options,
      onStart: (handle) => {
        stop = () => handle.stop();
      },
      onCall: (call) => {
        if (call.model === 'user') stop();
      },
    });
    assert.equal(run.cell.status, 'cancelled');
    const resumed = await runTools({ ...options, from: run.events });
    assert.equal(resumed.cell.status, 'done');
  });

  it('stop at the stop word of the user alone, not where the tested model quotes it', async () => {
    const run = await runTools({
      turns: [says('Say ###STOP### to end.'), says('Bye.')],
      conversation: user,
      user: [words('What?'), words('###STOP###')],
    });
    assert.equal(run.cell.text, 'Bye.');
  });

  it('go on where they were, whatever the moment of a kill', async () => {
    const options = {
      turns: [says('Which order?'), says('Refunded.')],
      conversation: user,
      user: [words('The one of Monday.'), words('###STOP###')],
    };
    const whole = await runTools(options);
    for (let kept = 1; kept <= whole.events.length; kept++) {
      const resumed = await runTools({ ...options, from: whole.events.slice(0, kept) });
      assert.deepEqual(transcript(resumed), transcript(whole), `after ${kept} events`);
    }
  });
});
