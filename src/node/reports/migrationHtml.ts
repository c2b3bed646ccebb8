import { diffTexts } from '../../core/diff/diffTexts.ts';
import type { ChangedAnswer, Migration } from '../../core/migration/migration.ts';
import { groupsTable, migrationLines, sidesTable, type TextTable } from '../../core/migration/migrationText.ts';
import { formatLikeness } from '../../core/text/formatPercent.ts';
import { printable } from '../../core/text/printable.ts';
import { xmlText } from '../../core/text/xmlText.ts';
import { hashOf, themeStyle } from './reportStyle.ts';

const mostNames = 50;
/** How many characters of an answer are shown. */
const longestAnswer = 20_000;

const pageStyle = `
body { font: 13px/1.5 system-ui, sans-serif; color: var(--vscode-foreground); background: var(--vscode-editor-background); margin: 24px auto; max-width: 960px; padding: 0 16px; }
h1 { font-size: 20px; } h2 { font-size: 15px; margin-top: 28px; }
.verdict { font-size: 15px; font-weight: 600; border-inline-start: 3px solid var(--vscode-panel-border); padding: 4px 12px; }
.switch { border-color: var(--vscode-testing-iconPassed); } .stay { border-color: var(--vscode-testing-iconFailed); }
table { border-collapse: collapse; } th, td { border: 1px solid var(--vscode-panel-border); padding: 4px 8px; text-align: end; font-variant-numeric: tabular-nums; }
th:first-child, td:first-child { text-align: start; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--vscode-panel-border); padding: 8px; }
del { background: var(--vscode-diffEditor-removedTextBackground); } ins { background: var(--vscode-diffEditor-insertedTextBackground); text-decoration: none; }
`;

/** The report of a migration as one file without script: nothing is loaded, and nothing in an answer is markup. */
export function migrationHtml(migration: Migration): string {
  return page(migration, `${themeStyle()}\n${pageStyle}`);
}

/** The report of a migration for a panel of the editor, which brings its own colours. */
export function migrationPanelHtml(migration: Migration): string {
  return page(migration, pageStyle);
}

function page(migration: Migration, style: string): string {
  const title = `From ${migration.from.target} to ${migration.to.target}`;
  const policy = `default-src 'none'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${text(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${text(title)}</h1>
${content(migration)}
</main>
</body>
</html>
`;
}

function content(migration: Migration): string {
  const { to, verdict, groups, lost, won, answers } = migration;
  const lines = migrationLines(migration, (name) => name);
  return [
    `<p class="verdict ${verdict.decision}">${text(verdict.sentence)}</p>`,
    table(sidesTable(migration)),
    list(lines),
    ...(groups.length > 0 ? ['<h2>By group</h2>', table(groupsTable(groups))] : []),
    ...names(`Lost with ${to.target}`, lost),
    ...names(`Won with ${to.target}`, won),
    ...(answers.length > 0 ? ['<h2>Most different answers</h2>', ...answers.map(answer)] : []),
  ].join('\n');
}

function table({ head, rows }: TextTable): string {
  const line = (cells: readonly string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}>${text(cell)}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${line(head, 'th')}</thead><tbody>${rows.map((row) => line(row, 'td')).join('')}</tbody></table>`;
}

function list(lines: readonly string[]): string {
  return `<ul>${lines.map((line) => `<li>${text(line)}</li>`).join('')}</ul>`;
}

function names(title: string, cases: readonly string[]): readonly string[] {
  if (cases.length === 0) return [];
  const more = cases.length > mostNames ? [`and ${cases.length - mostNames} more`] : [];
  return [`<h2>${text(title)}: ${cases.length}</h2>`, list([...cases.slice(0, mostNames), ...more])];
}

function answer({ name, changed, from, to }: ChangedAnswer): string {
  const [left, right] = [from.answer.slice(0, longestAnswer), to.answer.slice(0, longestAnswer)];
  const tags = { equal: '', removed: 'del', added: 'ins' } as const;
  const parts = diffTexts(left, right, { mode: 'words' }).parts.map((part) => {
    const tag = tags[part.kind];
    return tag === '' ? text(part.text) : `<${tag}>${text(part.text)}</${tag}>`;
  });
  const summary = `${name}: ${formatLikeness(changed)} changed, ${from.outcome} → ${to.outcome}`;
  return `<details><summary>${text(summary)}</summary><pre>${parts.join('')}</pre></details>`;
}

function text(raw: string): string {
  return xmlText(printable(raw));
}
