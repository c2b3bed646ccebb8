import assert from 'node:assert/strict';
import { readSuite, suiteFormatOf } from '../../../src/core/dataset/readSuite.ts';
import { baseName, folderOf, resolvePath, withoutScheme } from '../../../src/core/dataset/suitePath.ts';
import { memoryFiles } from './memoryFiles.ts';

describe('paths of both systems', () => {
  it('lead from a file to what it names', () => {
    for (const [from, reference, found] of [
      ['/repo/evals/a.yaml', '../prompts/b.prompt', '/repo/prompts/b.prompt'],
      ['evals/a.yaml', './b.csv', 'evals/b.csv'],
      ['/repo/a\\b.yaml', 'c.csv', '/repo/c.csv'],
      ['c:\\repo\\evals\\a.yaml', '../prompts/b.prompt', 'c:\\repo\\prompts\\b.prompt'],
      ['C:\\repo\\evals\\a.yaml', '.\\sub\\b.csv', 'C:\\repo\\evals\\sub\\b.csv'],
      ['C:/repo/evals/a.yaml', 'b.csv', 'C:\\repo\\evals\\b.csv'],
      ['\\\\server\\share\\repo\\a.yaml', 'sub/b #1 100%.csv', '\\\\server\\share\\repo\\sub\\b #1 100%.csv'],
      ['c:\\repo\\a.yaml', 'D:\\data\\b.csv', 'D:\\data\\b.csv'],
      ['c:\\repo\\a.yaml', '\\\\server\\share\\b.csv', '\\\\server\\share\\b.csv'],
    ] as const)
      assert.equal(resolvePath(from, reference), found, `${from} + ${reference}`);
  });

  it('have a name and a folder', () => {
    for (const [path, folder, name] of [
      ['/repo/a.yaml', '/repo/', 'a.yaml'],
      ['a.yaml', '', 'a.yaml'],
      ['/repo/a\\b.yaml', '/repo/', 'a\\b.yaml'],
      ['c:\\repo\\a.yaml', 'c:\\repo\\', 'a.yaml'],
      ['C:/repo/a.yaml', 'C:/repo/', 'a.yaml'],
      ['\\\\server\\share\\a.yaml', '\\\\server\\share\\', 'a.yaml'],
    ] as const)
      assert.deepEqual([folderOf(path), baseName(path)], [folder, name], path);
  });

  it('lose the scheme of a file and keep their drive', () => {
    for (const [reference, path] of [
      ['file://data/a.csv', 'data/a.csv'],
      ['file:///data/a.csv', '/data/a.csv'],
      ['file:///C:/data/a.csv', 'C:/data/a.csv'],
      ['file:///c%3A/data/a.csv', 'c:/data/a.csv'],
      ['file://C:/a.csv', 'C:/a.csv'],
      ['a.csv', 'a.csv'],
    ] as const)
      assert.equal(withoutScheme(reference), path, reference);
  });
});

describe('a suite in a folder of Windows', () => {
  for (const root of ['c:\\repo', 'C:\\My Repo #1', '\\\\server\\share\\repo'])
    it(`finds beside itself what it names, under ${root}`, async () => {
      const suiteFile = `${root}\\evals\\triage.eval.yaml`;
      const files = memoryFiles({
        [suiteFile]: 'prompt: ../prompts/triage.prompt.txt\nmodels: [simulated/terse]\ncases: cases.jsonl\n',
        [`${root}\\prompts\\triage.prompt.txt`]: 'Sort {{ticket}}\n',
        [`${root}\\evals\\cases.jsonl`]: '{"vars":{"ticket":"a lamp"},"assert":[{"type":"contains","value":"x"}]}\n',
      });
      const suite = await readSuite(suiteFile, files);
      assert.deepEqual(suite.problems, []);
      assert.equal(suite.cases[0]?.place.file, `${root}\\evals\\cases.jsonl`);
      assert.equal(suite.prompts[0]?.render({ ticket: 'a lamp' }).text, 'Sort a lamp\n');
    });

  it('of promptfoo is known by its name, and called by its folder', async () => {
    const file = 'c:\\repo\\support\\promptfooconfig.yaml';
    assert.equal(suiteFormatOf(file), 'promptfoo');
    assert.equal(suiteFormatOf('c:\\repo\\parts\\_style.prompt'), undefined);
    const text = 'prompts: [file://p.txt]\nproviders: [openai:gpt-5-mini]\ntests: [{vars: {q: file://texts\\a.txt}}]\n';
    const files = memoryFiles({
      [file]: text,
      'c:\\repo\\support\\p.txt': 'Say {{q}}',
      'c:\\repo\\support\\texts\\a.txt': 'hello',
    });
    const suite = await readSuite(file, files);
    assert.deepEqual(suite.problems, []);
    assert.equal(suite.name, 'support');
    assert.equal(suite.prompts[0]?.label, 'p.txt');
    assert.deepEqual(suite.cases[0]?.vars, { q: 'hello' });
  });

  it('names the file that is called much alike', async () => {
    const file = 'c:\\repo\\evals\\a.eval.yaml';
    const files = memoryFiles({
      [file]: 'prompt: Triage.prompt.txt\nmodels: [simulated/terse]\ncases: [{vars: {x: 1}}]\n',
      'c:\\repo\\evals\\triage.prompt.txt': 'Hi {{x}}',
    });
    const { problems } = await readSuite(file, files);
    assert.match(problems.map(({ message }) => message).join(), /There is "triage\.prompt\.txt"\./);
  });
});
