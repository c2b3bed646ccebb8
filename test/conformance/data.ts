import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = process.env['POLYPROMPT_CONFORMANCE_DATA'] ?? path.join(import.meta.dirname, '../../../shared/data');

/** A folder of the conformance data; undefined when the data is not there. */
export function conformanceFolder(folder: string): string | undefined {
  const base = path.join(root, folder);
  return existsSync(base) ? base : undefined;
}

/** Files of a folder of the conformance data, as path and text; empty when the data is not there. */
export function conformanceFiles(
  folder: string,
  pattern: string,
): readonly { readonly path: string; readonly text: string }[] {
  const base = path.join(root, folder);
  if (!existsSync(base)) return [];
  return globSync(pattern, { cwd: base })
    .sort()
    .map((file) => ({ path: file.replaceAll('\\', '/'), text: readFileSync(path.join(base, file), 'utf8') }));
}

/** Declares one test that says, by its name, why nothing was tested. */
export function skipWithoutData(found: readonly unknown[]) {
  if (found.length > 0) return;
  it('skipped: no conformance data', function () {
    this.skip();
  });
}
