import { QuickJsSandbox } from '../../src/node/sandbox/sandbox.ts';

/** The real sandbox, its worker straight from the source. Dispose of it after the tests. */
export function openSandbox(): QuickJsSandbox {
  return new QuickJsSandbox(new URL('../../src/node/sandbox/worker.ts', import.meta.url));
}
