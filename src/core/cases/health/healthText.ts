import { counted, formatCount } from '../../text/formatCount.ts';
import { formatPercent } from '../../text/formatPercent.ts';
import { formatTable } from '../../text/table.ts';
import type { DatasetHealth, HealthFinding } from './datasetHealth.ts';

/** Row numbers that are listed; nobody reads more of them in a line. */
const mostNumbers = 12;

/** The health of a dataset in words and tables. */
export function healthText(health: DatasetHealth): string {
  const { rows, findings, lengths } = health;
  const warnings = findings.filter(({ isWarning }) => isWarning);
  const parts = [
    `${counted(rows, 'row')}, ${counted(warnings.length, 'finding')}.`,
    ...findings.map((finding) => findingLine(finding)),
    '',
    ...shareLines(health),
    formatTable(
      ['variable', 'median', 'p95', 'longest', 'empty'],
      lengths.map(({ variable, median, p95, longest, empty }) => [
        variable,
        ...[median, p95, longest, empty].map((figure) => formatCount(figure)),
      ]),
    ).trimEnd(),
    'Lengths are characters.',
  ];
  return `${parts.join('\n')}\n`;
}

/** The lengths of each variable's values, in a sentence each. */
export function lengthLines({ lengths }: DatasetHealth): readonly string[] {
  return lengths.map(
    ({ variable, median, p95, longest, empty }) =>
      `Length of ${variable}: median ${formatCount(median)}, p95 ${formatCount(p95)}, longest ${formatCount(longest)} characters${empty > 0 ? `, ${formatCount(empty)} empty` : ''}.`,
  );
}

/** A finding with the numbers of its first rows. */
export function findingLine({ sentence, rows, isWarning }: HealthFinding): string {
  const numbers = rows.slice(0, mostNumbers).join(', ');
  const further = rows.length > mostNumbers ? ' and more' : '';
  return `${isWarning ? '!' : ' '} ${sentence}${rows.length === 0 ? '' : ` Rows ${numbers}${further}.`}`;
}

/** How the rows are spread over labels, languages, sources and the sides of an improvement. */
export function shareLines({ rows, labels, languages, sources, sides }: DatasetHealth): readonly string[] {
  const lines: string[] = [];
  const listed = (shares: readonly { readonly name: string; readonly rows: readonly number[] }[]) =>
    shares.map(({ name, rows: own }) => `${name} ${formatCount(own.length)}`).join(', ');
  if (labels.length > 0) lines.push(`Labels: ${listed(labels)}.`);
  const known = languages.reduce((sum, { rows: own }) => sum + own.length, 0);
  if (known > 0)
    lines.push(`Languages: ${listed(languages)}${known < rows ? `, not known ${formatCount(rows - known)}` : ''}.`);
  for (const { name, rows: own, passed, failed } of sources)
    lines.push(
      `Source ${name}: ${counted(own.length, 'row')}${passed + failed === 0 ? '' : `, ${formatPercent(passed / (passed + failed))} of ${formatCount(passed + failed)} stored results passed`}.`,
    );
  if (sides.length > 0) lines.push(`Improving the prompt would split them: ${listed(sides)}.`);
  return lines;
}
