import assert from 'node:assert/strict';
import { evalWriters } from '../../../src/core/reports/evalFiles.ts';
import { evalReport } from '../../../src/core/results/evalReport.ts';
import type { RunState } from '../../../src/core/run/state.ts';
import { evalCase } from '../../support/evalCase.ts';
import { finishedRun } from '../../support/finishedRun.ts';

const passing = finishedRun(['a', 'b'], ['1', '2', '3'], () => ({ passed: true }));

function fileOf(state: RunState) {
  const cases = Object.values(state.cells).map(({ id, caseId }) => [id, evalCase(caseId)] as const);
  return { state, report: evalReport(state, new Map(cases)) };
}

describe('answers that no check looked at', () => {
  it('are skipped tests in JUnit, and neither passed nor failed ones', () => {
    const verdict = { outcome: 'pass', score: 1, reason: '', namedScores: {}, checks: [], isUnchecked: true } as const;
    const cells = Object.entries(passing.cells).map(
      ([id, cell]) => [id, cell.target === 'fake/a' && cell.caseId !== '1' ? { ...cell, verdict } : cell] as const,
    );
    const xml = evalWriters.xml(fileOf({ ...passing, cells: Object.fromEntries(cells) }));
    assert.match(xml, /<testsuite name="fake\/a" tests="3" failures="0" errors="0" skipped="2">/);
    assert.match(xml, /<testsuite name="fake\/b" tests="3" failures="0" errors="0">/);
    assert.equal(xml.split('<skipped message="No check looks at this answer."/>').length, 3);
  });
});

describe('what is required of the figures', () => {
  const plain = fileOf(passing);
  const requirement = {
    text: 'recall(refund) >= 0.9',
    figure: 'recall',
    of: 'refund',
    comparison: '>=',
    bound: 0.9,
  } as const;
  const results = [
    { target: 'fake/a', requirement, value: 0.95, isMet: true },
    { target: 'fake/b', requirement, value: 0.5, isMet: false },
  ];

  it('is a test for each target in JUnit, and one for the rows of which nothing speaks', () => {
    const xml = evalWriters.xml({ ...plain, required: { results, failedOtherwise: 2 } });
    const suite = xml.slice(xml.indexOf('  <testsuite name="required"'), xml.indexOf('</testsuites>'));
    assert.equal(
      suite,
      [
        '  <testsuite name="required" tests="3" failures="2" errors="0">',
        '    <testcase classname="fake/a" name="recall(refund) &gt;= 0.9" time="0.000"/>',
        '    <testcase classname="fake/b" name="recall(refund) &gt;= 0.9" time="0.000">',
        '      <failure type="not-met" message="not met: fake/b recall(refund) &gt;= 0.9, it is 50.0%"></failure>',
        '    </testcase>',
        '    <testcase classname="all" name="every other check" time="0.000">',
        '      <failure type="not-met" message="not met: 2 rows did not pass for a reason that no requirement speaks of"></failure>',
        '    </testcase>',
        '  </testsuite>',
        '',
      ].join('\n'),
    );
  });

  it('is green in JUnit where all is met', () => {
    const xml = evalWriters.xml({ ...plain, required: { results: results.slice(0, 1), failedOtherwise: 0 } });
    assert.match(xml, /<testsuite name="required" tests="2" failures="0" errors="0">/);
    assert.doesNotMatch(xml, /<failure/);
    assert.doesNotMatch(evalWriters.xml(plain), /required/);
  });

  it('stands in JSON and in Markdown', () => {
    const file = { ...plain, required: { results, failedOtherwise: 2 } };
    const json = JSON.parse(evalWriters.json(file));
    assert.deepEqual([json.required, json.failedOtherwise], [results, 2]);
    assert.match(evalWriters.md(file), /^- not met.+fake.+b recall/m);
    assert.equal(JSON.parse(evalWriters.json(plain)).required, undefined);
  });
});
