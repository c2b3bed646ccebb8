import { describeFigure } from '../../reports/comparisonLines.ts';
import { fenced } from '../../reports/lineDiff.ts';
import { counted } from '../../text/formatCount.ts';
import { markdownText } from '../../text/markdownText.ts';
import { printable } from '../../text/printable.ts';
import type { GateOutcome } from '../decideGate.ts';
import { gateFigures } from '../gateFigures.ts';
import type { GatedCase } from '../gateResult.ts';
import { listedCases, type TargetChange } from '../gateSummary.ts';
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
import { answerDiff } from './gateText.ts';

const outcomeWords: Readonly<Record<GateOutcome, string>> = {
  passed: 'passed',
  failed: 'failed',
  invalid: 'could not read everything',
  'provider-errors': 'is incomplete',
  incomplete: 'is incomplete',
  interrupted: 'was interrupted',
};
const shownRows = 10;

/** A comment for a pull request: the decision, the table, then the changed rows and the first differences, folded. */
export function gateMarkdown(report: GateReport): string {
  const { result, summary, decision } = report;
  const blocks = [
    `### Prompt check ${outcomeWords[decision.outcome]}: ${worseBetterSame(summary)}`,
    `${markdownText(decision.reason)} (${markdownText(result.head)} against ${markdownText(result.base)})`,
    ...problemBlock(report),
    ...noteBlock(report),
    ...(summary.targets.length > 0 ? [table(summary.targets)] : []),
    ...noiseBlock(report),
    ...figureBlock(report),
    ...rowBlocks(result.suites.flatMap(({ rows }) => rows)),
    ...notRunBlock(report),
    ...changedBlocks(report),
    ...(result.uncovered.length > 0 ? [`No suite covers: ${result.uncovered.map(code).join(', ')}`] : []),
    `Cost of this check: ${moneyText(summary)}. ${counted(summary.unchanged, 'unchanged row')} ${summary.unchanged === 1 ? 'was' : 'were'} not run.`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function problemBlock({ result: { suites } }: GateReport): string[] {
  const problems = suites.flatMap((suite) => suite.problems);
  return problems.length === 0 ? [] : [problems.map((problem) => `- error: ${markdownText(problem)}`).join('\n')];
}

function noteBlock({ result: { suites, gone, base } }: GateReport): string[] {
  const notes = [...suites.flatMap((suite) => suiteNotes(suite, base)), ...gone.map((suite) => goneText(suite, base))];
  return notes.length === 0 ? [] : [notes.map((note) => `- ${markdownText(note)}`).join('\n')];
}

function table(targets: readonly TargetChange[]): string {
  const titles = ['suite', 'model', ...figureTitles, 'before', 'after'];
  const rule = titles.map((_, column) => (column < 2 ? '---' : '--:'));
  const rows = targets.map((change) => [markdownText(change.suite), markdownText(change.target), ...figuresOf(change)]);
  return [titles, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function noiseBlock({ summary, result }: GateReport): string[] {
  const lines = [
    ...summary.targets.flatMap((target) => noiseSentence(target, result) ?? []),
    ...classSentences({ summary, result }),
    ...preferredSentences({ summary, result }),
  ];
  return lines.length === 0 ? [] : [lines.map((line) => `- ${markdownText(line)}`).join('\n')];
}

/** Score, cost and time of a case before and after, each with its interval. It is folded, since it is long. */
function figureBlock({ result }: GateReport): string[] {
  const found = result.suites.flatMap((suite) => gateFigures(suite, result));
  if (found.length === 0) return [];
  const lines = found.map(
    ({ target, comparison, isEstimated }) => `- ${markdownText(target)}: ${describeFigure(comparison, isEstimated)}`,
  );
  return [folded('Score, cost and time per case', lines.join('\n'))];
}

function rowBlocks(rows: readonly GatedCase[]): string[] {
  const notable = listedCases(rows);
  const blocks = notable.slice(0, shownRows).map((row) => {
    const reason = row.head?.reason || row.note || '';
    return folded(
      `${row.change}: ${row.target}, ${row.place.file}:${row.place.line}`,
      `${markdownText(row.name)}\n\n${markdownText(reason)}\n\n${fenced(answerDiff(row))}`,
    );
  });
  return notable.length > shownRows ? [...blocks, `and ${counted(notable.length - shownRows, 'more row')}`] : blocks;
}

/** The rows without a comparison, by model; the reason that stopped them is given once. */
function notRunBlock({ result }: GateReport): string[] {
  const left = whyNotRun(result.suites.flatMap(({ rows }) => rows));
  const lines = left.map(
    ({ target, rows, reason }) => `- not run: ${rows} of ${markdownText(target)}: ${markdownText(reason)}`,
  );
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function changedBlocks({ result }: GateReport): string[] {
  const parts = new Map(result.suites.flatMap(({ changed }) => changed.map((part) => [part.file, part.diff] as const)));
  return [...parts].flatMap(([file, diff]) =>
    diff === null ? [`Changed: ${code(file)}`] : [folded(`Changed: ${file}`, fenced(diff.split('\n')))],
  );
}

function folded(summary: string, content: string): string {
  return `<details><summary>${htmlText(summary)}</summary>\n\n${content}\n\n</details>`;
}

function htmlText(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return printable(text).replace(/[&<>]/g, (character) => entities[character] ?? character);
}

function code(text: string): string {
  return `\`${printable(text).replaceAll('`', "'")}\``;
}
