import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { QuickJsSandbox } from '../../src/node/sandbox/sandbox.ts';

/** The real sandbox, with its worker straight from the source. It has to be disposed of after the tests. */
export function openSandbox(): QuickJsSandbox {
  return new QuickJsSandbox(new URL('../../src/node/sandbox/worker.ts', import.meta.url));
}

/** A folder with the same sandbox under the name that the built one has, for what is given a folder. */
export function sandboxFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-sandbox-'));
  const worker = new URL('../../src/node/sandbox/worker.ts', import.meta.url).href;
  writeFileSync(path.join(folder, 'sandbox.js'), `import(${JSON.stringify(worker)});\n`);
  return folder;
}
