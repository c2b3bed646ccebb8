import { xmlText } from '../../../text/xmlText.ts';
import type { CheckedSuite, CheckRow } from '../checkResult.ts';
import type { CheckReport } from './checkReport.ts';
import { answerDiff } from './checkText.ts';

/** JUnit XML: one testcase for each affected row; only what got worse is a failure, what could not be compared is skipped. */
export function checkJunit({ result }: CheckReport): string {
  const suites = result.suites.flatMap((suite) =>
    [...Map.groupBy(suite.rows, ({ target }) => target)].map(([target, rows]) => testSuite(suite, target, rows)),
  );
  const broken = result.suites.flatMap((suite) => (suite.problems.length > 0 ? [brokenSuite(suite)] : []));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="prompt check">\n${[...broken, ...suites].join('')}</testsuites>\n`;
}

function testSuite({ suite }: CheckedSuite, target: string, rows: readonly CheckRow[]): string {
  const failures = rows.filter(({ change }) => change === 'regressed').length;
  const skipped = rows.filter(({ change }) => change === 'not-run').length;
  const time = seconds(rows.reduce((sum, { head }) => sum + (head?.ms ?? 0), 0));
  const counts = `tests="${rows.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${time}"`;
  const head = `  <testsuite name="${xmlText(`${suite} ${target}`)}" ${counts}>\n`;
  return `${head}${rows.map(testCase).join('')}  </testsuite>\n`;
}

function testCase(row: CheckRow): string {
  const { change, name, place, target, head, note } = row;
  const time = seconds(head?.ms ?? 0);
  const start = `    <testcase classname="${xmlText(target)}" name="${xmlText(name)}" file="${xmlText(place.file)}" line="${place.line}" time="${time}"`;
  const reason = xmlText(head?.reason || note || 'It was not run.');
  if (change === 'regressed')
    return `${start}>\n      <failure type="regressed" message="${reason}">${xmlText(answerDiff(row).join('\n'))}</failure>\n    </testcase>\n`;
  if (change === 'not-run') return `${start}>\n      <skipped message="${reason}"/>\n    </testcase>\n`;
  if (change === 'same' || change === 'new-pass' || change === 'fixed') return `${start}/>\n`;
  return `${start}>\n      <system-out>${xmlText(`${change}: `)}${reason}</system-out>\n    </testcase>\n`;
}

function brokenSuite({ suite, problems }: CheckedSuite): string {
  const cases = problems.map(
    (problem) =>
      `    <testcase classname="${xmlText(suite)}" name="${xmlText(problem)}"><error message="${xmlText(problem)}"/></testcase>\n`,
  );
  return `  <testsuite name="${xmlText(suite)}" tests="${problems.length}" failures="0" errors="${problems.length}">\n${cases.join('')}  </testsuite>\n`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
