import type { Environment } from '../../core/environment.ts';
import { PolypromptError } from '../../core/errors.ts';

/** The same world without a network: whoever is asked, for an answer or for a judgement, is not there at once and for good. */
export function offlineEnvironment(environment: Environment): Environment {
  return {
    ...environment,
    fetch: async () => {
      throw new PolypromptError('connection-failed', 'It is not in the cache, and nobody is asked.', {
        hint: 'Check again with a network, and with time and money left.',
        retryable: false,
      });
    },
  };
}
