import { xmlText } from '../../text/xmlText.ts';
import type { GatedCase, GatedSuite, GoneSuite } from '../gateResult.ts';
import { nameOfTarget } from '../nameOfTarget.ts';
import { isLikedLess, preferredSentence } from '../preferredChange.ts';
import { adviceOn, type GateReport } from './gateReport.ts';
import { answerDiff } from './gateText.ts';

/**
 * JUnit XML with one testcase for each affected row. Only rows that got worse are failures; rows that could not be compared are skipped.
 */
export function gateJunit({ result, summary }: GateReport): string {
  const suites = result.suites.flatMap((suite) =>
    [...Map.groupBy(suite.rows, ({ target }) => target)].map(([target, rows]) => testSuite(suite, target, rows)),
  );
  const missing = [...result.suites.flatMap(missingOf), ...result.gone.flatMap(goneSuite)];
  const broken = result.suites.flatMap((suite) => (suite.problems.length > 0 ? [brokenSuite(suite)] : []));
  const judges = result.suites.flatMap(judgesSuite);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="prompt check">\n${[...broken, ...missing, ...judges, ...likedSuite({ result, summary }), ...suites].join('')}</testsuites>\n`;
}

function testSuite({ suite }: GatedSuite, target: string, rows: readonly GatedCase[]): string {
  const failures = rows.filter(({ change }) => change === 'regressed').length;
  const skipped = rows.filter(({ change }) => isSkipped(change)).length;
  const time = seconds(rows.reduce((sum, { head }) => sum + (head?.ms ?? 0), 0));
  const counts = `tests="${rows.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${time}"`;
  const head = `  <testsuite name="${xmlText(`${suite} ${target}`)}" ${counts}>\n`;
  return `${head}${rows.map(testCase).join('')}  </testsuite>\n`;
}

function testCase(row: GatedCase): string {
  const { change, name, place, target, head, note } = row;
  const advice = adviceOn(row);
  const time = seconds(head?.ms ?? 0);
  const start = `    <testcase classname="${xmlText(target)}" name="${xmlText(name)}" file="${xmlText(place.file)}" line="${place.line}" time="${time}"`;
  const reason = xmlText(head?.reason || note || 'It was not run.');
  if (change === 'regressed')
    return `${start}>\n      <failure type="regressed" message="${reason}">${xmlText(answerDiff(row).join('\n'))}</failure>\n    </testcase>\n`;
  const told = [reason, ...advice.map(xmlText)].join(' ');
  if (isSkipped(change)) return `${start}>\n      <skipped message="${told}"/>\n    </testcase>\n`;
  if (change === 'same' || change === 'new-pass' || change === 'fixed')
    return advice.length === 0
      ? `${start}/>\n`
      : `${start}>\n      <system-out>${xmlText(advice.join('\n'))}</system-out>\n    </testcase>\n`;
  return `${start}>\n      <system-out>${xmlText(`${change}: `)}${told}</system-out>\n    </testcase>\n`;
}

function isSkipped(change: GatedCase['change']): boolean {
  return change === 'not-run' || change === 'unchecked';
}

function brokenSuite({ suite, problems }: GatedSuite): string {
  const cases = problems.map(
    (problem) =>
      `    <testcase classname="${xmlText(suite)}" name="${xmlText(problem)}"><error message="${xmlText(problem)}"/></testcase>\n`,
  );
  return `  <testsuite name="${xmlText(suite)}" tests="${problems.length}" failures="0" errors="${problems.length}">\n${cases.join('')}  </testsuite>\n`;
}

/** The things that cannot be compared because a version does not have them: removed cases, and parts that neither version could read. */
function missingOf({ suite, removed, knownProblems }: GatedSuite): string[] {
  const gone = removed.map(({ name, target }) => skippedCase(target, name, 'It was removed: nothing is compared.'));
  const known = knownProblems.map((problem) => skippedCase(suite, problem, 'It is left out of both versions.'));
  return [...gone, ...known].length > 0 ? [skippedSuite(`${suite} not compared`, [...gone, ...known])] : [];
}

/** The judges that only advise, or may do so, as test cases that are skipped: nobody takes them for green. */
function judgesSuite({ suite, judges = [] }: GatedSuite): string[] {
  const cases = judges.map(({ check, sentence }) => skippedCase(suite, check, sentence));
  return cases.length === 0 ? [] : [skippedSuite(`${suite} judges`, cases)];
}

/** Which version is liked better, as test cases; where the older one is by more than noise, the case fails as the check does. */
function likedSuite({ result, summary: { preferred = [] } }: Omit<GateReport, 'decision'>): string[] {
  if (preferred.length === 0) return [];
  const cases = preferred.map((change) => {
    const start = `    <testcase classname="${xmlText(nameOfTarget(change, result))}" name="${xmlText(change.name)}">`;
    const sentence = xmlText(preferredSentence(change, result));
    return isLikedLess(change)
      ? `${start}<failure type="liked-less" message="${sentence}"></failure></testcase>\n`
      : `${start}<system-out>${sentence}</system-out></testcase>\n`;
  });
  const counts = `tests="${preferred.length}" failures="${preferred.filter(isLikedLess).length}" errors="0" skipped="0"`;
  return [`  <testsuite name="liked better" ${counts}>\n${cases.join('')}  </testsuite>\n`];
}

function goneSuite({ suite, cases }: GoneSuite): string[] {
  const gone = cases.map((name) => skippedCase(suite, name, 'Its suite is gone: nothing is compared.'));
  return [skippedSuite(`${suite} is gone`, gone)];
}

function skippedSuite(name: string, cases: readonly string[]): string {
  const counts = `tests="${cases.length}" failures="0" errors="0" skipped="${cases.length}"`;
  return `  <testsuite name="${xmlText(name)}" ${counts}>\n${cases.join('')}  </testsuite>\n`;
}

function skippedCase(classname: string, name: string, message: string): string {
  const names = `classname="${xmlText(classname)}" name="${xmlText(name)}"`;
  return `    <testcase ${names}><skipped message="${xmlText(message)}"/></testcase>\n`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
