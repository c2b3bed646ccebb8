import { readFileSync } from 'node:fs';
import { PolypromptError } from '../core/errors.ts';
import { listAt } from '../core/jsonRead.ts';
import { type CatalogEntry, readCatalogEntry } from '../core/pricing/catalog.ts';

/**
 * The models of a catalog file, `{"models": [...]}`. Throws `invalid-arguments` for an entry that cannot be read, because a price must not
 * be missing in silence.
 */
export function readCatalogFile(file: string): readonly CatalogEntry[] {
  const models = listAt(parsed(file), 'models');
  if (models.length === 0) throw refusal(file, 'It has to hold {"models": [...]} with at least one model.');
  return models.map((value, index) => {
    const entry = readCatalogEntry(value);
    if (entry) return entry;
    throw refusal(file, `Model ${index + 1} in it has no id of the form provider/model.`);
  });
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(readFileSync(file)));
  } catch (error) {
    throw refusal(file, error instanceof SyntaxError ? 'It is not valid JSON.' : 'It is not there, or not readable.');
  }
}

function refusal(file: string, why: string): PolypromptError {
  return new PolypromptError('invalid-arguments', `The catalog "${file}" cannot be used. ${why}`, {
    hint: 'Name a file in the format of the catalog that Polyprompt is shipped with.',
  });
}
