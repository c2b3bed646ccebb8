import { defined } from '../jsonRead.ts';
import { caseName } from '../plan/caseName.ts';
import { answersIn, cellTranscript, filedRounds } from '../results/cellTranscript.ts';
import type { EvalReport, EvalRow } from '../results/evalReport.ts';
import { reasonOf } from '../results/outcome.ts';
import type { RequiredFigures } from '../results/requirements.ts';
import { outputText } from '../run/answerOutput.ts';
import { isLeftOut, leftOutOf, leftOutText, placeOfProblem, type RunProblem } from '../run/runProblem.ts';
import type { RunState } from '../run/state.ts';
import { counted } from '../text/formatCount.ts';
import { inOneLine } from '../text/inOneLine.ts';
import { markdownText } from '../text/markdownText.ts';
import { xmlText } from '../text/xmlText.ts';
import { figureLines, passLines, reportComparisons } from './comparisonLines.ts';
import { formatEvalTable, formatFailures } from './evalSummary.ts';
import { otherwiseLine, requirementLine, requirementLines } from './requirementLines.ts';

export interface EvalFile {
  readonly state: RunState;
  readonly report: EvalReport;
  /** What was required of the figures; absent where nothing was. */
  readonly required?: RequiredFigures;
}

/** Writers by file extension; a name with another ending is refused before anything is sent. */
export const evalWriters = {
  json: toJson,
  jsonl: toJsonLines,
  csv: toCsv,
  xml: toJunit,
  md: toMarkdown,
} as const satisfies Readonly<Record<string, (file: EvalFile) => string>>;

function toJson({ state, report, required }: EvalFile): string {
  const { runId, prompt, promptVersion, startedAt, endedAt, status } = state;
  const run = { runId, suite: prompt, promptVersion, startedAt, endedAt: endedAt ?? null, outcome: status };
  const problems = state.problems ?? [];
  const left = leftOutOf(state).length;
  const whole = { incomplete: left > 0, leftOut: left, problems };
  const file = {
    ...run,
    ...whole,
    targets: report.targets,
    ...defined({ preferences: report.preferences }),
    ...(required ? { required: required.results, failedOtherwise: required.failedOtherwise } : {}),
    ...reportComparisons(report),
    results: report.rows.map(resultOf),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

function toJsonLines({ state, report }: EvalFile): string {
  const problems = (state.problems ?? []).map((problem) => ({
    outcome: isLeftOut(problem) ? 'left out' : 'warning',
    ...problem,
  }));
  return [...report.rows.map(resultOf), ...problems].map((row) => `${JSON.stringify(row)}\n`).join('');
}

function resultOf({ cell, testCase: row, outcome, served, isServedByAnother = false }: EvalRow): object {
  return {
    outcome,
    model: cell.target,
    case: row.id,
    description: row.description ?? null,
    repeat: cell.repeat,
    ...defined({ variant: cell.variant }),
    vars: row.vars,
    metadata: row.metadata,
    answer: cell.text,
    toolCalls: cell.toolCalls,
    ...defined({ rounds: filedRounds(cell), simulatedUser: cell.playing }),
    finishReason: cell.finishReason ?? null,
    warnings: cell.warnings,
    score: cell.verdict?.score ?? null,
    reason: reasonOf(cell),
    checks: cell.verdict?.checks ?? [],
    namedScores: cell.verdict?.namedScores ?? {},
    usage: cell.usage ?? null,
    cost: cell.cost ?? null,
    timing: cell.timing ?? null,
    cached: cell.cached ?? false,
    servedModel: served ?? null,
    fallback: isServedByAnother,
    ...defined({ routed: cell.routed }),
    error: cell.error ?? null,
  };
}

function toCsv({ state, report }: EvalFile): string {
  const header = [
    'outcome',
    'model',
    'case',
    'repeat',
    'score',
    'reason',
    'answer',
    'cost',
    'ms',
    'warnings',
    'served by',
    'fallback',
    'answers',
  ];
  const lines = report.rows.map(({ cell, testCase: row, outcome, served, isServedByAnother }) => [
    outcome,
    cell.target,
    caseName(row),
    cell.repeat,
    cell.verdict?.score ?? '',
    reasonOf(cell),
    outputText(cell),
    cell.cost?.amount ?? '',
    cell.timing?.totalMs ?? '',
    warningsText(cell),
    served ?? '',
    isServedByAnother ? 'yes' : '',
    answersIn(cell),
  ]);
  // The parts that were left out are added, so that a reader of the outcomes alone sees that something is missing.
  const problems = (state.problems ?? []).map((problem) => {
    const { message } = problem;
    return [
      isLeftOut(problem) ? 'left out' : 'warning',
      '',
      placeOfProblem(problem),
      '',
      '',
      message,
      '',
      '',
      '',
      '',
      '',
      '',
      '',
    ];
  });
  // The byte order mark is there for Excel, which would otherwise read the file in the code page of its machine, and change umlauts.
  return `\uFEFF${[header, ...lines, ...problems].map((line) => `${line.map(csvCell).join(',')}\n`).join('')}`;
}

function warningsText({ warnings }: EvalRow['cell']): string {
  return [...new Set(warnings.map(({ message }) => message))].join(' ');
}

function servedText({ served, isServedByAnother }: EvalRow): string {
  if (served === undefined) return '';
  return isServedByAnother ? `Served by ${served}, which is not the model that was asked.` : `Served by ${served}.`;
}

/** A cell of CSV. One that a spreadsheet would run as a formula gets an apostrophe; our own numbers stay numbers. */
function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const harmless = /^[\s;]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function toJunit({ state, report, required }: EvalFile): string {
  const suites = report.targets.map((target) => {
    const rows = report.rows.filter((row) => row.cell.target === target.target);
    const failures = rows.filter(({ outcome }) => outcome === 'fail').length;
    const skipped = rows.filter(({ outcome }) => outcome === 'unchecked').length;
    const passed = rows.filter(({ outcome }) => outcome === 'pass').length;
    const errors = rows.length - passed - failures - skipped;
    return `  <testsuite name="${xmlText(target.target)}" tests="${rows.length}" failures="${failures}" errors="${errors}"${skipped > 0 ? ` skipped="${skipped}"` : ''}>\n${rows.map(testCase).join('')}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xmlText(state.prompt)}">\n${suites.join('')}${requiredSuite(required)}${leftOutSuite(leftOutOf(state))}</testsuites>\n`;
}

/** A test case for each requirement of each target, and one for what no requirement speaks of. */
function requiredSuite(required: RequiredFigures | undefined): string {
  if (!required) return '';
  const { results, failedOtherwise } = required;
  const failures = results.filter(({ isMet }) => !isMet).length + (failedOtherwise > 0 ? 1 : 0);
  const cases = [
    ...results.map((result) =>
      requiredCase(result.target, result.requirement.text, result.isMet ? undefined : requirementLine(result)),
    ),
    requiredCase('all', 'every other check', failedOtherwise > 0 ? otherwiseLine(failedOtherwise) : undefined),
  ];
  return `  <testsuite name="required" tests="${cases.length}" failures="${failures}" errors="0">\n${cases.join('')}  </testsuite>\n`;
}

function requiredCase(about: string, name: string, failure: string | undefined): string {
  const head = `    <testcase classname="${xmlText(about)}" name="${xmlText(name)}" time="0.000"`;
  if (failure === undefined) return `${head}/>\n`;
  return `${head}>\n      <failure type="not-met" message="${xmlText(failure)}"></failure>\n    </testcase>\n`;
}

/** An errored test case for each part that was left out, so that a CI system shows what is missing and is not green. */
function leftOutSuite(parts: readonly RunProblem[]): string {
  if (parts.length === 0) return '';
  const cases = parts.map((problem) => {
    const name = xmlText(placeOfProblem(problem));
    return `    <testcase classname="left out" name="${name}" time="0.000">\n      <error type="left-out" message="${xmlText(problem.message)}">${name}</error>\n    </testcase>\n`;
  });
  return `  <testsuite name="left out" tests="${parts.length}" failures="0" errors="${parts.length}">\n${cases.join('')}  </testsuite>\n`;
}

function testCase(evalRow: EvalRow): string {
  const { cell, testCase: row, outcome } = evalRow;
  const time = ((cell.timing?.totalMs ?? 0) / 1000).toFixed(3);
  const head = `    <testcase classname="${xmlText(cell.target)}" name="${xmlText(`${caseName(row)}${cell.repeat > 0 ? ` (${cell.repeat + 1})` : ''}`)}" time="${time}"`;
  const notes = [warningsText(cell), servedText(evalRow)].filter((text) => text !== '').join(' ');
  const told = [notes, cellTranscript(cell) ?? ''].filter((text) => text !== '').join('\n');
  const output = told === '' ? '' : `      <system-out>${xmlText(told)}</system-out>\n`;
  if (outcome === 'pass') return output === '' ? `${head}/>\n` : `${head}>\n${output}    </testcase>\n`;
  if (outcome === 'unchecked')
    return `${head}>\n      <skipped message="No check looks at this answer."/>\n${output}    </testcase>\n`;
  const kind = outcome === 'fail' ? 'failure' : 'error';
  return `${head}>\n      <${kind} type="${outcome}" message="${xmlText(reasonOf(cell))}">${xmlText(outputText(cell))}</${kind}>\n${output}    </testcase>\n`;
}

function toMarkdown({ state, report, required }: EvalFile): string {
  const lines = [...passLines(report, markdownText), ...figureLines(report)].map((line) => `- ${line}\n`);
  const met = requirementLines(required).map((line) => `- ${markdownText(line)}\n`);
  const differences = [...lines, ...met].length === 0 ? '' : `\n${[...lines, ...met].join('')}`;
  const failures = formatFailures(report.rows);
  const served = servedLines(report);
  const left = leftOutOf(state);
  const missing =
    left.length === 0
      ? ''
      : `**Incomplete: ${leftOutText(left.length)}.**\n\n${left.map((problem) => `- ${markdownText(`${placeOfProblem(problem)}: ${problem.message}`)}\n`).join('')}\n`;
  return `# ${inOneLine(state.prompt)}\n\n${missing}${fenced(formatEvalTable(report))}${differences}${served === '' ? '' : `\n${served}`}${failures === '' ? '' : `\n${fenced(failures.trimStart())}`}${transcripts(report)}`;
}

/** The most transcripts in one file: it is to be read, and JSON holds all of them. */
const mostTranscripts = 20;

/** What was said in the rows that did not pass, folded. */
function transcripts({ rows }: EvalReport): string {
  const talks = rows.flatMap(({ cell, testCase: row, outcome }) => {
    const said = outcome === 'pass' || outcome === 'unchecked' ? undefined : cellTranscript(cell);
    if (said === undefined) return [];
    const name = `${outcome.toUpperCase()} ${cell.target} ${caseName(row)}: ${counted(answersIn(cell), 'answer')}`;
    return [`\n<details><summary>${xmlText(inOneLine(name))}</summary>\n\n${fenced(`${said}\n`)}\n</details>\n`];
  });
  const more = talks.length - mostTranscripts;
  return `${talks.slice(0, mostTranscripts).join('')}${more > 0 ? `\n${counted(more, 'more transcript')} in the JSON results.\n` : ''}`;
}

/** Lines such as `- litellm/safe was served by openai/gpt-5.6-luna (6 rows).`, where a server named the model. */
function servedLines({ rows, targets }: EvalReport): string {
  return targets
    .flatMap(({ target }) => {
      const own = rows.filter(({ cell, served }) => cell.target === target && served !== undefined);
      return [...Map.groupBy(own, ({ served = '' }) => served)].map(
        ([served, those]) =>
          `- ${markdownText(`${target} was served by ${served} (${counted(those.length, 'row')}).`)}\n`,
      );
    })
    .join('');
}

function fenced(text: string): string {
  return `\`\`\`\n${text.replaceAll('```', "'''")}\`\`\`\n`;
}
