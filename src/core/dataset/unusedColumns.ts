import type { SourcePlace, Suite } from './suite.ts';
import { baseName } from './suitePath.ts';

/** A file of cases of which the prompts use nothing: every case would ask the same. */
export interface UnusedColumns {
  readonly place: SourcePlace;
  readonly message: string;
}

/**
 * The files of cases beside a suite that have variables and give no prompt any of them. Says nothing where it cannot be known: of prompts with
 * scripts or partials, and of variables that checks may use.
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
