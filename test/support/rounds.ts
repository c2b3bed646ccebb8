import type { Round } from '../../src/core/run/round.ts';

/** A round of nothing at all, with these fields in place of its own. */
export function roundOf(own: Partial<Round> = {}): Round {
  return {
    answer: '',
    toolCalls: [],
    usage: null,
    cost: null,
    timing: { totalMs: 1 },
    attempts: 1,
    finishReason: 'stop',
    servedModel: null,
    requestId: null,
    results: [],
    ...own,
  };
}
