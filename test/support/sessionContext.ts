import assert from 'node:assert/strict';
import type { Clock, Environment } from '../../src/core/environment.ts';
import type { SessionContext } from '../../src/node/runs/sessionContext.ts';
import { InstantClock } from './fakeClock.ts';

/** An environment without a network, a key or chance. */
export function quietEnvironment(clock: Clock): Environment {
  return {
    clock,
    random: () => 0.5,
    fetch: () => Promise.reject(new Error('no network')),
    lookUpKey: async () => undefined,
  };
}

/** The context of a session with the plainest values: every wait is over at once, and the disk never refuses. */
export function sessionContext({
  clock = new InstantClock(),
  ...own
}: Pick<SessionContext, 'storage' | 'registry'> &
  Partial<SessionContext> & { readonly clock?: Clock }): SessionContext {
  return {
    catalog: { entries: new Map() },
    environment: quietEnvironment(clock),
    lanes: { start: 4, max: 4 },
    onStorageFailure: (error) => assert.fail(String(error)),
    ...own,
  };
}
