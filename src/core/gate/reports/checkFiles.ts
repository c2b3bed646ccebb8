import { PolypromptError } from '../../errors.ts';
import { isJsonObject, type JsonValue } from '../../json.ts';
import { checkFigures } from '../checkFigures.ts';
import type { CheckResult } from '../checkResult.ts';
import { checkJunit } from './checkJunit.ts';
import { checkMarkdown } from './checkMarkdown.ts';
import type { CheckReport } from './checkReport.ts';
import { checkSarif } from './checkSarif.ts';

/** Writers by the end of the file's name. */
export const checkWriters = {
  json: checkJson,
  md: checkMarkdown,
  xml: checkJunit,
  sarif: checkSarif,
} as const satisfies Readonly<Record<string, (report: CheckReport) => string>>;

/** Everything, for machines; what `polyprompt merge` reads. */
function checkJson({ result, summary, decision }: CheckReport): string {
  const figures = result.suites.flatMap((suite) => checkFigures(suite, result));
  return `${JSON.stringify({ ...result, summary, decision, figures }, null, 2)}\n`;
}

/** A result that `checkJson` wrote. Throws `invalid-arguments` for anything else. */
export function readCheckResult(text: string, name: string): CheckResult {
  const refuse = () =>
    new PolypromptError('invalid-arguments', `${name} is no result of a check.`, {
      hint: 'Make one with: polyprompt check --output result.json',
    });
  let parsed: JsonValue & Partial<CheckResult>;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw refuse();
  }
  if (!isJsonObject(parsed) || parsed.version !== 2 || !Array.isArray(parsed.suites)) throw refuse();
  const { head = '', base = '', shard = null, suites, uncovered = [], gone = [], stopped = [] } = parsed;
  return { version: 2, head, base, shard, suites, uncovered, gone, stopped };
}
