import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { printFigure } from './figure.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Size of the packed extension and the number of files in it. */
export function benchPackage(): void {
  const scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-vsix-'));
  const vsix = path.join(scratch, 'polyprompt.vsix');
  const packed = spawnSync(
    'npx',
    ['vsce', 'package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '-o', vsix],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  if (packed.status !== 0) throw new Error(packed.stderr);
  printFigure({ name: 'VSIX size', value: statSync(vsix).size / 1e6, unit: 'MB', target: 3 });
  const listed = spawnSync('npx', ['vsce', 'ls', '--no-dependencies'], { cwd: root, encoding: 'utf8' });
  const files = listed.stdout.split('\n').filter((line) => line.trim() !== '');
  printFigure({ name: 'VSIX files', value: files.length, unit: 'files', target: 40 });
  rmSync(scratch, { recursive: true });
}
