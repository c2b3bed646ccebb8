import { counted, formatCount } from '../../text/formatCount.ts';
import { formatTable } from '../../text/table.ts';
import { type CoveragePlan, missingClasses } from './coveragePlan.ts';

/** Sources in the order of their columns; others follow. */
const firstSources = ['log', 'written', 'edge', 'generated'];

/** What is there and what is missing, as a table and in a sentence. */
export function coverageText(plan: CoveragePlan, rows: number): string {
  const { lines, pairs, missingPairs } = plan;
  const all = new Set(lines.flatMap((line) => Object.keys(line.rows)));
  const sources = [...firstSources, ...[...all].filter((source) => !firstSources.includes(source))];
  const table = formatTable(
    ['what a variable holds', ...sources, ''],
    lines.map(({ valueClass, rows: own, total }) => [
      `${valueClass.variable}: ${valueClass.name}`,
      ...sources.map((source) => formatCount(own[source] ?? 0)),
      total === 0 ? 'missing' : '',
    ]),
  );
  return `${table}\n${coverageSentence(plan, rows)}\n${pairs === 0 ? '' : `Pairs of values: ${formatCount(pairs - missingPairs.length)} of ${formatCount(pairs)} are there.\n`}`;
}

/** How much is missing, in a sentence. */
export function coverageSentence(plan: CoveragePlan, rows: number): string {
  const missing = missingClasses(plan);
  const writer = missing.filter(({ made, isAbsence }) => !made && !isAbsence).length;
  const byModel =
    writer > 0
      ? ` ${formatCount(writer)} of them ${writer === 1 ? 'needs' : 'need'} a writer: --fill MODEL asks one.`
      : '';
  return `${counted(rows, 'row')}; ${formatCount(missing.length)} of ${formatCount(plan.lines.length)} kinds of values are missing.${byModel}`;
}
