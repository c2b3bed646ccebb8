import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changes } from '../../../src/core/gate/change.ts';
import { decideGate } from '../../../src/core/gate/decideGate.ts';
import type { GateResult } from '../../../src/core/gate/gateResult.ts';
import { summarizeGate } from '../../../src/core/gate/gateSummary.ts';
import { mergeGates } from '../../../src/core/gate/mergeGates.ts';
import { gateWriters, readGateResult } from '../../../src/core/gate/reports/gateFiles.ts';
import { formatGate } from '../../../src/core/gate/reports/gateText.ts';
import { stopSentence } from '../../../src/core/gate/reports/stopSentence.ts';
import { assertWhole } from '../../support/whole.ts';
import { checkResult, checkRow, side } from './gatedCases.ts';

function reportOf(result: GateResult) {
  const summary = summarizeGate(result);
  const options = { failOn: 'regressions', threshold: 1, allowIncomplete: false } as const;
  return { result, summary, decision: decideGate(result, summary, options) };
}

const everyKind = checkResult([
  ...changes.map((change) => checkRow(change)),
  checkRow('regressed', { target: 'b/two', base: side(true, { answer: null, cost: null, from: 'baseline' }) }),
]);

describe('the report of the gate', () => {
  it('is the same in every form from one release to the next', () => {
    const left = reportOf({ ...everyKind, uncovered: ['lost.prompt'], stopped: ['budget'] });
    for (const [ending, write] of Object.entries(gateWriters)) assertWhole(`check.${ending}`, write(left));
    assertWhole('check.txt', formatGate(left));
  });

  it('says in a terminal what is worse first, with the first differences', () => {
    const text = formatGate(reportOf(everyKind));
    assert.match(text, /^a\/one +1 +1 +1 +1 +2 +1 +1 +3 of 5 +3 of 5$/m);
    assert.match(
      text,
      /REGRESSED {2}a\/one {2}cases\.jsonl:3 {2}a lamp\n {2}Does not contain .*\n {2}- yes\n {2}\+ no\n/,
    );
    assert.match(text, /REGRESSED {2}b\/two.*\n.*\n {2}\+ no\n/);
    assert.ok(text.indexOf('REGRESSED') < text.indexOf('NEW FAILURE'));
    assert.match(
      text,
      /^2 worse, 1 better, 4 same, 2 new, 1 flaky, 1 not run, 1 without checks; ~\$0\.17, 1 result from the baseline$/m,
    );
  });

  it('says first why a commit is stopped, in one line', () => {
    const report = reportOf(everyKind);
    assert.match(
      stopSentence(report),
      /^Polyprompt stopped this commit: \d cases? got worse in \S+(?: \(2 results on 2 models\))?\.$/,
    );
    const left = reportOf({ ...checkResult([checkRow('not-run')]), stopped: ['budget'] });
    assert.equal(
      stopSentence(left),
      'Polyprompt stopped this commit: 1 of 1 rows have no comparison: the spending limit was reached.',
    );
  });

  it('names the suite beside the model where there are several', () => {
    const [first] = checkResult([checkRow('same')]).suites;
    assert.ok(first);
    const text = formatGate(reportOf({ ...checkResult([]), suites: [first, { ...first, suite: 'b.eval.yaml' }] }));
    assert.match(text, /^b\.eval\.yaml, a\/one +0/m);
    assert.match(text, /^b\.eval\.yaml, a\/one: No difference/m);
  });

  it('makes no link in SARIF of what a model says', () => {
    const row = checkRow('regressed', { head: side(false, { reason: 'See [this](https://example.com)\u001b' }) });
    const sarif = JSON.parse(gateWriters.sarif(reportOf(checkResult([row]))));
    assert.match(sarif.runs[0].results[0].message.text, /See \\\[this\\\]\(https:\/\/example\.com\)<U\+001B>$/);
  });

  it('keeps names and answers from the terminal and from its own lines', () => {
    const hostile = '\u001b[2J\r\npassed: Nothing got worse.\u202e';
    const row = checkRow('regressed', {
      target: hostile,
      name: hostile,
      note: hostile,
      place: { file: hostile, line: 1 },
      head: side(false, { answer: hostile, reason: hostile }),
    });
    const { suites, ...rest } = checkResult([row]);
    const named = suites.map((suite) => ({
      ...suite,
      suite: hostile,
      problems: [hostile],
      changed: [{ file: hostile, diff: null }],
    }));
    const text = formatGate(reportOf({ ...rest, suites: named, uncovered: [hostile] }));
    assert.ok(!['\u001b', '\r', '\u202e'].some((character) => text.includes(character)));
    assert.doesNotMatch(text, /^passed/m);
  });

  it('is a comment for a pull request in Markdown, of which nothing can break out', () => {
    const hostile = '</details><img src=x onerror=alert(1)> `````` [a](javascript:b) | \u202e';
    const row = checkRow('regressed', {
      name: hostile,
      target: hostile,
      head: side(false, { answer: hostile, reason: hostile }),
    });
    const markdown = gateWriters.md(reportOf(checkResult([row])));
    const fences = markdown.match(/^`{7,}/gm) ?? [];
    assert.equal(fences.length, 2);
    const outside = markdown.replace(/^(`{7,})diff\n[\s\S]*?\n\1$/gm, '');
    assert.doesNotMatch(outside, /(?<!\\)<(?:img|\/details><img)/);
    assert.doesNotMatch(markdown, /\u202e/);
    assert.equal(
      outside
        .split('\n')
        .filter((line) => line.startsWith('| '))
        .every((line) => (line.match(/(?<!\\)\|/g) ?? []).length === 12),
      true,
    );
  });

  it('says in Markdown and JSON how score, cost and time changed, with intervals', () => {
    const rows = Array.from({ length: 20 }, (_, index) =>
      checkRow('same', {
        head: side(true, { price: 0.002 + index / 1e6, ms: 900 + index }),
        base: side(true, { price: 0.001, ms: index % 2 === 0 ? 800 : null }),
      }),
    );
    const report = reportOf(checkResult(rows));
    assert.match(
      gateWriters.md(report),
      /^- a\\\/one: Cost per case \(estimated\): staged \\\$0\\\.001 more than HEAD \(95%: .*; 20 cases\): more than noise\.$/m,
    );
    const { figures } = JSON.parse(gateWriters.json(report));
    assert.deepEqual(
      figures.map(({ comparison }: { comparison: { figure: string; cases: number } }) => [
        comparison.figure,
        comparison.cases,
      ]),
      [
        ['cost', 20],
        ['time', 10],
      ],
    );
  });

  it('marks in JUnit only what got worse as failed', () => {
    const xml = gateWriters.xml(reportOf(everyKind));
    assert.match(
      xml,
      /<testsuite name="a\.eval\.yaml a\/one" tests="9" failures="1" errors="0" skipped="2" time="\d+\.\d{3}">/,
    );
    assert.match(xml, /<failure type="regressed" message="Does not contain “yes”\.">- yes\n\+ no<\/failure>/);
  });

  it('fails in JUnit and SARIF where the older version is liked better by more than noise', () => {
    const row = (choice: 'own' | 'base', target: string) =>
      checkRow('same', { target, preferred: [{ name: 'Is <nicer>', choice }] });
    const rows = Array.from({ length: 8 }, () => [row('base', 'a/one'), row('own', 'a/two')]).flat();
    const report = reportOf(checkResult(rows));
    const xml = gateWriters.xml(report);
    assert.match(xml, /<testsuite name="liked better" tests="2" failures="1" errors="0" skipped="0">/);
    assert.match(
      xml,
      /<testcase classname="a\/one" name="Is &lt;nicer&gt;"><failure type="liked-less" message="Is &lt;nicer&gt;: staged preferred in 0, HEAD in 8, .*: HEAD is liked better\.">/,
    );
    assert.match(xml, /<testcase classname="a\/two" name="Is &lt;nicer&gt;"><system-out>.*: staged is liked better\./);
    const { results, tool } = JSON.parse(gateWriters.sarif(report)).runs[0];
    assert.deepEqual(
      results.map(({ ruleId, ruleIndex, level }: { ruleId: string; ruleIndex: number; level: string }) => [
        ruleId,
        tool.driver.rules[ruleIndex].id,
        level,
      ]),
      [['liked-less', 'liked-less', 'error']],
    );
  });

  it('points in SARIF at the line of each case that needs a look', () => {
    const { version, runs } = JSON.parse(gateWriters.sarif(reportOf(everyKind)));
    assert.equal(version, '2.1.0');
    const { results, tool } = runs[0];
    const kinds = results.map((result: { ruleId: string; level: string }) => `${result.ruleId} ${result.level}`);
    assert.deepEqual(kinds.sort(), [
      'flaky note',
      'new-failure warning',
      'not-run note',
      'regressed error',
      'regressed error',
      'unchecked note',
    ]);
    assert.deepEqual(results[0].locations[0].physicalLocation, {
      artifactLocation: { uri: 'cases.jsonl' },
      region: { startLine: 3 },
    });
    for (const { ruleIndex, ruleId } of results) assert.equal(tool.driver.rules[ruleIndex].id, ruleId);
  });

  it('can be read again from JSON', () => {
    const report = reportOf(everyKind);
    assert.deepEqual(readGateResult(gateWriters.json(report), 'r.json'), everyKind);
    for (const text of ['', '[]', '{"version":1,"suites":[]}'])
      assert.throws(() => readGateResult(text, 'r.json'), /r\.json is no result of a check/);
  });

  it('is the same from any division into shards', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...changes)), fc.integer({ min: 1, max: 5 }), (kinds, of) => {
        const whole = checkResult(kinds.map((change) => checkRow(change)));
        const shards = Array.from({ length: of }, (_, index) => ({
          ...whole,
          shard: { index: index + 1, of },
          suites: whole.suites.map((suite) => ({
            ...suite,
            rows: suite.rows.filter(({ order }) => order % of === index),
          })),
        }));
        assert.deepEqual(mergeGates(shards.toReversed()), whole);
      }),
    );
  });
});
