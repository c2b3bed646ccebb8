import type { SourcePlace, Suite } from './suite.ts';
import { baseName } from './suitePath.ts';

/** A file of cases from which the prompts use nothing: every case would ask the same. */
export interface UnusedColumns {
  readonly place: SourcePlace;
  readonly message: string;
}

/**
 * Finds the files of cases beside a suite whose variables no prompt uses. Gives none where it cannot be known: for prompts with scripts or
 * partials, and for variables that checks may use.
 */
export function unusedColumns(suite: Pick<Suite, 'file' | 'prompts' | 'cases'>): readonly UnusedColumns[] {
  const { prompts, cases } = suite;
  const isKnown =
    prompts.length > 0 && prompts.every(({ raw, script }) => script === undefined && !/\{\{~?\s*>/.test(raw));
  if (!isKnown) return [];
  const text = prompts.map(({ raw }) => raw).join('\n');
  return [...Map.groupBy(cases, ({ place }) => place.file)].flatMap(([file, own]) => {
    const names = new Set(
      own.flatMap(({ vars, varScripts }) => [...Object.keys(vars), ...Object.keys(varScripts ?? {})]),
    );
    const [first] = own;
    if (
      file === suite.file ||
      !first ||
      own.length < 2 ||
      names.size === 0 ||
      [...names].some((name) => text.includes(name))
    )
      return [];
    const listed = [...names]
      .slice(0, 5)
      .map((name) => `"${name}"`)
      .join(', ');
    const message = `The prompt uses none of these variables, so every case of ${baseName(file)} asks the same: ${listed}.`;
    return [{ place: first.place, message }];
  });
}
