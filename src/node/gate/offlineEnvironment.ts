import type { Environment } from '../../core/environment.ts';
import { PolypromptError } from '../../core/errors.ts';

/** The same environment without a network: every request for an answer or a judgement fails at once and is not retried. */
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
