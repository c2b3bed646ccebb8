import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zipEntries } from '../support/zipEntries.ts';
import { printFigure } from './figure.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Size of the packed extension and the number of files in it. */
export function benchPackage(): void {
  const scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-vsix-'));
  const vsix = path.join(scratch, 'polyprompt.vsix');
  const packed = spawnSync('npx', ['vsce', 'package', '--no-dependencies', '-o', vsix], {
    cwd: root,
    encoding: 'utf8',
  });
  if (packed.status !== 0) throw new Error(packed.stderr);
  const bytes = readFileSync(vsix);
  printFigure({ name: 'VSIX size', value: bytes.length / 1e6, unit: 'MB', target: 3 });
  printFigure({ name: 'VSIX files', value: zipEntries(bytes).size, unit: 'files', target: 42 });
  rmSync(scratch, { recursive: true });
}
