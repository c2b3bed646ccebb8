import { globSync } from 'node:fs';
import path from 'node:path';
import { runMocha } from './mochaRun.ts';

/** Everything that holds in an untrusted folder. */
export async function run(): Promise<void> {
  await runMocha(globSync(path.join(import.meta.dirname, 'untrusted', '*.test.ts')));
}
