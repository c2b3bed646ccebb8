import { counted, formatCount } from '../text/formatCount.ts';
import { contentSwitches } from './absentContent.ts';
import { type LogFormat, logFormats } from './calls/loggedCall.ts';
import type { LeftOut } from './caseOfCall.ts';
import type { JoinCounts } from './joinCalls.ts';

/** What is said after logs were read. */
export interface ImportFigures {
  readonly records: number;
  readonly files: number;
  readonly calls: number;
  readonly brokenRecords: number;
  readonly problems: readonly { readonly file: string; readonly line: number; readonly problem: string }[];
  readonly joined: JoinCounts;
  readonly formats: Readonly<Partial<Record<LogFormat, number>>>;
  readonly found: Readonly<Record<'exactly' | 'closely' | 'given', number>>;
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
  readonly withoutContent: readonly LogFormat[];
  readonly steps: number;
  readonly unmappedColumns: readonly string[];
}

const reasons: Readonly<Record<LeftOut, string>> = {
  failed: 'failed, without an answer',
  'no-content': 'without texts',
  'other-prompt': 'of another prompt, or of another version of it',
  ambiguous: 'fits in several ways; map columns, or let the prompt tell its variables apart',
  columns: 'columns that are no variables of the prompt',
  conversation: 'behind earlier turns of a conversation, which a case cannot hold',
  unmatchable: 'not to be matched; the template is too large, or its roles are values',
  'too-long': 'too long to be matched with this prompt',
};

/**
 * The lines that say what was read, what was found and what was left out, with its reason and what to do. `how` says how columns are mapped,
 * such as `with --map COLUMN=VARIABLE`.
 */
export function importReport(figures: ImportFigures, how: string): readonly string[] {
  const { records, files, calls, found, steps, joined, brokenRecords } = figures;
  const formats = Object.entries(logFormats).flatMap(([format, name]) => {
    const count = Object.entries(figures.formats).find(([key]) => key === format)?.[1];
    return count === undefined ? [] : [`${name} ${formatCount(count)}`];
  });
  const lines = [
    `Read ${counted(records, 'record')} of ${counted(files, 'file')}: ${counted(calls, 'call')}${formats.length > 0 ? ` (${formats.join(', ')})` : ''}.`,
    `Cases: ${formatCount(found.exactly)} matched exactly, ${formatCount(found.closely)} closely, ${formatCount(found.given)} with variables that the file holds.`,
  ];
  if (joined.retries > 0)
    lines.push(`Attempts made again: ${formatCount(joined.retries)}. The last one that was answered counts.`);
  if (joined.duplicates > 0) lines.push(`Spans of a call that another span tells: ${formatCount(joined.duplicates)}.`);
  if (steps > 0)
    lines.push(`Earlier steps of loops of tools: ${formatCount(steps)}. The last one of each loop counts.`);
  for (const [reason, sentence] of Object.entries(reasons)) {
    const count = Object.entries(figures.leftOut).find(([key]) => key === reason)?.[1] ?? 0;
    if (count > 0) lines.push(`Left out: ${counted(count, 'call')} (${sentence}).`);
  }
  for (const format of figures.withoutContent)
    lines.push(`For texts of ${logFormats[format]}, ${contentSwitches[format]}.`);
  if (figures.unmappedColumns.length > 0)
    lines.push(`Columns are ${figures.unmappedColumns.join(', ')}: say which is which variable ${how}.`);
  if (brokenRecords > 0) lines.push(`${counted(brokenRecords, 'record')} could not be read.`);
  for (const { file, line, problem } of figures.problems) lines.push(`${file}:${line}: ${problem}`);
  return lines;
}

/** What is said after cases were written. */
export function writtenSentence(
  rows: number,
  { found, kept }: Pick<ImportFigures, 'found'> & { readonly kept: number },
  { out, isSample }: { readonly out: string; readonly isSample: boolean },
): string {
  const all = found.exactly + found.closely + found.given;
  const held = isSample ? ` out of ${formatCount(kept)}` : '';
  const part = all > kept ? `${held}, drawn at random from ${formatCount(all)},` : '';
  return `Wrote ${counted(rows, 'case')}${part} to ${out}. What was answered stands there as "observed" and is no expectation.`;
}
