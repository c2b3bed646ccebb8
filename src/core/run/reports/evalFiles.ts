import { markdownText } from '../../text/markdownText.ts';
import { xmlText } from '../../text/xmlText.ts';
import { caseName } from '../caseName.ts';
import type { EvalReport, EvalRow } from '../evalReport.ts';
import { reasonOf } from '../outcome.ts';
import { isServedByFallback } from '../routed.ts';
import type { RunState } from '../state.ts';
import { figureLines, passLines, reportComparisons } from './comparisonLines.ts';
import { formatEvalTable, formatFailures } from './evalSummary.ts';

export interface EvalFile {
  readonly state: RunState;
  readonly report: EvalReport;
}

/** Writers by file extension; a name that ends otherwise is refused before anything is sent. */
export const evalWriters = {
  json: toJson,
  jsonl: toJsonLines,
  csv: toCsv,
  xml: toJunit,
  md: toMarkdown,
} as const satisfies Readonly<Record<string, (file: EvalFile) => string>>;

function toJson({ state, report }: EvalFile): string {
  const { runId, prompt, promptVersion, startedAt, endedAt, status } = state;
  const run = { runId, suite: prompt, promptVersion, startedAt, endedAt: endedAt ?? null, outcome: status };
  const file = { ...run, targets: report.targets, ...reportComparisons(report), results: report.rows.map(resultOf) };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function toJsonLines({ report }: EvalFile): string {
  return report.rows.map((row) => `${JSON.stringify(resultOf(row))}\n`).join('');
}

function resultOf({ cell, row, outcome }: EvalRow): object {
  return {
    outcome,
    model: cell.target,
    case: row.id,
    description: row.description ?? null,
    repeat: cell.repeat,
    ...(cell.variant === undefined ? {} : { variant: cell.variant }),
    vars: row.vars,
    metadata: row.metadata,
    answer: cell.text,
    score: cell.verdict?.score ?? null,
    reason: reasonOf(cell),
    checks: cell.verdict?.checks ?? [],
    namedScores: cell.verdict?.namedScores ?? {},
    usage: cell.usage ?? null,
    cost: cell.cost ?? null,
    timing: cell.timing ?? null,
    cached: cell.cached ?? false,
    ...(cell.routed ? { fallback: isServedByFallback(cell.routed), routed: cell.routed } : {}),
    error: cell.error ?? null,
  };
}

function toCsv({ report }: EvalFile): string {
  const header = ['outcome', 'model', 'case', 'repeat', 'score', 'reason', 'answer', 'cost', 'ms'];
  const lines = report.rows.map(({ cell, row, outcome }) => [
    outcome,
    cell.target,
    caseName(row),
    cell.repeat,
    cell.verdict?.score ?? '',
    reasonOf(cell),
    cell.text,
    cell.cost?.amount ?? '',
    cell.timing?.totalMs ?? '',
  ]);
  return [header, ...lines].map((line) => `${line.map(csvCell).join(',')}\n`).join('');
}

/** A cell that a spreadsheet would run as a formula gets an apostrophe; numbers of ours stay numbers. */
function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const harmless = /^[\s;]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function toJunit({ state, report }: EvalFile): string {
  const suites = report.targets.map((target) => {
    const rows = report.rows.filter((row) => row.cell.target === target.target);
    const failures = rows.filter(({ outcome }) => outcome === 'fail').length;
    const errors = rows.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'fail').length;
    return `  <testsuite name="${xmlText(target.target)}" tests="${rows.length}" failures="${failures}" errors="${errors}">\n${rows.map(testCase).join('')}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xmlText(state.prompt)}">\n${suites.join('')}</testsuites>\n`;
}

function testCase({ cell, row, outcome }: EvalRow): string {
  const time = ((cell.timing?.totalMs ?? 0) / 1000).toFixed(3);
  const head = `    <testcase classname="${xmlText(cell.target)}" name="${xmlText(`${caseName(row)}${cell.repeat > 0 ? ` (${cell.repeat + 1})` : ''}`)}" time="${time}"`;
  if (outcome === 'pass') return `${head}/>\n`;
  const kind = outcome === 'fail' ? 'failure' : 'error';
  return `${head}>\n      <${kind} type="${outcome}" message="${xmlText(reasonOf(cell))}">${xmlText(cell.text)}</${kind}>\n    </testcase>\n`;
}

function toMarkdown({ state, report }: EvalFile): string {
  const lines = [...passLines(report, markdownText), ...figureLines(report)].map((line) => `- ${line}\n`);
  const differences = lines.length === 0 ? '' : `\n${lines.join('')}`;
  const failures = formatFailures(report.rows);
  return `# ${state.prompt}\n\n${fenced(formatEvalTable(report))}${differences}${failures === '' ? '' : `\n${fenced(failures.trimStart())}`}`;
}

function fenced(text: string): string {
  return `\`\`\`\n${text.replaceAll('```', "'''")}\`\`\`\n`;
}
