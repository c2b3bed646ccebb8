import { QuickJsSandbox } from '../../src/node/sandbox/sandbox.ts';

/** The real sandbox, with its worker straight from the source. It has to be disposed of after the tests. */
export function openSandbox(): QuickJsSandbox {
  return new QuickJsSandbox(new URL('../../src/node/sandbox/worker.ts', import.meta.url));
}
