import assert from 'node:assert/strict';
import type { Assertion } from '../../../src/core/dataset/suite.ts';
import { gradeCheck } from '../../../src/core/grading/gradeCheck.ts';
import type { GradedAnswer, Verdict } from '../../../src/core/grading/verdict.ts';
import type { QuickJsSandbox } from '../../../src/node/sandbox/sandbox.ts';
import { answered, check } from '../../support/grading.ts';
import { openSandbox } from '../../support/sandbox.ts';

let sandbox: QuickJsSandbox;
before(() => {
  sandbox = openSandbox();
});
after(() => sandbox.dispose());

function graded(assertion: Assertion, answer: GradedAnswer = answered('four')): Promise<Verdict> {
  return gradeCheck(assertion, answer, { sandbox });
}

async function result(code: string, rest: Partial<Assertion> = {}, answer = answered('four', { vars: { n: 4 } })) {
  const { outcome, score } = await graded(check('javascript', code, rest), answer);
  return [outcome, score];
}

describe('javascript checks', () => {
  it('take an expression, a body with return, or a function of output and context', async () => {
    assert.deepEqual(await result('output.length === context.vars.n'), ['pass', 1]);
    assert.deepEqual(await result('const n = output.length;\nreturn n > 4;'), ['fail', 0]);
    assert.deepEqual(await result('return output.length / 8'), ['pass', 0.5]);
    assert.deepEqual(await result('(output, context) => output.length === context.vars.n'), ['pass', 1]);
    assert.deepEqual(await result('(output, { vars }) => {\n  return output.length === vars.n;\n}'), ['pass', 1]);
  });

  it('pass with a number above 0, or at the threshold where there is one', async () => {
    assert.deepEqual(await result('0.3'), ['pass', 0.3]);
    assert.deepEqual(await result('0'), ['fail', 0]);
    assert.deepEqual(await result('0.3', { threshold: 0.5 }), ['fail', 0.3]);
  });

  it('say what the script returned, and the threshold where there is one', async () => {
    const reason = async (code: string, rest: Partial<Assertion> = {}) =>
      (await graded(check('javascript', code, rest))).reason;
    assert.equal(await reason('false'), 'The script returned false.');
    assert.equal(await reason('0'), 'The script returned 0.');
    assert.equal(await reason('0.3', { threshold: 0.5 }), 'The script returned 0.3; the threshold is 0.5.');
  });

  it('are an error without any code', async () => {
    const { outcome, reason } = await graded(check('javascript', ' '));
    assert.deepEqual([outcome, reason], ['error', '"javascript" needs an expression or a function body as its value.']);
  });

  it('have components only where the script gives some', async () => {
    assert.equal('components' in (await graded(check('javascript', '({ pass: true, componentResults: [] })'))), false);
  });

  it('give a verdict of their own, with named scores and components', async () => {
    const code =
      "({ pass: false, score: 0.25, reason: 'half', namedScores: { tone: 0.5 }, componentResults: [{ pass: true, score: 1, reason: 'x' }] })";
    assert.deepEqual(await graded(check('javascript', code)), {
      outcome: 'fail',
      score: 0.25,
      reason: 'half',
      namedScores: { tone: 0.5 },
      components: [{ outcome: 'pass', score: 1, reason: 'x' }],
    });
  });

  it('see prompt, config, cost, time and metadata', async () => {
    const answer = answered('x', { prompt: 'Q', cost: 0.5, latencyMs: 7, metadata: { source: 'web' }, logProbs: [-1] });
    const code =
      "[context.prompt, context.config.limit, context.providerResponse.cost, context.providerResponse.latencyMs, context.metadata.source, context.logProbs[0]].join() === 'Q,3,0.5,7,web,-1'";
    assert.deepEqual(await result(code, { config: { limit: 3 } }, answer), ['pass', 1]);
  });

  it('are an error when they throw, take too long or give no verdict, negated or not', async () => {
    const thrown = await graded(check('javascript', 'output.missing.name'));
    assert.equal(thrown.outcome, 'error');
    assert.equal((await graded(check('not-javascript', 'output.missing.name'))).outcome, 'error');
    assert.match(thrown.reason, /TypeError: cannot read property 'name' of undefined \(line 1/);
    assert.equal((await graded(check('javascript', 'while (true);'))).outcome, 'error');
    assert.equal((await graded(check('javascript', "'yes'"))).outcome, 'error');
  });

  it('take values as values: nothing is pasted into their source', async () => {
    const verdict = await graded(
      check('javascript', "output === '{{answer}}'"),
      answered('x', { vars: { answer: "'||true||'" } }),
    );
    assert.equal(verdict.outcome, 'error');
    assert.match(verdict.reason, /write context\.vars\.answer in place of \{\{answer\}\}/);
  });

  it('are an error without a sandbox', async () => {
    assert.equal((await gradeCheck(check('javascript', 'true'), answered('x'), {})).outcome, 'error');
  });
});

describe('transforms', () => {
  it('change the output before the check', async () => {
    const transform = 'JSON.parse(output).city';
    assert.equal(
      (await graded(check('equals', 'Paris', { transform }), answered('{"city": "Paris"}'))).outcome,
      'pass',
    );
  });

  it('are an error of the check when they throw or give nothing', async () => {
    for (const transform of ['output.a.b', 'null', 'undefined']) {
      assert.equal((await graded(check('equals', 'x', { transform }))).outcome, 'error', transform);
    }
  });
});

describe('patterns', () => {
  const slow: readonly (readonly [pattern: string, text: string])[] = [
    ['a{0,99}a{0,99}a{0,99}a{0,99}a{0,99}a{0,99}b', 'a'.repeat(300)],
    ['.{0,99}.{0,99}.{0,99}.{0,99}.{0,99}#', 'x'.repeat(300)],
    ['\\d{1,50}\\d{1,50}\\d{1,50}\\d{1,50}\\d{1,50}x', '1'.repeat(300)],
    ['[ab]{1,60}[ab]{1,60}[ab]{1,60}[ab]{1,60}c', 'ab'.repeat(300)],
    ['(\\w{0,30},?)(\\w{0,30},?)(\\w{0,30},?)(\\w{0,30},?)(\\w{0,30},?)(\\w{0,30},?)#', 'w'.repeat(300)],
    [`${'a?'.repeat(40)}${'a'.repeat(40)}#`, 'a'.repeat(80)],
    [`${'(a|a)'.repeat(40)}#`, 'a'.repeat(60)],
    ['(a|aa)+$', `${'a'.repeat(60)}b`],
    ['^(.*?,){25}P', '1,'.repeat(40)],
    ['(?=(a+)+b)a', 'a'.repeat(40)],
  ];
  for (const [pattern, text] of slow) {
    it(`never take the host's time: ${pattern.slice(0, 40)}`, async () => {
      for (const type of ['regex', 'not-regex'] as const) {
        const verdict = await graded(check(type, pattern), answered(text));
        assert.deepEqual([verdict.outcome, verdict.reason], ['error', 'The pattern timed out (250 ms).']);
      }
    }).timeout(20_000);
  }

  it('stand for themselves without the sandbox when they are plain words', async () => {
    const literal = async (pattern: string, text: string) =>
      (await gradeCheck(check('regex', pattern), answered(text), {})).outcome;
    assert.equal(await literal('order 4\\.2', 'the order 4.2 is here'), 'pass');
    assert.equal(await literal('order 4\\.2', 'the order 4x2 is here'), 'fail');
    assert.equal(await literal('^Yes', 'Yes.'), 'pass');
    assert.equal(await literal('^Yes', 'Oh, Yes'), 'fail');
    assert.equal(await literal('sir\\.$', 'Yes, sir.'), 'pass');
    assert.equal(await literal('^Yes$', 'Yes\n'), 'fail');
    assert.equal(await literal('\\d', '4'), 'error', 'all others need it');
  });

  it('give each its own answer when many are asked for at once, slow and fast ones mixed', async () => {
    const verdicts = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        n === 30
          ? graded(check('regex', '(a+)+$'), answered(`${'a'.repeat(40)}b`))
          : graded(check('regex', `[${n % 10}]$`), answered(String(n % 20))),
      ),
    );
    assert.deepEqual(
      verdicts.map(({ outcome }) => outcome),
      verdicts.map((_, n) => (n === 30 ? 'error' : 'pass')),
    );
  }).timeout(20_000);

  it('that could take for ever are stopped', async () => {
    const verdict = await graded(check('regex', '^(a+)+$'), answered(`${'a'.repeat(40)}b`));
    assert.deepEqual([verdict.outcome, verdict.reason], ['error', 'The pattern timed out (250 ms).']);
  });

  it('in a JSON Schema are stopped, too', async () => {
    const schema = { type: 'object', properties: { name: { type: 'string', pattern: '^(a+)+$' } } };
    const slow = await graded(check('is-json', schema), answered(JSON.stringify({ name: `${'a'.repeat(40)}b` })));
    assert.equal(slow.outcome, 'error');
    const wrong = await graded(check('is-json', schema), answered('{"name": "b"}'));
    assert.match(wrong.reason, /\/name must match pattern/);
    assert.equal((await graded(check('is-json', schema), answered('{"name": "aa"}'))).outcome, 'pass');
  });

  it('that cannot be read are an error, negated or not, and say so', async () => {
    const verdict = await graded(check('regex', '(?i)order'));
    assert.equal(verdict.outcome, 'error');
    assert.equal((await graded(check('not-regex', '(?i)order'))).outcome, 'error');
    assert.match(verdict.reason, /is invalid/);
  });
});

describe('what a script writes to its console', () => {
  it('stands in the detail of its check, cut and counted', async () => {
    const code = "console.log('sum', { a: 1 }); console.warn(2);\nreturn output === 'four'";
    assert.equal(
      (await graded(check('javascript', code))).reason,
      'The script returned true. Console: sum {"a":1} | 2',
    );
    const failing = await graded(check('javascript', "(output) => { console.error('x'.repeat(999)); return false; }"));
    assert.equal(failing.reason, `The script returned false. Console: ${'x'.repeat(300)}`);
    const many = await graded(check('javascript', 'for (let n = 0; n < 99; n++) console.log(n);\nreturn 0.5;'));
    assert.deepEqual([many.score, many.reason.split(' | ').length], [0.5, 20]);
  });

  it('changes nothing of what the script returns', async () => {
    const outcomeOf = async (code: string) => (await graded(check('javascript', `console.log(1);\n${code}`))).reason;
    assert.match(await outcomeOf('return undefined;'), /^The script returned undefined\.$/);
    assert.match(await outcomeOf('return Number.NaN;'), /returned NaN/);
    assert.equal((await graded(check('javascript', 'async () => (await null, true)'))).outcome, 'pass');
    assert.match(await outcomeOf("return { pass: false, reason: 'No.' };"), /^No\. Console: 1$/);
  });

  it('is told where the script asks for what the sandbox does not have', async () => {
    const { outcome, reason } = await graded(
      check('javascript', "return new Intl.NumberFormat('de').format(1) === '1'"),
    );
    assert.equal(outcome, 'error');
    assert.match(reason, /The sandbox has no Intl\./);
  });
});

describe('allowed tables and columns of SQL', () => {
  it('are names or patterns for whole names, in any capitals', async () => {
    const outcomeOf = async (value: { allowedTables: string[] } | { allowedColumns: string[] }) =>
      (await graded(check('is-sql', value), answered('SELECT id FROM Users'))).outcome;
    assert.equal(await outcomeOf({ allowedTables: ['select::null::users'] }), 'pass');
    assert.equal(await outcomeOf({ allowedTables: ['SELECT::null::u\\w+'] }), 'pass');
    assert.equal(await outcomeOf({ allowedTables: ['select::null::user', 'select::null::orders'] }), 'fail');
    assert.equal(await outcomeOf({ allowedColumns: ['select::USERS::ID'] }), 'pass');
    assert.equal(await outcomeOf({ allowedTables: ['select::null::users', 'select::null::('] }), 'error');
  });
});
