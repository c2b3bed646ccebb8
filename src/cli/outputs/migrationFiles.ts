import { existsSync } from 'node:fs';
import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import type { Migration } from '../../core/migration/migration.ts';
import { migrationMarkdown } from '../../core/migration/migrationMarkdown.ts';
import { migrationHtml } from '../../node/reports/migrationHtml.ts';
import { writeOutput } from '../terminal/writeOutput.ts';

const writers: Readonly<Record<string, (migration: Migration) => string>> = {
  '.md': migrationMarkdown,
  '.html': migrationHtml,
  '.json': (migration) => `${JSON.stringify(migration, null, 2)}\n`,
};

/** A file that a report about a migration is written to. */
export interface MigrationFile {
  readonly name: string;
  readonly write: (migration: Migration) => string;
}

/** The file of a name by its ending. Throws `invalid-arguments` where it cannot be written; `option` is where it was named. */
export function migrationFile(name: string, option: string): MigrationFile {
  const write = writers[path.extname(name)];
  if (!write)
    throw new PolypromptError('invalid-arguments', `${option} ${name}: the name has to end in .md, .html or .json.`);
  if (!existsSync(path.dirname(path.resolve(name))))
    throw new PolypromptError('invalid-arguments', `${option} ${name}: its folder does not exist.`, {
      hint: 'Make the folder first.',
    });
  return { name, write };
}

export function writeMigration({ name, write }: MigrationFile, migration: Migration): void {
  writeOutput(name, write(migration), 'Choose another file.');
}
