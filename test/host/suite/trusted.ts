import { globSync } from 'node:fs';
import path from 'node:path';
import { runMocha } from './mochaRun.ts';

/** Everything that needs a trusted folder. */
export async function run(): Promise<void> {
  await runMocha(globSync(path.join(import.meta.dirname, 'trusted', '*.test.ts')));
}
