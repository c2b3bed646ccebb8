import { fenced, lineDiff } from '../reports/lineDiff.ts';
import { formatLikeness } from '../text/formatPercent.ts';
import { markdownText } from '../text/markdownText.ts';
import type { ChangedAnswer, Migration } from './migration.ts';
import { groupsTable, migrationLines, sidesTable, type TextTable } from './migrationText.ts';

const mostNames = 20;

/** The report of a migration as Markdown, to read, to paste and to keep. */
export function migrationMarkdown(migration: Migration): string {
  const { from, to, verdict, groups, lost, won, answers } = migration;
  const blocks = [
    `# ${markdownText(`From ${from.target} to ${to.target}`)}`,
    `**${markdownText(verdict.sentence)}**`,
    table(sidesTable(migration)),
    migrationLines(migration, markdownText)
      .map((line) => `- ${line}`)
      .join('\n'),
    ...(groups.length > 0 ? ['## By group', table(groupsTable(groups))] : []),
    ...namesBlock(`Lost with ${markdownText(to.target)}`, lost),
    ...namesBlock(`Won with ${markdownText(to.target)}`, won),
    ...(answers.length > 0 ? ['## Most different answers', ...answers.map(answerBlock)] : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function table({ head, rows }: TextTable): string {
  const rule = head.map((_, column) => (column === 0 ? '---' : '--:'));
  return [head, rule, ...rows.map((row) => row.map(markdownText))]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function namesBlock(title: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, mostNames).map((name) => `- ${markdownText(name)}`);
  const more = names.length > mostNames ? [`- and ${names.length - mostNames} more`] : [];
  return [`## ${title}: ${names.length}`, [...shown, ...more].join('\n')];
}

function answerBlock({ name, changed, from, to }: ChangedAnswer): string {
  const title = `### ${markdownText(name)}: ${formatLikeness(changed)} changed, ${from.outcome} -> ${to.outcome}`;
  return `${title}\n\n${fenced(lineDiff(from.answer, to.answer))}`;
}
