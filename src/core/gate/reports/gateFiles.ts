import { PolypromptError } from '../../errors.ts';
import { isJsonObject, type JsonValue } from '../../json.ts';
import { gateFigures } from '../gateFigures.ts';
import type { GateResult } from '../gateResult.ts';
import { gateJunit } from './gateJunit.ts';
import { gateMarkdown } from './gateMarkdown.ts';
import type { GateReport } from './gateReport.ts';
import { gateSarif } from './gateSarif.ts';

/** The writers of files, by the end of the file's name. */
export const gateWriters = {
  json: checkJson,
  md: gateMarkdown,
  xml: gateJunit,
  sarif: gateSarif,
} as const satisfies Readonly<Record<string, (report: GateReport) => string>>;

/** The whole result for machines; `polyprompt merge` reads it. */
function checkJson({ result, summary, decision }: GateReport): string {
  const figures = result.suites.flatMap((suite) => gateFigures(suite, result));
  return `${JSON.stringify({ ...result, summary, decision, figures }, null, 2)}\n`;
}

/** Reads a result that `checkJson` wrote. Throws `invalid-arguments` for anything else. */
export function readGateResult(text: string, name: string): GateResult {
  const refuse = () =>
    new PolypromptError('invalid-arguments', `${name} is no result of a check.`, {
      hint: 'Make one with: polyprompt check --output result.json',
    });
  let parsed: JsonValue & Partial<GateResult>;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw refuse();
  }
  if (!isJsonObject(parsed) || parsed.version !== 2 || !Array.isArray(parsed.suites)) throw refuse();
  const { head = '', base = '', shard = null, suites, uncovered = [], gone = [], stopped = [] } = parsed;
  return { version: 2, head, base, shard, suites, uncovered, gone, stopped };
}
