import { existsSync } from 'node:fs';
import path from 'node:path';
import { PolypromptError } from '../../core/errors.ts';
import { gateWriters } from '../../core/gate/reports/gateFiles.ts';
import type { GateReport } from '../../core/gate/reports/gateReport.ts';

/** A file for a report of the gate. */
export interface GateFile {
  readonly name: string;
  readonly write: (report: GateReport) => string;
}

/** The writers for these names. Throws before anything is asked where a name has no known format, or its folder does not exist. */
export function gateFiles(names: readonly string[]): readonly GateFile[] {
  const writers = new Map(Object.entries(gateWriters));
  return names.map((name) => {
    const write = writers.get(path.extname(name).slice(1));
    if (!write)
      throw new PolypromptError(
        'invalid-arguments',
        `--output ${name}: the name has to end in ${[...writers.keys()].map((end) => `.${end}`).join(', ')}.`,
      );
    if (!existsSync(path.dirname(path.resolve(name))))
      throw new PolypromptError('invalid-arguments', `--output ${name}: its folder does not exist.`, {
        hint: 'Make the folder first.',
      });
    return { name, write };
  });
}
