import { type EvalFile, evalWriters } from '../../core/reports/evalFiles.ts';
import { promptfooResults } from '../../core/reports/promptfooResults.ts';
import type { ResultFormat } from '../../core/reports/resultFormats.ts';
import { htmlReport } from './htmlReport.ts';

export type ResultWriter = (file: EvalFile) => string;

/** Writers of results by file extension. `distFolder` holds the panel's bundle, from which a report is made. */
export function resultWriters(distFolder: string): Readonly<Record<ResultFormat, ResultWriter>> {
  return { ...evalWriters, 'promptfoo.json': promptfooResults, html: (file) => htmlReport(file, distFolder) };
}
