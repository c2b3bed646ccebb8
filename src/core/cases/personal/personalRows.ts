import type { JsonValue } from '../../json.ts';
import { surveyPersonal } from '../../privacy/anonymize.ts';

const rowsAtOnce = 50;

/** The rows in which something was found, sure or suspected. `pause` lets other work go on. */
export async function personalRows(
  rows: readonly JsonValue[],
  pause: () => Promise<void>,
): Promise<readonly JsonValue[]> {
  const found: JsonValue[] = [];
  for (const [index, row] of rows.entries()) {
    if (surveyPersonal([row]).values.size > 0) found.push(row);
    if (index % rowsAtOnce === 0) await pause();
  }
  return found;
}
