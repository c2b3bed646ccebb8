import path from 'node:path';
import { TokenCounter } from '../../node/tokens/tokenCounter.ts';

/** Runs work with a token counter, which is disposed of when the work is done. */
export async function withTokenCounter<Result>(work: (counter: TokenCounter) => Promise<Result>): Promise<Result> {
  const counter = new TokenCounter({ workerFile: path.join(import.meta.dirname, 'tokens.js') });
  try {
    return await work(counter);
  } finally {
    await counter.dispose();
  }
}
