import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EvalCase } from '../../../src/core/dataset/suite.ts';
import { type Migration, migrationOf } from '../../../src/core/migration/migration.ts';
import { migrationMarkdown } from '../../../src/core/migration/migrationMarkdown.ts';
import { migrationSide } from '../../../src/core/migration/migrationSides.ts';
import { migrationLines } from '../../../src/core/migration/migrationText.ts';
import { planRun, targetsFor } from '../../../src/core/plan/plan.ts';
import { evalReport } from '../../../src/core/results/evalReport.ts';
import { foldAll } from '../../../src/core/run/state.ts';
import { migrationHtml } from '../../../src/node/reports/migrationHtml.ts';
import { evalCase } from '../../support/evalCase.ts';

/** How one model does on one case. */
interface Result {
  readonly passed?: boolean;
  readonly answer?: string;
  readonly cost?: number;
  readonly ms?: number;
  readonly cached?: true;
  /** It refuses in place of answering, and fails. */
  readonly refuses?: boolean;
}

type Models = Readonly<Record<string, (index: number) => Result>>;

/** A finished run over `cases` cases. */
function runOf(cases: number, models: Models, metadata: (index: number) => EvalCase['metadata'] = () => ({})) {
  const rows = Array.from({ length: cases }, (_, index) => evalCase(`case ${index}`, { metadata: metadata(index) }));
  const plan = planRun({
    runId: 'r',
    prompt: 's.eval.yaml',
    promptVersion: 'v',
    targets: targetsFor(Object.keys(models), {}),
    cases: rows.map(({ id }) => ({ caseId: id, inputs: { id }, messages: [] })),
  });
  const ends = plan.cells.flatMap(({ id, target, caseId }) => {
    const index = Number(caseId.replace(/\D/g, ''));
    const { answer = 'same', cost = 0.01, ms = 1000, refuses = false, ...asked } = models[target]?.(index) ?? {};
    const { passed = !refuses, ...given } = asked;
    const done = {
      type: 'cell-done',
      at: 1,
      cell: id,
      target,
      model: target,
      answer,
      toolCalls: [],
      usage: null,
      cost: { amount: cost, basis: 'estimated', atLeast: false },
      timing: { totalMs: ms },
      attempts: 1,
      servedModel: null,
      requestId: null,
      finishReason: refuses ? 'refusal' : 'stop',
      rawFinishReason: null,
      warnings: [],
      ...given,
    } as const;
    const outcome = passed ? ('pass' as const) : ('fail' as const);
    const verdict = { outcome, score: passed ? 1 : 0, reason: '', namedScores: {}, checks: [] };
    return [done, { type: 'cell-graded', cell: id, at: 1, verdict } as const];
  });
  const state = foldAll([{ type: 'run-started', at: 0, ...plan, kind: 'eval' }, ...ends]);
  assert.ok(state);
  const byId = new Map(rows.map((row) => [row.id, row] as const));
  const caseOf = new Map(
    plan.cells.flatMap(({ id, caseId }) => {
      const row = byId.get(caseId);
      return row ? [[id, row] as const] : [];
    }),
  );
  return { state, report: evalReport(state, caseOf) };
}

function migrate(cases: number, models: Models, metadata?: (index: number) => EvalCase['metadata']): Migration {
  const [from = '', to = ''] = Object.keys(models);
  const runs = [runOf(cases, models, metadata)];
  return migrationOf(migrationSide(runs, from), migrationSide(runs, to));
}

const verdictOf = (...args: Parameters<typeof migrate>) => migrate(...args).verdict.sentence;

describe('the verdict of a migration', () => {
  it('is to switch where the candidate passes more', () => {
    const sentence = verdictOf(100, { 'a/old': (index) => ({ passed: index >= 30 }), 'b/new': () => ({}) });
    assert.equal(sentence, 'Switch: b/new passes 30.0 points more in 100 cases.');
  });

  it('says of both models what real and made-up rows came to', () => {
    const models: Models = { 'a/old': () => ({}), 'b/new': (index) => ({ passed: index >= 2 }) };
    const lines = migrationLines(
      migrate(10, models, (index) => (index < 4 ? { source: 'generated' } : {})),
      (name) => name,
    );
    assert.ok(lines.includes('a/old: real 6 of 6 (100.0%), synthetic 4 of 4 (100.0%).'), lines.join('\n'));
    assert.ok(lines.includes('b/new: real 6 of 6 (100.0%), synthetic 2 of 4 (50.0%).'));
  });

  it('is not to where it passes less, whatever it costs', () => {
    const worse = {
      'a/old': () => ({}),
      'b/new': (index: number) => ({ passed: index >= 20, cost: 0.001 + index / 1e6 }),
    };
    assert.equal(
      verdictOf(100, worse),
      'Do not switch: b/new passes 20.0 points less in 100 cases, though it costs 90% less.',
    );
  });

  it('is to switch where it is as good and cheaper, and not to where it is as good and dearer', () => {
    const models = (cost: (index: number) => number): Models => ({
      'a/old': () => ({}),
      'b/new': (index) => ({ cost: cost(index) }),
    });
    assert.match(
      verdictOf(
        200,
        models((index) => 0.004 + index / 1e6),
      ),
      /^Switch: b\/new passes as many cases \(at most \d\.\d points less, at 95%\) and costs 59% less\.$/,
    );
    assert.match(
      verdictOf(
        200,
        models((index) => 0.02 + index / 1e6),
      ),
      /^Do not switch: .* and costs 2 times as much\.$/,
    );
  });

  it('says how many times as much it costs where it is more than twice', () => {
    const models: Models = { 'a/old': () => ({}), 'b/new': (index) => ({ cost: 1.12 + index / 1e6 }) };
    assert.match(verdictOf(200, models), /^Do not switch: .* and costs 112 times as much\.$/);
  });

  it('takes money and time of answers from the cache as they were when they were paid for', () => {
    const { from, to } = migrate(20, { 'a/old': () => ({ cached: true, ms: 700 }), 'b/new': () => ({}) });
    assert.deepEqual([from.p50, from.cost.amount.toFixed(2), to.p50], [700, '0.20', 1000]);
  });

  it('is never to switch to a model that has no verdict where the other one passes', () => {
    const refusing = (share: number): Models => ({
      'a/old': () => ({}),
      'b/new': (index) => ({ cost: 0.004 + index / 1e6, refuses: index < share }),
    });
    assert.equal(
      verdictOf(200, refusing(100)),
      'Not enough is known: b/new has no verdict on 100 of 200 cases, of which a/old passes 100.',
    );
    assert.equal(
      verdictOf(200, refusing(10)),
      'Not enough is known: b/new has no verdict on 10 of 200 cases, of which a/old passes 10.',
    );
    assert.match(verdictOf(200, refusing(2)), /^Switch: b\/new passes as many cases .* and costs 5\d% less\.$/);
    assert.match(
      verdictOf(200, {
        'a/old': (index) => ({ passed: index >= 130 }),
        'b/new': (index) => ({ refuses: index < 100 }),
      }),
      /^Switch: b\/new passes 30\.0 points more in 100 cases/,
    );
  });

  it('is not to switch where it is worse all the same', () => {
    const sentence = verdictOf(200, {
      'a/old': () => ({}),
      'b/new': (index) => ({ refuses: index < 50, passed: index > 90 }),
    });
    assert.match(sentence, /^Do not switch: b\/new passes \d+\.\d points less in 150 cases/);
  });

  it('tells how many cases have no verdict of the candidate, in every report', () => {
    const migration = migrate(20, { 'a/old': () => ({}), 'b/new': (index) => ({ refuses: index < 3 }) });
    const sentence = /b.{1,2}new has no verdict on 3 cases of which a.{1,2}old has one/;
    assert.match(migrationMarkdown(migration), sentence);
    assert.match(migrationHtml(migration), sentence);
  });

  it('leaves the choice where one figure is better and the other worse', () => {
    const sentence = verdictOf(200, {
      'a/old': () => ({}),
      'b/new': (index) => ({ cost: 0.004 + index / 1e6, ms: 3000 + index }),
    });
    assert.match(sentence, /^Your choice: .* and costs 59% less, but takes 2\.1 s more\.$/);
  });

  it('says how many cases it takes where there are not enough', () => {
    assert.match(
      verdictOf(3, { 'a/old': () => ({}), 'b/new': () => ({}) }),
      /^Not enough cases: .* both graded on 3, it takes at least 5\.$/,
    );
    const few = verdictOf(20, { 'a/old': () => ({}), 'b/new': (index) => ({ passed: index > 1 }) });
    assert.match(
      few,
      /^Not enough cases: b\/new may pass \d+\.\d points less; about \d+ more cases would settle it\.$/,
    );
  });

  it('is not to switch where a group of cases loses, even when the whole does not', () => {
    const models: Models = {
      'a/old': (index) => ({ passed: index < 20 || index % 2 === 0 }),
      'b/new': (index) => ({ passed: index >= 20 }),
    };
    const migration = migrate(100, models, (index) => ({ topic: index < 20 ? 'refund' : 'other' }));
    assert.equal(
      migration.verdict.sentence,
      'Do not switch: b/new passes 100.0 points less where topic is refund (20 cases).',
    );
    assert.deepEqual(
      migration.groups.map(({ value, comparison }) => [value, comparison.cases]),
      [
        ['refund', 20],
        ['other', 80],
      ],
    );
  });
});

describe('the groups of a migration', () => {
  const topics = ['lost', 'kept', 'won'];
  const models: Models = {
    'a/old': (index) => ({ passed: index % 3 !== 2 }),
    'b/new': (index) => ({ passed: index % 3 !== 0 }),
  };

  it('begin with the largest loss', () => {
    const { groups } = migrate(30, models, (index) => ({ topic: topics[index % 3] ?? '' }));
    assert.deepEqual(
      groups.map(({ value, comparison }) => [value, comparison.difference]),
      [
        ['lost', -1],
        ['kept', 0],
        ['won', 1],
      ],
    );
  });

  it('are values that at least two kinds of cases have, with five cases each, and twenty values at most', () => {
    const of = (metadata: (index: number) => EvalCase['metadata'], cases = 30) =>
      migrate(cases, models, metadata)
        .groups.map(({ key, value }) => `${key}: ${value}`)
        .toSorted();
    assert.deepEqual(
      of(() => ({ topic: 'same' })),
      [],
    );
    assert.deepEqual(
      of((index) => ({ topic: index < 4 ? 'few' : 'many' })),
      ['topic: many'],
    );
    assert.deepEqual(
      of((index) => ({ topic: index < 5 ? 'few' : 'many' })),
      ['topic: few', 'topic: many'],
    );
    assert.deepEqual(
      of((index) => ({ list: [index], isOdd: index % 2 === 1 })),
      ['isOdd: false', 'isOdd: true'],
    );
    assert.equal(of((index) => ({ number: index % 20 }), 100).length, 20);
    assert.equal(of((index) => ({ number: index % 21 }), 105).length, 0);
  });
});

describe('a migration', () => {
  it('is seen from the candidate, whichever of the two is better', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 5, maxLength: 40 }), (results) => {
        const models: Models = {
          'a/old': (index) => ({ passed: results[index]?.[0] ?? false }),
          'b/new': (index) => ({ passed: results[index]?.[1] ?? false }),
        };
        const { comparison, lost, won } = migrate(results.length, models);
        const [lostCases, wonCases] = [
          results.filter(([old, now]) => old && !now),
          results.filter(([old, now]) => !old && now),
        ];
        assert.deepEqual([comparison.onlyRight, comparison.onlyLeft], [lostCases.length, wonCases.length]);
        assert.deepEqual([lost.length, won.length], [lostCases.length, wonCases.length]);
        assert.ok(
          Math.abs((comparison.difference ?? 0) - (wonCases.length - lostCases.length) / results.length) < 1e-12,
        );
        assert.ok(
          (comparison.low ?? 0) <= (comparison.difference ?? 0) &&
            (comparison.difference ?? 0) <= (comparison.high ?? 0),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('lists no answer that is the same', () => {
    const { answers } = migrate(5, {
      'a/old': () => ({ answer: 'one two three' }),
      'b/new': (index) => ({ answer: index < 2 ? 'one two' : 'one two three' }),
    });
    assert.deepEqual(
      answers.map(({ caseId }) => caseId),
      ['case 0', 'case 1'],
    );
  });

  it('lists the ten most different answers, those that are the same left out', () => {
    const { answers } = migrate(30, {
      'a/old': () => ({ answer: 'one two three four five six seven eight nine ten' }),
      'b/new': (index) => ({
        answer:
          index < 12
            ? 'one two three four five six seven eight nine ten'
                .split(' ')
                .slice(index % 9)
                .join(' ')
            : 'one two three four five six seven eight nine ten',
      }),
    });
    assert.equal(answers.length, 10);
    assert.ok(answers.every(({ changed }, index) => changed > 0 && changed <= (answers[index - 1]?.changed ?? 1)));
    assert.equal(answers[0]?.caseId, 'case 8');
  });

  it('joins two runs of a suite by the ids of their cases', () => {
    const runs = [runOf(12, { 'a/old': () => ({}) }), runOf(10, { 'b/new': () => ({}) })];
    const { comparison } = migrationOf(migrationSide(runs, 'a/old'), migrationSide(runs, 'b/new'));
    assert.equal(comparison.cases, 10);
  });

  it('names the models of the run when one is not there', () => {
    const runs = [runOf(5, { 'a/old': () => ({}) })];
    assert.throws(() => migrationSide(runs, 'a/odl'), {
      message: 'a/odl is not in the run.',
      hint: 'Did you mean a/old?',
    });
  });
});

describe('the report of a migration', () => {
  const hostile = '</pre><script>alert(1)</script> `x` [a](http://b) ![i](http://c)\u202e';
  const migration = migrate(
    40,
    {
      'a/old': () => ({ answer: hostile }),
      'b/<img>': (index) => ({ passed: index > 4, answer: `${hostile} more ${index}` }),
    },
    (index) => ({ topic: index < 20 ? '<b>x</b>' : 'y' }),
  );

  it('reads as Markdown in which nothing of an answer is markup', () => {
    const text = migrationMarkdown(migration);
    assert.match(text, /^# From a\\\/old to b\\\/\\<img\\>\n\n\*\*/);
    assert.match(text, /\| model \| passed \| 95% \| cost \| p50 \| p95 \|/);
    assert.match(text, /## By group/);
    assert.match(text, /## Lost with b\\\/\\<img\\>: 5\n/);
    assert.match(text, /## Most different answers/);
    const outside = text.replaceAll(/^(`{3,})diff\n[\s\S]*?^\1$/gm, '');
    assert.doesNotMatch(outside, /<script|<img>|<b>/);
  });

  it('is one HTML file with a policy that lets nothing in, and no markup but its own', () => {
    const html = migrationHtml(migration);
    assert.match(
      html,
      /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'">/,
    );
    assert.doesNotMatch(html, /<script|<img|<b>|\u202e|\\\//);
    assert.match(html, /<ins> more 10<\/ins>/);
    assert.ok(html.includes(`<p class="verdict ${migration.verdict.decision}">`));
  });
});
