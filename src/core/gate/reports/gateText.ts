import { oneLine } from '../../plan/caseName.ts';
import { lineDiff, shortened } from '../../reports/lineDiff.ts';
import { counted } from '../../text/formatCount.ts';
import { inOneLine } from '../../text/inOneLine.ts';
import { formatTable } from '../../text/table.ts';
import type { GatedCase, GatedSuite } from '../gateResult.ts';
import { type ListedCase, listedCases } from '../gateSummary.ts';
import { nameOfTarget } from '../nameOfTarget.ts';
import { whyNotRun } from '../whyNotRun.ts';
import {
  classSentences,
  figuresOf,
  figureTitles,
  type GateReport,
  goneText,
  moneyText,
  noiseSentence,
  preferredSentences,
  suiteNotes,
  worseBetterSame,
} from './gateReport.ts';

/** The most rows that are listed, and the most answers whose difference is shown; the files hold the rest. */
const listed = 10;
const shownDiffs = 3;
const shownNotes = 30;

const words: Readonly<Record<ListedCase['change'], string>> = {
  regressed: 'REGRESSED',
  'new-failure': 'NEW FAILURE',
  flaky: 'FLAKY',
};

/** Short plain lines, for a person who reads them in a terminal or in an editor's Git output. */
export function formatGate({ result, summary, decision }: GateReport): string {
  const { head, base, suites, uncovered, gone, shard } = result;
  const part = shard ? `, shard ${shard.index} of ${shard.of}` : '';
  const lines = [`Prompt check: ${head} against ${base}${part}`];
  for (const suite of suites) lines.push('', ...suiteLines(suite, base));
  if (gone.length > 0) lines.push('', ...gone.map((suite) => goneText(suite, base)));
  if (summary.targets.length > 0)
    lines.push(
      '',
      ...table(
        ['model', ...figureTitles, base, head],
        summary.targets.map((target) => [nameOfTarget(target, result), ...figuresOf(target)]),
      ),
    );
  for (const target of summary.targets)
    lines.push(noiseSentence(target, result) ?? `${nameOfTarget(target, result)}: nothing to compare.`);
  lines.push(...classSentences({ result, summary }), ...preferredSentences({ result, summary }));
  lines.push(...rowLines(suites.flatMap(({ rows }) => rows)));
  if (uncovered.length > 0) lines.push('', `No suite covers: ${uncovered.join(', ')}`);
  lines.push('', `${decision.outcome}: ${decision.reason}`);
  if (suites.length > 0) lines.push(`${worseBetterSame(summary)}; ${moneyText(summary)}`);
  return `${lines.map(inOneLine).join('\n')}\n`;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const lines = formatTable(titles, rows);
  return lines.trimEnd().split('\n');
}

function suiteLines(checked: GatedSuite, base: string): string[] {
  const { suite, changed, rows, unchanged, removed, problems } = checked;
  const parts = [`${rows.length} affected`, `${unchanged} unchanged`];
  if (removed.length > 0) parts.push(`${removed.length} removed`);
  const notes = suiteNotes(checked, base);
  return [
    `${suite}: ${parts.join(', ')} (changed: ${changed.map(({ file }) => file).join(', ')})`,
    ...problems.map((problem) => `  error: ${problem}`),
    ...notes.slice(0, shownNotes).map((note) => `  ${note}`),
    ...(notes.length > shownNotes ? [`  and ${notes.length - shownNotes} more, which --output lists`] : []),
  ];
}

function rowLines(rows: readonly GatedCase[]): string[] {
  const notable = listedCases(rows);
  const cases = [...new Set(notable.map(({ caseId }) => caseId))].slice(0, shownDiffs);
  const lines = notable.slice(0, listed).flatMap((row) => ['', ...rowText(row, cases.includes(row.caseId))]);
  if (notable.length > listed) lines.push('', `and ${notable.length - listed} more`);
  return [...lines, ...notRunLines(rows)];
}

function notRunLines(rows: readonly GatedCase[]): string[] {
  const left = whyNotRun(rows);
  const lines = left.map(
    ({ target, rows: count, reason }) => `NOT RUN  ${target}  ${counted(count, 'row')}: ${oneLine(reason)}`,
  );
  return lines.length > 0 ? ['', ...lines] : [];
}

function rowText(row: ListedCase, isDiffShown: boolean): string[] {
  const { place, target, name, change, head, note } = row;
  return [
    `${words[change]}  ${target}  ${place.file}:${place.line}  ${oneLine(name)}`,
    ...(head?.reason ? [`  ${oneLine(head.reason)}`] : []),
    ...(note ? [`  ${note}`] : []),
    ...(isDiffShown ? answerDiff(row).map((line) => `  ${line}`) : []),
  ];
}

/**
 * The difference of two answers as lines with `- before` and `+ after`; only the new answer where just the hash of the old one is known.
 */
export function answerDiff({ head, base }: Pick<GatedCase, 'head' | 'base'>): readonly string[] {
  if (head?.answer == null) return [];
  if (base?.answer == null) return shortened(head.answer.split('\n').map((line) => `+ ${line}`));
  if (base.answer === head.answer) return [];
  return lineDiff(base.answer, head.answer);
}
