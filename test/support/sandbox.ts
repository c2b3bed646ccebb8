import { createRequire } from 'node:module';
import { QuickJsSandbox } from '../../src/node/sandbox/sandbox.ts';

/** The real sandbox, its worker straight from the source. Dispose of it after the tests. */
export function openSandbox(): QuickJsSandbox {
  return new QuickJsSandbox({
    workerFile: new URL('../../src/node/sandbox/worker.ts', import.meta.url),
    wasmFile: createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm'),
  });
}
