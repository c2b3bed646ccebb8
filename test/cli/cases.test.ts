import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jsonLines, polyprompt } from './commandLine.ts';

describe('polyprompt cases import', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-cases-'));
    write('ask.prompt', '---\nmodel: simulated/terse\n---\nAnswer in {{language}}: {{question}}');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
  const run = (...args: readonly string[]) =>
    polyprompt(['cases', 'import', ...args, '--prompt', 'ask.prompt'], { cwd: folder });

  it('finds the inputs of the prompt and counts what is of another one', async () => {
    const asked = (text: string) =>
      JSON.stringify({
        messages: [
          { role: 'user', content: text },
          { role: 'assistant', content: 'Soon.' },
        ],
      });
    write('log.jsonl', `${asked('Answer in German: When?')}\n${asked('Summarise: this')}\n`);
    const result = await run('log.jsonl', '--out', 'real.jsonl', '--yes-personal-data-checked');
    assert.equal(result.code, 0, result.stderr);
    assert.match(result.stdout, /1 matched exactly/);
    assert.match(result.stdout, /Left out: 1 call \(of another prompt/);
    const [row] = jsonLines(read('real.jsonl'));
    assert.deepEqual(row?.['vars'], { language: 'German', question: 'When?' });
    assert.equal(row?.['observed'], 'Soon.');
    assert.equal(row?.['expected'], undefined);
    assert.equal(row?.['assert'], undefined);
  });

  it('writes cases that a suite reads without a Problem', async () => {
    write('log.csv', 'question,language,answer\nWhen?,German,Soon.\n');
    await run('log.csv', '--out', 'real.jsonl', '--yes-personal-data-checked');
    write('real.eval.yaml', 'prompt: ./ask.prompt\nmodels: [simulated/terse]\ncases: ./real.jsonl\n');
    const result = await polyprompt(['eval', 'real.eval.yaml'], { cwd: folder });
    assert.doesNotMatch(result.stderr + result.stdout, /observed/);
  });

  it('keeps the mapping of columns beside the cases, and uses it the next time', async () => {
    write('log.csv', 'q,language,answer\nWhen?,German,Soon.\n');
    const unmapped = await run('log.csv');
    assert.match(unmapped.stdout, /Columns are q, language, answer: .*--map COLUMN=VARIABLE/);
    await run('log.csv', '--map', 'q=question', '--out', 'real.jsonl', '--yes-personal-data-checked');
    rmSync(path.join(folder, 'real.jsonl'));
    await run('log.csv', '--out', 'real.jsonl', '--yes-personal-data-checked');
    assert.deepEqual(jsonLines(read('real.jsonl'))[0]?.['vars'], { question: 'When?', language: 'German' });
  });

  it('writes over no cases that are there, unless it is told to', async () => {
    write('log.csv', 'question,language\nWhen?,German\n');
    write('real.jsonl', 'checked by hand\n');
    const refused = await run('log.csv', '--out', 'real.jsonl', '--yes-personal-data-checked');
    assert.deepEqual([refused.code, read('real.jsonl')], [2, 'checked by hand\n']);
    assert.match(refused.stderr, /real\.jsonl is there already.* --replace/);
    const replaced = await run('log.csv', '--out', 'real.jsonl', '--replace', '--yes-personal-data-checked');
    assert.deepEqual([replaced.code, jsonLines(read('real.jsonl')).length], [0, 1]);
  });

  it('refuses a variable that the prompt has not, and a file that is not there', async () => {
    write('log.csv', 'q\nWhen?\n');
    const mapped = await run('log.csv', '--map', 'q=questoin');
    assert.equal(mapped.code, 2);
    assert.match(mapped.stderr, /no variable "questoin".*Did you mean "question"/s);
    const missing = await run('none.jsonl');
    assert.match(missing.stderr, /none\.jsonl" cannot be read/);
  });

  it('writes stand-ins, and nothing before somebody decided about names', async () => {
    write('log.csv', 'question,language\n"My name is Maria Keller, mail maria.keller@firm.org. When?",German\n');
    const undecided = await run('log.csv', '--out', 'real.jsonl');
    assert.equal(undecided.code, 2);
    assert.match(undecided.stderr, /Nothing was written: .*name of a person/);
    assert.equal(existsSync(path.join(folder, 'real.jsonl')), false);
    const replaced = await run('log.csv', '--out', 'real.jsonl', '--suspected', 'replace');
    assert.equal(replaced.code, 0, replaced.stderr);
    assert.match(replaced.stdout, /replaced: e-mail address 1/);
    assert.doesNotMatch(read('real.jsonl'), /Keller|keller/);
    await run('log.csv', '--out', 'kept.jsonl', '--keep', 'person');
    assert.match(read('kept.jsonl'), /Maria Keller, mail [a-z.]+@example\.com/);
  });

  it('writes all as it is when somebody says that it was looked at', async () => {
    write('log.csv', 'question,language\nMail a.person@firm.org,German\n');
    await run('log.csv', '--out', 'real.jsonl', '--yes-personal-data-checked');
    assert.match(read('real.jsonl'), /a\.person@firm\.org/);
  });

  it('keeps a sample that says what it stands for', async () => {
    const rows = Array.from({ length: 60 }, (_item, index) => `Where is order ${index}?,German,gpt-a`);
    write('log.csv', `question,language,model\n${rows.join('\n')}\nDo you repair hub gears?,French,gpt-a\n`);
    const result = await run('log.csv', '--sample', '4', '--out', 'real.jsonl', '--yes-personal-data-checked');
    assert.match(result.stdout, /stand for 61 cases in 2 groups/);
    const rowsKept = jsonLines(read('real.jsonl'));
    assert.ok(JSON.stringify(rowsKept).includes('hub gears'));
    assert.match(read('real.jsonl'), /"sample":"random","weight":/);
    assert.match(read('real.import.json'), /"seed": \d+/);
  });
});

describe('polyprompt cases health', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-health-'));
    writeFileSync(path.join(folder, 'ask.prompt'), '---\nmodel: simulated/terse\n---\nSort: {{mail}}');
    const row = (mail: string, label: string) =>
      `${JSON.stringify({ vars: { mail }, assert: [{ type: 'equals', value: label }], metadata: { source: 'log' } })}\n`;
    writeFileSync(path.join(folder, 'a.jsonl'), row('Where is it?', 'late') + row('Where is it?', 'other'));
    const suite = 'prompt: ./ask.prompt\nmodels: [simulated/terse]\ncases: ./a.jsonl\n';
    writeFileSync(path.join(folder, 'a.eval.yaml'), suite);
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const health = (...args: readonly string[]) => polyprompt(['cases', 'health', ...args], { cwd: folder });

  it('says what is wrong with the cases of a suite, a prompt or a file, and what the runs have found', async () => {
    await polyprompt(['eval', 'a.eval.yaml'], { cwd: folder });
    for (const name of ['a.eval.yaml', 'ask.prompt', 'a.jsonl']) {
      const { code, stdout, stderr } = await health(name);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /! 2 rows in 1 group have the same input with different expected answers\. Rows 1, 2\./);
      assert.match(stdout, /Labels: late 1, other 1\./);
    }
    assert.match((await health('a.eval.yaml')).stdout, /Source log: 2 rows, 0\.0% of 2 stored results passed\./);
  });

  it('prints all of it as JSON', async () => {
    const { stdout } = await health('a.eval.yaml', '--json');
    assert.equal(JSON.parse(stdout).rows, 2);
  });
});
