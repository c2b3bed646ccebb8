import assert from 'node:assert/strict';
import { jsonLines } from './commandLine.ts';
import { rows, suiteFolder } from './suiteFolder.ts';

describe('result files of promptfoo on the command line', () => {
  const here = suiteFolder();
  const outcomes = (name: string) => jsonLines(here.read(name)).map(({ outcome, answer }) => [outcome, answer]);

  it('are written with prompts, rows, verdicts and counts', async () => {
    here.writeCases([{ ...rows[0], description: 'a lamp', metadata: { room: 'hall' } }, rows[1] ?? {}]);
    await here.run('eval', 'say.eval.yaml', '-o', 'r.promptfoo.json');
    const { results } = JSON.parse(here.read('r.promptfoo.json'));
    const { successes, failures, errors } = results.stats;
    assert.deepEqual([results.version, successes, failures, errors], [3, 1, 1, 0]);
    assert.equal(results.prompts[0].metrics.testPassCount, 1);
    const [first, second] = results.results;
    assert.deepEqual(
      [first.description, first.provider, first.prompt.raw, first.response.output, first.success, first.failureReason],
      ['a lamp', { id: 'openai:gpt-5.6-luna', label: 'openai/gpt-5.6-luna' }, 'Say lamp', 'Say lamp', true, 0],
    );
    assert.deepEqual(first.gradingResult.componentResults[0].assertion, { type: 'icontains', value: 'lamp' });
    assert.match(second.error, /^Does not contain “table”\./);
  });

  it('are read: shown in every format, or stored and graded again by the checks of today', async () => {
    await here.run('eval', 'say.eval.yaml', '-o', 'r.promptfoo.json', '-o', 'before.jsonl');
    const asked = here.server.requests.length;
    assert.equal((await here.run('export', 'r.promptfoo.json', '-o', 'after.jsonl', '-o', 'r.html')).code, 0);
    assert.deepEqual(outcomes('after.jsonl'), outcomes('before.jsonl'));
    const imported = await here.run('import', 'r.promptfoo.json', 'say.eval.yaml');
    assert.match(
      imported.stdout,
      /^3 rows stored as run (\S+), 3 of them cases of say\.eval\.yaml\nGo on with: polyprompt rescore \1\n$/,
    );
    const [, runId = ''] = /as run ([\w-]+)/.exec(imported.stdout) ?? [];
    here.writeCases([rows[0] ?? {}, { ...rows[1], assert: [{ type: 'contains', value: 'chair' }] }, rows[2] ?? {}]);
    const rescored = await here.run('rescore', runId);
    assert.match(rescored.stdout, /^3 regraded, 1 from fail to pass, 0 from pass to fail/);
    assert.equal(here.server.requests.length, asked);
  });

  it('bring the ratings that people gave in its viewer along as verdicts, each once', async () => {
    await here.run('eval', 'say.eval.yaml', '-o', 'r.promptfoo.json');
    const written = JSON.parse(here.read('r.promptfoo.json'));
    const [first, second] = written.results.results;
    first.gradingResult.componentResults.push({ pass: false, score: 0, comment: 'rude', assertion: { type: 'human' } });
    second.gradingResult.comment = 'hm';
    here.write('rated.json', JSON.stringify(written));
    const imported = await here.run('import', 'rated.json', 'say.eval.yaml');
    assert.match(
      imported.stdout,
      /^1 rating kept as people's verdicts: set judges against them with polyprompt judges$/m,
    );
    assert.match(imported.stdout, /^1 comment without a rating left out: a verdict is pass or fail$/m);
    const line = JSON.parse(here.read('.polyprompt/labels/say.eval.yaml.jsonl'));
    assert.deepEqual([line.verdict, line.by, line.note], ['fail', 'promptfoo', 'rude']);
    const again = await here.run('import', 'rated.json', 'say.eval.yaml');
    assert.match(again.stdout, /^0 ratings kept as people's verdicts, 1 known already/m);
    // The same answers come again in the suite's own run, and keep what was said of them.
    await here.run('eval', 'say.eval.yaml');
    assert.match((await here.run('judges')).stdout, /^People judged 1 answer of this run\./);
  });

  it('are refused by name when they are something else', async () => {
    here.write('other.json', '{"results": 1}');
    here.write('half.json', '{"results": ');
    assert.match(
      (await here.run('import', 'other.json')).stderr,
      /^other\.json holds no results of promptfoo\. Write them/,
    );
    assert.match((await here.run('import', 'half.json')).stderr, /^half\.json does not hold valid JSON\. Write/);
    assert.match((await here.run('import', 'none.json')).stderr, /^none\.json cannot be read\. Check the path/);
  });
});
