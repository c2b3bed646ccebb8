import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { polyprompt } from './commandLine.ts';

const suite = 'prompt: say.prompt\nmodels: [simulated/terse]\ncases: cases.jsonl\n';
const prompt = '---\n---\nRepeat: {{word}}\n';
const passing = '{"vars": {"word": "one"}, "assert": [{"type": "regex", "value": "."}]}\n';
const failing = '{"vars": {"word": "two"}, "assert": [{"type": "equals", "value": "nothing says this"}]}\n';

describe('polyprompt eval of a suite that is not whole', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-incomplete-'));
    write({ 'a.eval.yaml': suite, 'say.prompt': prompt, 'cases.jsonl': passing });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  }
  const run = (...args: string[]) => polyprompt(['eval', 'a.eval.yaml', ...args], { cwd: folder });
  const last = (stdout: string) => stdout.trimEnd().split('\n').at(-1) ?? '';

  it('passes when it is whole', async () => {
    const { code, stdout } = await run();
    assert.equal(code, 0);
    assert.doesNotMatch(stdout, /incomplete|no check/);
  });

  for (const [what, files, place] of [
    ['a line that is no JSON', { 'cases.jsonl': `${passing}${failing.slice(0, 40)}\n` }, 'cases.jsonl:2:1'],
    [
      'a file of cases that is gone',
      { 'a.eval.yaml': suite.replace('cases.jsonl', '[cases.jsonl, more.csv]') },
      'a.eval.yaml:3:',
    ],
    [
      'a ragged row',
      { 'a.eval.yaml': suite.replace('cases.jsonl', 'c.csv'), 'c.csv': 'word,__expected\none,regex:.\ntwo\n' },
      'c.csv:3:1',
    ],
    ['a misspelt key', { 'cases.jsonl': passing + failing.replace('assert', 'asserts') }, 'cases.jsonl:2:1'],
    [
      'a model that is none',
      { 'a.eval.yaml': suite.replace('[simulated/terse]', '[simulated/terse, what]') },
      'a.eval.yaml:2:',
    ],
    ['a case without its variable', { 'cases.jsonl': passing + failing.replace('word', 'wrod') }, 'cases.jsonl:2:1'],
    [
      'a filter that means nothing',
      { 'cases.jsonl': passing + failing.replace('}\n', ', "prompts": ["other"]}\n') },
      'cases.jsonl:2:1',
    ],
    [
      'the same key twice',
      { 'a.eval.yaml': `${suite}judge: simulated/terse\njudge: simulated/json\n` },
      'a.eval.yaml:5:1',
    ],
  ] as const)
    it(`ends with 2 for ${what}, and says so in its last line and every file`, async () => {
      write(files);
      const names = ['json', 'jsonl', 'csv', 'xml', 'md', 'html', 'promptfoo.json'].map((ending) => `out.${ending}`);
      const { code, stdout, stderr } = await run(...names.flatMap((name) => ['-o', name]));
      assert.equal(code, 2, stdout + stderr);
      assert.match(last(stdout), /^incomplete: \d+ parts? (was|were) left out: /);
      assert.ok(last(stdout).includes(place), last(stdout));
      assert.ok(stderr.includes(place), stderr);
      for (const name of names) {
        // Markdown escapes what it would read as a sign of its own.
        const text = readFileSync(path.join(folder, name), 'utf8').replaceAll('\\.', '.');
        assert.ok(text.includes(path.basename(place.split(':')[0] ?? '')), `${name} names the place`);
        assert.match(text, /left.?out|leftOut|incomplete/i, name);
      }
      const result = JSON.parse(readFileSync(path.join(folder, 'out.json'), 'utf8'));
      assert.equal(result.incomplete, true);
      assert.ok(result.problems[0].line >= 1 && result.problems[0].message.length > 10);
      assert.match(
        readFileSync(path.join(folder, 'out.xml'), 'utf8'),
        /<testsuite name="left out" tests="\d+" failures="0" errors="\d+"/,
      );
    });

  it('goes by the rows alone with --allow-incomplete, and still says what is missing', async () => {
    write({ 'cases.jsonl': `${passing}{"vars":\n` });
    const { code, stdout } = await run('--allow-incomplete');
    assert.equal(code, 0);
    assert.match(last(stdout), /^incomplete: 1 part was left out: cases\.jsonl:2:1: This line is not valid JSON/);
    write({ 'cases.jsonl': `${failing}{"vars":\n` });
    assert.equal((await run('--allow-incomplete')).code, 1);
  });

  it('keeps counting a row without a check apart, and out of the rate', async () => {
    write({ 'cases.jsonl': `${passing}{"vars": {"word": "three"}}\n` });
    const { code, stdout } = await run('-o', 'out.json');
    assert.equal(code, 0);
    assert.match(stdout, /simulated\/terse {2}1 of 2 rows have no check and are in no rate/);
    const { results } = JSON.parse(readFileSync(path.join(folder, 'out.json'), 'utf8'));
    assert.deepEqual(
      results.map(({ outcome }: { outcome: string }) => outcome),
      ['pass', 'unchecked'],
    );
  });

  it('says that nothing was judged where there is no check at all', async () => {
    write({ 'cases.jsonl': '{"vars": {"word": "three"}}\n' });
    assert.match((await run()).stdout, /^nothing was judged: the suite has no checks$/m);
  });

  it('says how many rows passed that none of their checks could have failed', async () => {
    write({ 'cases.jsonl': passing + failing.replace('"type"', '"weight": 0, "type"') });
    const { code, stdout } = await run();
    assert.equal(code, 0);
    assert.match(stdout, /^simulated\/terse {2}1 of 2 rows passed without a check that could have failed them$/m);
  });

  it('names why no case is left, and never lines that are not there', async () => {
    const filtered = await run('--filter', 'topic=late');
    assert.equal(filtered.code, 2);
    assert.match(filtered.stderr, /No case is left to run\. No case fits --filter "topic=late"\./);
    write({ 'cases.jsonl': '' });
    const { code, stderr } = await run();
    assert.equal(code, 2);
    assert.doesNotMatch(stderr, /above/);
  });
});
