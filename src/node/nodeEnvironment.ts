import { performance } from 'node:perf_hooks';
import type { BoundKey, Clock, Environment, Fetch } from '../core/environment.ts';

/**
 * The real environment for core. `fetch` is the global one unless given: an editor patches it so that it knows the editor's proxy settings.
 */
export function nodeEnvironment(options: {
  readonly lookUpKey: (provider: string, origin: string) => Promise<BoundKey | undefined>;
  readonly lookUpSecret?: NonNullable<Environment['lookUpSecret']>;
  readonly fetch?: Fetch;
}): Environment {
  return {
    clock: systemClock,
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    random: Math.random,
    lookUpKey: options.lookUpKey,
    lookUpSecret: options.lookUpSecret ?? (async ({ name }) => process.env[name]),
  };
}

/** Node treats a longer time as no time at all. */
const longestTimer = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  sleep,
  after(ms, callback) {
    const timer = setTimeout(callback, Math.min(ms, longestTimer));
    return () => clearTimeout(timer);
  },
};

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      },
      Math.min(ms, longestTimer),
    );
    signal?.addEventListener('abort', stop, { once: true });
  });
}
