import { readFileSync } from 'node:fs';

/** The sandbox's engine as WebAssembly. The build packs it into the bundle of the worker. */
export const engineBytes: Uint8Array = readFileSync(
  new URL(import.meta.resolve('@jitl/quickjs-wasmfile-release-sync/wasm')),
);
