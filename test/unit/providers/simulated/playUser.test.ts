import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Message, ModelCall } from '../../../../src/core/messages.ts';
import { playedUser } from '../../../../src/core/providers/simulated/playUser.ts';

const said = (role: Message['role'], text: string): Message => ({ role, parts: [{ type: 'text', text }] });

const task = `You play a person who talks to an assistant. Stay that person in every message.

You are Mia.

What you want: your money back for order A-1.

When you have what you want, write DONE and nothing else.`;

const answer = (...messages: readonly Message[]) => {
  const call: ModelCall = { model: 'terse', messages, parameters: {} };
  return playedUser(call)?.text;
};

describe('a simulated model that plays a user', () => {
  const opened = [
    said('system', task),
    said('user', 'Begin.'),
    said('assistant', 'Hi'),
    said('user', 'Hello, what is it?'),
  ];

  it('says what it wants, in its own name, and then ends with the word that it was told', () => {
    assert.equal(answer(...opened), 'What I want is my money back for order A-1. Please do that.');
    assert.equal(answer(...opened, said('assistant', 'What I want…'), said('user', 'Done.')), 'DONE');
  });

  it('asks for more where it was told of no goal', () => {
    const vague = [said('system', task.replace(/What you want.*/, '')), ...opened.slice(1)];
    assert.equal(answer(...vague), 'Can you say more about that?');
  });

  it('leaves every other task alone', () => {
    assert.equal(answer(said('user', task)), undefined);
    assert.equal(answer(said('system', 'Be brief.'), said('user', 'Hi')), undefined);
  });
});
