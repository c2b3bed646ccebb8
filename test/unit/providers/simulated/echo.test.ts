import assert from 'node:assert/strict';
import { readProviderName } from '../../../../src/core/dataset/providerName.ts';
import type { Message } from '../../../../src/core/messages.ts';
import { simulatedProvider } from '../../../../src/core/providers/simulated/simulated.ts';
import { accessTo } from '../../../support/access.ts';
import { collect } from '../../../support/collect.ts';
import { InstantClock } from '../../../support/fakeClock.ts';

const text = (role: Message['role'], said: string): Message => ({ role, parts: [{ type: 'text', text: said }] });

async function echoed(...messages: readonly Message[]): Promise<string> {
  const access = accessTo('http://simulated', { clock: new InstantClock() });
  const call = { model: 'echo', messages, parameters: {} };
  const { text: said } = await collect(simulatedProvider().stream(call, access, new AbortController().signal));
  return said;
}

describe('echo as a provider', () => {
  it('is a simulated model, and says what it is asked', async () => {
    assert.equal(readProviderName('echo'), 'simulated/echo');
    assert.equal(await echoed(text('user', ' Hi\n there ')), ' Hi\n there ');
  });

  it('says a chat as JSON', async () => {
    const chat = await echoed(text('system', 'S'), text('user', 'U'));
    assert.deepEqual(JSON.parse(chat), [
      { role: 'system', content: 'S' },
      { role: 'user', content: 'U' },
    ]);
  });
});
