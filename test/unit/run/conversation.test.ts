import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FinishReason } from '../../../src/core/messages.ts';
import {
  type Conversation,
  isAtLimit,
  mostUserTurns,
  nextStep,
  userTurns,
} from '../../../src/core/run/conversation.ts';
import type { Round, UserTurn } from '../../../src/core/run/round.ts';
import { roundOf } from '../../support/rounds.ts';

const call = { id: '1', name: 't', input: {} };
const loop = { rules: [], maxTurns: 2 };
const turns: Conversation = { type: 'turns', turns: ['a', 'b'] };
const played: Conversation = { type: 'user', instructions: 'x', model: 'a/b', maxTurns: 3, stop: '#' };

function round(user?: Partial<UserTurn>): Round {
  return user ? roundOf({ user: { text: 'x', by: 'case', ...user } }) : roundOf({ toolCalls: [call] });
}

const said = (calls: number, finishReason: FinishReason = 'stop') => ({
  toolCalls: Array(calls).fill(call),
  finishReason,
});

describe('what follows an answer', () => {
  it('is its calls, until their turn has had its rounds', () => {
    assert.equal(nextStep({ loop }, [], said(1)), 'calls');
    assert.equal(nextStep({ loop }, [round()], said(1)), 'calls');
    assert.equal(nextStep({ loop }, [round(), round()], said(1)), 'end');
    assert.equal(nextStep({ loop, conversation: turns }, [round(), round(), round({})], said(1)), 'calls');
  });

  it('is nothing where nothing answers calls, and where the answer was cut off', () => {
    assert.equal(nextStep({}, [], said(1)), 'end');
    assert.equal(nextStep({ conversation: turns }, [], said(1)), 'end');
    for (const reason of ['length', 'content-filter', 'refusal'] as const) {
      assert.equal(nextStep({ loop }, [], said(1, reason)), 'end', reason);
      assert.equal(nextStep({ loop, conversation: turns }, [], said(1, reason)), 'end', reason);
      assert.equal(nextStep({ conversation: turns }, [], said(0, reason)), 'user', reason);
    }
  });

  it('is the user, as often as they have something to say', () => {
    assert.equal(nextStep({}, [], said(0)), 'end');
    assert.equal(nextStep({ conversation: turns }, [round({})], said(0)), 'user');
    assert.equal(nextStep({ conversation: turns }, [round({}), round({})], said(0)), 'end');
    assert.equal(nextStep({ conversation: played }, [round({})], said(0)), 'user');
    assert.equal(nextStep({ conversation: played }, [round({}), round({})], said(0)), 'end');
    assert.equal(nextStep({ conversation: played }, [round({ isLast: true })], said(0)), 'end');
  });

  it('is the user after calls that their limit leaves open', () => {
    assert.equal(nextStep({ loop, conversation: turns }, [round(), round()], said(1)), 'user');
  });
});

describe('a conversation', () => {
  it('counts what the user said, and knows how often they may', () => {
    assert.equal(userTurns([round(), round({}), round()]), 1);
    assert.deepEqual([mostUserTurns(turns), mostUserTurns(played)], [2, 2]);
  });

  it('is at its limit with calls only', () => {
    assert.equal(isAtLimit({ loop }, [round(), round()], said(1)), true);
    assert.equal(isAtLimit({ loop }, [round(), round()], said(0)), false);
    assert.equal(isAtLimit({ loop }, [round()], said(1)), false);
    assert.equal(isAtLimit({}, [round(), round()], said(1)), false);
  });
});
