import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

  it('finds the items of a loop in a prompt in Jinja', async () => {
    const head = '---\nname: sum\nmodel:\n  id: simulated/terse\n---\n';
    write('sum.prompty', `${head}user:\nSum up:\n{% for line in lines %}\n* {{ line }}\n{% endfor %}\n`);
    const text = 'Sum up:\n\n* one\n\n* two';
    write('log.jsonl', `${JSON.stringify({ messages: [{ role: 'user', content: text }], output: 'Two.' })}\n`);
    const args = ['cases', 'import', 'log.jsonl', '--prompt', 'sum.prompty', '--out', 'real.jsonl'];
    const result = await polyprompt([...args, '--yes-personal-data-checked'], { cwd: folder });
    assert.equal(result.code, 0, result.stderr + result.stdout);
    assert.deepEqual(jsonLines(read('real.jsonl'))[0]?.['vars'], { lines: ['one', 'two'] });
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

  it('knows phone numbers of a region without a word beside them, and keeps the region beside the cases', async () => {
    write('log.csv', 'question,language\n0664 1234567 / when?,German\n');
    const undecided = await run('log.csv', '--out', 'real.jsonl', '--region', 'at');
    assert.match(undecided.stderr, /Nothing was written: .*phone number without country/);
    const replaced = await run('log.csv', '--out', 'real.jsonl', '--region', 'at', '--suspected', 'replace');
    assert.equal(replaced.code, 0, replaced.stderr);
    assert.doesNotMatch(read('real.jsonl'), /0664 1234567/);
    assert.deepEqual(JSON.parse(read('real.import.json')).regions, ['AT']);
    const again = await run('log.csv', '--out', 'real.jsonl', '--replace');
    assert.match(again.stderr, /Nothing was written: .*phone number without country/, 'the region was kept');
    const wrong = await run('log.csv', '--out', 'other.jsonl', '--region', 'Austria');
    assert.match(wrong.stderr, /phone numbers of "Austria" are not known.*Regions are AT, AU/s);
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

describe('polyprompt cases propose', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-propose-'));
    const head = 'model: simulated/terse\ninput:\n  schema:\n    mail: string\n    tone(enum): [short, long]\n';
    writeFileSync(path.join(folder, 'ask.prompt'), `---\n${head}---\nSort {{tone}}: {{mail}}`);
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const file = (name: string) => path.join(folder, name);
  const propose = (...args: readonly string[]) =>
    polyprompt(['cases', 'propose', 'ask.prompt', ...args], { cwd: folder });
  const withSuite = () => {
    const row = (mail: string) => `${JSON.stringify({ vars: { mail, tone: 'short' } })}\n`;
    writeFileSync(
      file('a.jsonl'),
      row('Where is my parcel? It was promised for today.') + row('I want my money back for the lamp.'),
    );
    writeFileSync(file('a.eval.yaml'), 'prompt: ./ask.prompt\nmodels: [simulated/terse]\ncases: ./a.jsonl\n');
  };

  it('says what is missing, and writes nothing', async () => {
    withSuite();
    const { code, stdout, stderr } = await propose();
    assert.equal(code, 0, stderr);
    assert.match(stdout, /tone: "short" +0 +2 +0 +0\n/);
    assert.match(stdout, /tone: "long" +0 +0 +0 +0 +missing/);
    assert.deepEqual(readdirSync(folder).sort(), ['a.eval.yaml', 'a.jsonl', 'ask.prompt']);
  });

  it('makes rows without a model for a prompt that has no suite, and a suite reads them', async () => {
    const { code, stderr } = await propose('--out', 'edge.jsonl');
    assert.equal(code, 0, stderr);
    const rows = jsonLines(readFileSync(file('edge.jsonl'), 'utf8'));
    assert.ok(rows.length >= 15, String(rows.length));
    assert.ok(rows.every((row) => JSON.stringify(row['metadata']).includes('"source":"edge"')));
    writeFileSync(file('edge.eval.yaml'), 'prompt: ./ask.prompt\nmodels: [simulated/terse]\ncases: ./edge.jsonl\n');
    const run = await polyprompt(['eval', 'edge.eval.yaml'], { cwd: folder });
    assert.equal(run.code, 0, run.stderr + run.stdout);
  });

  it('lets a model write, with its price before, and says what was thrown out', async () => {
    withSuite();
    const { code, stderr } = await propose('--fill', 'simulated/thorough', '--rows', '12', '--out', 'new.jsonl');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /Asks simulated\/thorough 2 times: at most \$[\d.]+ simulated\./);
    assert.match(stderr, /2 answers of 2, .* simulated\. Thrown out: .*not what was asked for/);
    const rows = jsonLines(readFileSync(file('new.jsonl'), 'utf8'));
    const generated = rows.filter((row) => JSON.stringify(row['metadata']).includes('"source":"generated"'));
    assert.ok(generated.length >= 3, String(generated.length));
    assert.ok(generated.every((row) => !('assert' in row) && !('expected' in row)));
  });

  it('writes over no file, and asks nobody without a file or an agreement', async () => {
    withSuite();
    assert.match((await propose('--out', 'a.jsonl')).stderr, /a\.jsonl is there already, and stays as it is/);
    assert.match((await propose('--fill', 'simulated/terse')).stderr, /--fill needs a file/);
    const unknown = await propose('--fill', 'openai/gpt-of-nobody', '--out', 'x.jsonl');
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /was not agreed to: the price of openai\/gpt-of-nobody is not known.*--yes/s);
    assert.equal(existsSync(file('x.jsonl')), false);
  });
});
