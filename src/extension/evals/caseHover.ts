import * as vscode from 'vscode';
import type { Staleness, TargetResult } from '../../core/results/suiteResults.ts';
import { costOfCells, formatRunCost } from '../../core/results/summary.ts';
import { outputText } from '../../core/run/answerOutput.ts';
import type { CellState } from '../../core/run/cellState.ts';
import { markdownText } from '../../core/text/markdownText.ts';
import { commands } from '../editor/contributions.ts';
import { caseFilePattern } from '../services/caseFilePattern.ts';
import type { CaseDocuments } from './caseDocuments.ts';
import type { CaseReference } from './caseReference.ts';

/** Longer answers are cut here; the diff and the panel have the whole text. */
const mostAnswer = 600;
const reasons: Readonly<Record<Staleness, string>> = {
  prompt: 'The prompt or its settings have changed since.',
  checks: 'The checks have changed since: Polyprompt: Rescore Run applies them without asking a model.',
  case: 'The case has changed since.',
};
/** The only commands that a link in these hovers may call. */
const enabledCommands = [
  commands.openExpectedDiff,
  commands.rerunCase,
  commands.acceptAnswer,
  commands.showResults,
] as const;

/** The hover over a case: each failed check, the answer, and commands for what can be done about it. */
export function registerCaseHover(documents: CaseDocuments): vscode.Disposable {
  return vscode.languages.registerHoverProvider(
    { pattern: caseFilePattern },
    { provideHover: (document, position) => hoverAt(documents, { document, position }) },
  );
}

interface Place {
  readonly document: vscode.TextDocument;
  readonly position: vscode.Position;
}

function hoverAt(documents: CaseDocuments, { document, position }: Place): vscode.Hover | undefined {
  const lines = documents.linesOf(document);
  const [found] = lines?.between(position.line, position.line) ?? [];
  const end = document.lineAt(position.line).range.end;
  // YAML files have hovers for their text, so the results stand behind the end of the text.
  const isBehind = position.isEqual(end);
  if (!lines || !found || (!isBehind && /\.(?:ya?ml|json)$/i.test(document.uri.path))) return undefined;
  const results = documents.resultsOf(document, found);
  if (results.length === 0) return undefined;
  const about = { suite: lines.open.uri.toString(), caseId: found.testCase.id };
  const parts = results.map((result) => describe(result, about, results.length));
  const all = links([
    ['Run this case again', commands.rerunCase, about],
    ['Open in panel', commands.showResults, about],
  ]);
  return new vscode.Hover([...parts, all], isBehind ? new vscode.Range(end, end) : undefined);
}

function describe(result: TargetResult, about: CaseReference, count: number): vscode.MarkdownString {
  const text = links([]);
  const { target, outcome, staleness, isFlaky, passed, repeats } = result;
  const runs = repeats > 1 ? `, ${passed} of ${repeats} runs passed${isFlaky ? ' (flaky)' : ''}` : '';
  text.appendMarkdown(
    `**${markdownText(target)}** ${outcome}${runs} · ${markdownText(formatRunCost(costOfCells(result.cells)))}\n\n`,
  );
  if (staleness) text.appendMarkdown(`${markdownText(reasons[staleness])}\n\n`);
  const cell = result.cells.find((candidate) => candidate.verdict?.outcome !== 'pass') ?? result.cells[0];
  if (cell) addCell(text, cell);
  const own = { ...about, target };
  const actions: Link[] = [
    ...(hasExpected(result) ? [['Diff with expected', commands.openExpectedDiff, own] as const] : []),
    ...(cell?.status === 'done' ? [['Accept as expected', commands.acceptAnswer, own] as const] : []),
    ...(count > 1 ? [['Run again', commands.rerunCase, own] as const] : []),
  ];
  text.appendMarkdown(links(actions).value);
  return text;
}

function addCell(text: vscode.MarkdownString, cell: CellState): void {
  if (cell.error) text.appendMarkdown(`${markdownText(`${cell.error.message} ${cell.error.hint}`)}\n\n`);
  for (const check of cell.verdict?.checks ?? []) {
    if (check.outcome === 'pass') continue;
    text.appendMarkdown(`- ${check.outcome}: ${markdownText(check.reason)}\n`);
  }
  const answer = outputText(cell);
  if (answer === '') return;
  const cut = answer.length > mostAnswer ? `${answer.slice(0, mostAnswer)}…` : answer;
  text.appendMarkdown('\n').appendCodeblock(cut, 'text');
}

function hasExpected(result: TargetResult): boolean {
  return result.cells.some((cell) =>
    cell.verdict?.checks.some((check) => check.outcome === 'fail' && check.expected !== undefined),
  );
}

type Link = readonly [label: string, command: (typeof enabledCommands)[number], about: CaseReference];

/** Links may call these commands and no others; whatever a model wrote goes in as text. */
function links(actions: readonly Link[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString(
    actions
      .map(([label, command, about]) => `[${label}](command:${command}?${encodeURIComponent(JSON.stringify([about]))})`)
      .join(' · '),
  );
  text.isTrusted = { enabledCommands };
  return text;
}
