// Prints how often the 95% intervals of the product hold the truth, by simulation, and how wide they are for it.
// npm run test:coverage-of-intervals -- [--samples 4000] [--all]
import { parseArgs } from 'node:util';
import { formatTable } from '../../src/core/text/table.ts';
import { type Coverage, coverages } from '../support/intervalCoverage.ts';

const least = 0.93;
const sizes = [20, 50, 100, 200];
const { values } = parseArgs({
  options: { samples: { type: 'string', default: '4000' }, all: { type: 'boolean', default: false } },
});

const found = coverages(Number(values.samples), sizes);
const groups = Map.groupBy(found, ({ figure, labels }) => `${figure}\n${labels}`);
const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
const mean = (all: readonly Coverage[], of: (one: Coverage) => number) =>
  all.reduce((sum, one) => sum + of(one), 0) / all.length;

const rows = [...groups.values()].map((all) => {
  const worst = all.reduce((low, one) => (one.coverage < low.coverage ? one : low));
  return [
    worst.figure,
    String(worst.labels),
    percent(mean(all, ({ coverage }) => coverage)),
    percent(worst.coverage),
    mean(all, ({ width }) => width).toFixed(2),
    percent(mean(all, ({ none }) => none)),
    worst.setting,
  ];
});
const header = ['figure', 'labels', 'mean', 'worst', 'width', 'no interval', 'worst setting'];
process.stdout.write(formatTable(header, rows));
if (values.all)
  process.stdout.write(
    `\n${formatTable(
      ['figure and setting', 'labels', 'coverage', 'width', 'no interval'],
      found.map(({ figure, setting, labels, coverage, width, none }) => [
        `${figure}: ${setting}`,
        String(labels),
        percent(coverage),
        width.toFixed(2),
        percent(none),
      ]),
    )}`,
  );
const low = found.filter(({ coverage }) => coverage < least);
for (const { figure, setting, labels, coverage } of low)
  process.stdout.write(`below ${percent(least)}: ${figure}, ${setting}, ${labels} labels: ${percent(coverage)}\n`);
process.exitCode = low.length === 0 ? 0 : 1;
