import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { PolypromptError } from '../../../src/core/errors.ts';
import { nextUserTurn } from '../../../src/core/execute/simulatedUser.ts';
import type { Message } from '../../../src/core/messages.ts';
import { roundOf } from '../../support/rounds.ts';

const message = (role: Message['role'], text: string): Message => ({ role, parts: [{ type: 'text', text }] });
const user = {
  instructions: 'You are Mia and want a refund for the lamp that came broken on Monday, with your parcel.',
  model: 'a/user',
  maxTurns: 5,
  stop: '###STOP###',
};

/** What comes of this answer of the user's model. */
async function turnOf(answer: string, messages: readonly Message[] = [message('user', 'Hi')]) {
  return nextUserTurn(
    { user, messages, rounds: [roundOf({ answer: 'Hello.' })], repeat: 0 },
    { ask: async () => answer },
  );
}

async function errorOf(answer: string, messages?: readonly Message[]): Promise<string> {
  const error = await turnOf(answer, messages).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof PolypromptError);
  assert.equal(error.code, 'simulated-user');
  return error.message;
}

describe('the next message of a simulated user', () => {
  it('is what its model says, as it says it', async () => {
    assert.deepEqual(await turnOf(' The lamp is broken. '), { text: 'The lamp is broken.', by: 'model' });
  });

  it('is none where it stops, with thanks or without', async () => {
    assert.equal(await turnOf('###STOP###'), undefined);
    assert.equal(await turnOf('Great, thanks! ###STOP###'), undefined);
    assert.equal(await turnOf('###STOP### and more'), undefined);
  });

  it('is the last where words stand before the stop, or where it only gives thanks', async () => {
    assert.deepEqual(await turnOf('Then forget it. ###STOP###'), {
      text: 'Then forget it.',
      by: 'model',
      isLast: true,
    });
    const thanks = await turnOf('Thank you so much, have a nice day!');
    assert.deepEqual([thanks?.isLast, /only gave thanks/.test(thanks?.notice ?? '')], [true, true]);
    assert.equal((await turnOf('Thanks, and my money?'))?.isLast, undefined);
  });

  it('names what no user would do', async () => {
    assert.match(
      (await turnOf("I'd be happy to help you with that."))?.notice ?? '',
      /^In message 2 .*like the assistant/,
    );
    assert.match((await turnOf('You are amazing and brilliant. And my lamp?'))?.notice ?? '', /flattered/);
    assert.equal((await turnOf('That is perfect, but my lamp is broken.'))?.notice, undefined);
  });

  it('is an error where it says nothing', async () => {
    assert.match(await errorOf('  '), /a\/user, which plays the user, said nothing in its message 2/);
  });

  it('is an error where it repeats its instructions, and none where it says what it wants', async () => {
    assert.match(await errorOf(`I was told: ${user.instructions}`), /tells the tested model the instructions/);
    assert.match(
      await errorOf('Well, the user should have a refund for the lamp that came broken on Monday, with your parcel.'),
      /instructions/,
    );
    assert.equal((await turnOf('I want a refund for the lamp that came broken on Monday.'))?.by, 'model');
  });

  it('is an error where the prompt tells the model what only the user knows', async () => {
    assert.match(
      await errorOf('Hi', [message('system', `Know this: ${user.instructions}`), message('user', 'Hi')]),
      /^The prompt tells/,
    );
  });
});
