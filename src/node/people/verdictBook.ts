import { statSync } from 'node:fs';
import { type SaidByPeople, saidByPeople } from '../../core/people/saidByPeople.ts';
import { readVerdicts, verdictFileOf } from './verdictFile.ts';

/** What people say of a suite's answers, as its file of verdicts has it at each question. The file is read again only after a change. */
export function verdictBook(storage: string, run: string): SaidByPeople {
  const file = verdictFileOf(storage, run);
  let known: { readonly stamp: string; readonly said: SaidByPeople } | undefined;
  return {
    of: (asked) => {
      const stamp = stampOf(file);
      if (known?.stamp !== stamp) known = { stamp, said: saidByPeople(readVerdicts(storage, run).lines) };
      return known.said.of(asked);
    },
  };
}

/** Time and size of a file, which every verdict that is added changes. */
function stampOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.mtimeMs} ${found.size}`;
}
