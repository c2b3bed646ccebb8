import assert from 'node:assert/strict';
import { jsonLines } from './commandLine.ts';
import { rows, suiteFolder } from './suiteFolder.ts';

describe('polyprompt eval', () => {
  const here = suiteFolder();
  const { read } = here;
  const evaluate = (...args: string[]) => here.run('eval', 'say.eval.yaml', ...args);

  it('runs a suite of three lines and tells which rows passed, with an interval', async () => {
    const result = await evaluate();
    assert.equal(result.code, 1, result.stderr);
    assert.match(result.stdout, /openai\/gpt-5\.6-luna +2 +3 +66\.7% +\d+\.\d-\d+\.\d/);
    assert.match(result.stdout, /FAIL {2}openai\/gpt-5\.6-luna {2}chair: Does not contain “table”\./);
    assert.match(result.stderr, /3 cells, at most \$/);
  });

  it('runs the other models when one cannot be asked, and exits 3', async () => {
    const models = ['gone/x', 'simulated/terse'].flatMap((model) => ['--model', model]);
    const result = await evaluate(...models);
    assert.equal(result.code, 3);
    assert.match(result.stdout, /gone\/x.*There is no provider "gone"/);
    assert.match(result.stdout, /simulated\/terse +\d+ +3 /);
  });

  it('exits 0 when every row passed', async () => {
    assert.equal((await evaluate('--filter', 'lamp')).code, 0);
  });

  it('writes the same results in every format, with no formula for a spreadsheet to run', async () => {
    const names = ['r.json', 'r.jsonl', 'r.csv', 'r.xml', 'r.md'];
    await evaluate(...names.flatMap((name) => ['--output', name]));
    const { results, suite } = JSON.parse(read('r.json'));
    assert.equal(suite, 'say.eval.yaml');
    assert.deepEqual(
      results.map((row: { outcome: string }) => row.outcome),
      ['pass', 'fail', 'pass'],
    );
    assert.deepEqual(jsonLines(read('r.jsonl')), results);
    assert.match(read('r.xml'), /<testsuite name="openai\/gpt-5\.6-luna" tests="3" failures="1" errors="0">/);
    assert.match(read('r.csv'), /^pass,openai\/gpt-5\.6-luna,'=1\+1,/m);
    assert.match(read('r.md'), /^# say\.eval\.yaml/);
    assert.equal((await evaluate('--output', 'r.exe')).code, 2);
  });

  it('asks nothing twice, unless told to', async () => {
    await evaluate();
    const asked = here.server.requests.length;
    assert.equal((await evaluate()).code, 1);
    assert.equal(here.server.requests.length, asked);
    await evaluate('--no-cache');
    assert.equal(here.server.requests.length, asked + 3);
  });

  it('finds the parsers of its checks, which stand in files of their own', async () => {
    here.write(
      'parsers.eval.yaml',
      [
        'prompt: ./say.prompt',
        'models: [simulated/terse]',
        'tests:',
        '  - vars: {word: lamp}',
        '    providerOutput: "<p>{}</p>"',
        '    assert:',
        '      - type: is-html',
        '      - type: is-xml',
        '      - type: contains-json',
        '        value: {type: object}',
        '      - {type: is-sql, transform: "\'select 1\'"}',
        '',
      ].join('\n'),
    );
    const result = await here.run('eval', 'parsers.eval.yaml');
    assert.equal(result.code, 0, result.stdout + result.stderr);
  });

  it('counts an error as an error, never as a failure', async () => {
    here.server.script({ status: 400, body: '{"error":{"message":"no"}}' }, (request) =>
      request.prompt.includes('lamp'),
    );
    const result = await evaluate();
    assert.equal(result.code, 3);
    assert.match(result.stdout, /openai\/gpt-5\.6-luna +1 +2 +50\.0%.* 1 +0 +0/);
    assert.match(result.stdout, /ERROR {2}openai\/gpt-5\.6-luna {2}lamp/);
  });

  it('stops before it costs more than was allowed, and goes on when more is', async () => {
    const stopped = await evaluate('--max-cost', '0.00000001');
    assert.equal(stopped.code, 4, stopped.stderr);
    const resumed = await evaluate('--resume', '--max-cost', '1');
    assert.equal(resumed.code, 1, resumed.stderr);
    assert.match(resumed.stdout, / 2 +3 +66\.7%/);
    assert.equal((await evaluate('--resume')).code, 2);
  });

  it('refuses an expensive run that nobody agreed to', async () => {
    const many = Array.from(
      { length: 2000 },
      (_, index) => `${JSON.stringify({ vars: { word: `w${index}` } })}\n`,
    ).join('');
    here.write('cases.jsonl', many);
    here.write('say.prompt', '---\nmodel: openai/gpt-5.6-luna\n---\nSay {{word}}');
    const asked = here.server.requests.length;
    const result = await evaluate();
    assert.equal(result.code, 2);
    assert.match(
      result.stderr,
      /This run may cost up to \$[\d.]+\. Agree with --yes, or set a limit with --max-cost\./,
    );
    assert.equal(here.server.requests.length, asked);
  });

  it('names the place of what it cannot run, and runs the rest (fault 58)', async () => {
    here.write(
      'cases.jsonl',
      `${JSON.stringify(rows[0])}\n{"vars": {\n${JSON.stringify({ ...rows[0], assert: [{ type: 'python', value: 'x' }] })}\n`,
    );
    const result = await evaluate();
    assert.match(result.stderr, /cases\.jsonl:2:\d+: error: /);
    assert.match(result.stdout, /python/);
  });

  it('carries out the suite’s JavaScript, and passes no row of which only one answer can be compared', async () => {
    const open = [
      {
        vars: { word: 'a' },
        options: { transform: 'output.toUpperCase()' },
        assert: [{ type: 'equals', value: 'SAY A' }],
      },
      { vars: { word: 'b' }, assert: [{ type: 'select-best', value: 'the best' }] },
      {
        vars: { word: 'c' },
        options: { transformVars: '({ ...vars, word: vars.word + "!" })' },
        assert: [{ type: 'equals', value: 'Say c!' }],
      },
    ];
    here.writeCases(open);
    const result = await evaluate('--output', 'r.jsonl');
    assert.match(result.stdout, /UNGRADED .*: There is only one answer to compare\./);
    assert.deepEqual(
      jsonLines(read('r.jsonl')).map((row) => row['outcome']),
      ['pass', 'ungraded', 'pass'],
    );
  });
});
