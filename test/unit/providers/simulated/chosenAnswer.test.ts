import assert from 'node:assert/strict';
import type { ModelCall } from '../../../../src/core/messages.ts';
import { chosenAnswer } from '../../../../src/core/providers/simulated/chosenAnswer.ts';
import type { Temperament } from '../../../../src/core/providers/simulated/temperaments.ts';

function asked(first: string, second: string): ModelCall {
  const part = (name: string, text: string) => `<${name}-0a1b>\n${text}\n</${name}-0a1b>`;
  const user = [
    part('criterion', 'Is friendlier'),
    part('case', 'My parcel arrived broken'),
    part('first-answer', first),
    part('second-answer', second),
  ].join('\n\n');
  const message = (role: 'system' | 'user', text: string) => ({ role, parts: [{ type: 'text' as const, text }] });
  return {
    model: 'thorough',
    messages: [message('system', 'You compare two answers to the same case.'), message('user', user)],
    parameters: {},
  };
}

function choice(temperament: Temperament, first: string, second: string): unknown {
  const { text = '' } = chosenAnswer(asked(first, second), temperament, () => 0.7) ?? {};
  const said: { choice?: unknown } = JSON.parse(text);
  return said.choice;
}

describe('a simulated judge of two answers', () => {
  const [long, short] = ['Your parcel arrived broken, we are sorry', 'Sorry for your parcel'];

  it('likes the one that takes up more of the case, wherever it stands', () => {
    assert.deepEqual([choice('thorough', long, short), choice('thorough', short, long)], ['first', 'second']);
    assert.equal(choice('thorough', short, short), 'tie');
  });

  it('favours what stands first where it is terse, and draws lots where it is unreliable', () => {
    assert.deepEqual([choice('terse', long, short), choice('terse', short, long)], ['first', 'first']);
    assert.deepEqual([choice('unreliable', long, short), choice('unreliable', short, long)], ['second', 'second']);
  });

  it('says nothing where something else is asked', () => {
    const call = asked(long, short);
    assert.equal(
      chosenAnswer({ ...call, messages: call.messages.slice(1) }, 'thorough', () => 0.5),
      undefined,
    );
  });
});
