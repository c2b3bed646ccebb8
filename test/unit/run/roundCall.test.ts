import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Message } from '../../../src/core/messages.ts';
import type { PlannedCell, Target } from '../../../src/core/run/events.ts';
import type { Round } from '../../../src/core/run/round.ts';
import { roundCall } from '../../../src/core/run/roundCall.ts';

const target: Target = { id: 't', model: 'a/one', parameters: { toolChoice: 'required', temperature: 0 } };
const user: Message = { role: 'user', parts: [{ type: 'text', text: 'hi' }] };
const saidBy = (from: string): Message => ({
  role: 'assistant',
  parts: [
    { type: 'reasoning', text: 'Hm.', state: from },
    { type: 'text', text: 'Well.' },
  ],
  from,
});
const cellOf = (...messages: readonly Message[]): PlannedCell => ({
  id: 'c',
  target: 't',
  caseId: 'row',
  repeat: 0,
  inputs: {},
  messages,
});
const call = { id: 'c1', name: 'find', input: {} };
const round: Round = {
  answer: '',
  toolCalls: [call],
  turn: [
    { type: 'reasoning', text: 'Look.', state: 's' },
    { type: 'tool-call', ...call },
  ],
  usage: null,
  cost: null,
  timing: { totalMs: 1 },
  attempts: 1,
  finishReason: 'tool-calls',
  servedModel: null,
  requestId: null,
  results: [{ id: 'c1', name: 'find', output: '1', by: 'rule' }],
};

describe('the next request of a cell', () => {
  it('holds the state that its own model gave, and none of another one', () => {
    const own = saidBy('a/one');
    const cell = cellOf(user, own, user, saidBy('b/two'), user);
    const foreign: Message = { role: 'assistant', parts: [{ type: 'text', text: 'Well.' }], from: 'b/two' };
    assert.deepEqual(roundCall({ cell, target, rounds: [] }).messages, [user, own, user, foreign, user]);
  });

  it('goes on from its rounds, whose state is its own, and forces no tool again', () => {
    const { messages, parameters } = roundCall({ cell: cellOf(user), target, rounds: [round] });
    assert.deepEqual(messages, [
      user,
      { role: 'assistant', parts: round.turn, from: 'a/one' },
      { role: 'tool', parts: [{ type: 'tool-result', id: 'c1', name: 'find', output: '1' }] },
    ]);
    assert.deepEqual(parameters, { temperature: 0 });
  });
});
