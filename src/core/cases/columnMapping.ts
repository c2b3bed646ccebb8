import { PolypromptError } from '../errors.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { listAt } from '../jsonRead.ts';
import { isPhoneRegion, type PhoneRegion } from '../privacy/phonePlans.ts';
import type { InputField } from '../prompt/document.ts';
import { closest } from '../text/closest.ts';

/** Which column of a file is which variable, as it is kept beside the cases. */
export type ColumnMapping = Readonly<Record<string, string>>;

/** Reads `COLUMN=VARIABLE` pairs. Throws `invalid-arguments` for a pair without both, and for a variable that the prompt has not. */
export function readMapping(pairs: readonly string[], fields: readonly InputField[]): ColumnMapping {
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.lastIndexOf('=');
      const variable = pair.slice(equals + 1);
      if (equals <= 0 || variable === '')
        throw new PolypromptError('invalid-arguments', `--map ${pair} is not COLUMN=VARIABLE.`);
      const names = fields.map(({ name }) => name);
      if (!names.includes(variable)) {
        const [near] = closest(variable, names, 1);
        const hint = near === undefined ? `Its variables are ${names.join(', ')}.` : `Did you mean "${near}"?`;
        throw new PolypromptError('invalid-arguments', `The prompt has no variable "${variable}".`, { hint });
      }
      return [pair.slice(0, equals), variable];
    }),
  );
}

/** The regions of the people who wrote the rows, in a file that was kept; codes that are not known are none. */
export function keptRegions(file: JsonObject | undefined): readonly PhoneRegion[] {
  return file
    ? listAt(file, 'regions').flatMap((code) => (typeof code === 'string' && isPhoneRegion(code) ? [code] : []))
    : [];
}

/** The mapping in a file that was kept; entries of another shape are none. */
export function keptMapping(file: JsonObject | undefined): ColumnMapping {
  const map = file?.['map'];
  if (!isJsonObject(map)) return {};
  return Object.fromEntries(
    Object.entries(map).flatMap(([column, variable]) => (typeof variable === 'string' ? [[column, variable]] : [])),
  );
}
