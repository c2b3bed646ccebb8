import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSuite } from '../../../../src/core/dataset/readSuite.ts';
import { readProjectSuite } from '../../../../src/core/routing/readProjectSuite.ts';
import { foldedName } from '../../../../src/core/text/otherLetters.ts';
import { diskFiles } from '../../../../src/node/files/diskFiles.ts';
import { withExactNames } from '../../../../src/node/files/exactNames.ts';
import type { FileReader } from '../../../../src/node/files/fileReader.ts';
import { slashedPath } from '../../../../src/node/files/slashedPath.ts';
import { workspaceSuiteFiles } from '../../../../src/node/suites/workspaceSuiteFiles.ts';

const composed = 'pr\u00f6mpt.prompt';
const decomposed = 'pro\u0308mpt.prompt';

describe('names of files, whether the disk minds their letters or not', () => {
  let root = '';
  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'polyprompt-')));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(files: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), text);
    }
  }

  const refusal = async (name: string, reader: FileReader = diskFiles(root)) => {
    const found = await reader.read(path.join(root, name), 1000);
    return found && 'refused' in found ? [found.refused, slashedPath(root, found.called ?? '')] : found;
  };

  it('are told with the right one where only capitals differ', async () => {
    write({ 'prompts/triage.prompt': 'x', 'Evals/A.csv': 'x' });
    assert.deepEqual(await refusal('prompts/Triage.prompt'), [
      'the file is called "triage.prompt". Write its name with the same capitals.',
      'prompts/triage.prompt',
    ]);
    assert.deepEqual(await refusal('evals/a.csv'), [
      'the file is called "Evals/A.csv". Write its name with the same capitals.',
      'Evals/A.csv',
    ]);
    assert.equal(await refusal('prompts/triages.prompt'), undefined);
  });

  it('are told where characters only look the same', async () => {
    write({ [decomposed]: 'x' });
    assert.deepEqual(await refusal(composed), [
      `the file is called "${decomposed}", written with other characters that look the same. Copy the name of the file.`,
      decomposed,
    ]);
  });

  it('are read as they are, also where another one is alike, and through links', async function () {
    // Windows has no two names that are alike.
    if (process.platform === 'win32') this.skip();
    write({ 'a.csv': 'small', 'A.csv': 'large', 'real/b.csv': 'linked' });
    symlinkSync('real', path.join(root, 'Link'));
    for (const [name, text] of [
      ['a.csv', 'small'],
      ['A.csv', 'large'],
      ['Link/b.csv', 'linked'],
    ] as const)
      assert.deepEqual(await diskFiles(root).read(path.join(root, name), 1000), { content: Buffer.from(text) });
  });

  it('count by the listing of the folder where the disk forgives others', async () => {
    const repo = path.resolve('/repo');
    const inside = (name: string) => path.join(repo, name);
    const forgiving: FileReader = {
      read: async (file) =>
        foldedName(file) === foldedName(inside('prompts/triage.prompt')) ? { text: 'x' } : undefined,
      glob: async () => ['Prompts/triage.prompt'],
    };
    const list = async (folder: string) => (folder === repo ? ['prompts'] : ['triage.prompt']);
    const reader = withExactNames(forgiving, { workspaceFolder: repo, list });
    assert.deepEqual(await reader.read(inside('prompts/triage.prompt'), 9), { text: 'x' });
    assert.deepEqual(await reader.read(inside('Prompts/triage.prompt'), 9), {
      refused: 'the file is called "prompts/triage.prompt". Write its name with the same capitals.',
      called: inside('prompts/triage.prompt'),
    });
    assert.deepEqual(await reader.glob('Prompts/*.prompt'), []);
    // A person may have opened it in any letters.
    const given = inside('Prompts/TRIAGE.prompt');
    const chosen = withExactNames(forgiving, { workspaceFolder: repo, given, list });
    assert.deepEqual(await chosen.read(given, 9), { text: 'x' });
    assert.deepEqual(await chosen.read(inside('Prompts/triage.prompt'), 9), { text: 'x' });
    assert.ok('refused' in ((await chosen.read(inside('Prompts/Triage.prompt'), 9)) ?? {}));
  });

  it('are none of those that Windows takes for the file, though one that comes meanwhile is', async () => {
    const disk: FileReader = { read: async (file) => ({ text: file }), glob: async () => ['data/a.csv'] };
    const reader = withExactNames(disk, { workspaceFolder: root, list: async () => ['triage.prompt'] });
    for (const name of ['triage.prompt.', 'TRIAGE~1.PRO', 'triage.prompt::$DATA'])
      assert.equal(await reader.read(path.join(root, name), 9), undefined, name);
    const unlisted = withExactNames(disk, { workspaceFolder: root, list: async () => undefined });
    assert.ok(await unlisted.read(path.join(root, 'a.prompt'), 9), 'in a folder that cannot be listed');
    const lists = [['old.prompt'], ['old.prompt', 'new.prompt']];
    const later = withExactNames(disk, { workspaceFolder: root, list: async () => lists.shift() });
    assert.deepEqual(await later.read(path.join(root, 'new.prompt'), 9), { text: path.join(root, 'new.prompt') });
  });

  const parts: Readonly<Record<string, string>> = {
    'a.eval.yaml': 'prompt: triage.prompt\nmodels: [test/echo]\ncases: cases.jsonl\n',
    'triage.prompt': '{{>house_style}} Say {{word}}',
    '_house_style.prompt': 'Be kind.',
    'cases.jsonl':
      '{"vars":{"word":"file://word.txt"},"assert":[{"type":"is-json","value":"file://shape.json"},{"type":"javascript","value":"file://grade.js"}]}\n',
    'word.txt': 'yes',
    'shape.json': '{}',
    'grade.js': 'export default () => true;',
  };
  const problemsOf = async (file = 'a.eval.yaml') => {
    const { problems } = await readSuite(path.join(root, file), workspaceSuiteFiles(root));
    return problems.map(
      (problem) => `${path.basename(problem.file)} ${problem.severity} ${problem.code}: ${problem.message}`,
    );
  };

  for (const [reference, wrong, where] of [
    ['triage.prompt', 'Triage.prompt', 'a.eval.yaml'],
    ['cases.jsonl', 'Cases.JSONL', 'a.eval.yaml'],
    ['house_style', 'House_Style', 'triage.prompt'],
    ['word.txt', 'WORD.txt', 'a.eval.yaml|cases.jsonl'],
    ['shape.json', 'Shape.json', 'cases.jsonl'],
    ['grade.js', 'Grade.js', 'cases.jsonl'],
  ] as const)
    it(`are a problem where they are written: ${wrong}`, async () => {
      write(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, text.replace(reference, wrong)])));
      const [problem, ...others] = await problemsOf();
      assert.match(problem ?? '', new RegExp(`^(?:${where}) error other-letters: `));
      assert.match(problem ?? '', new RegExp(`is called "_?${reference}[.a-z]*"`));
      assert.deepEqual(others, []);
    });

  it('are a problem in a pattern, with a file that would fit', async () => {
    write({ ...parts, 'data/a.csv': 'word\nyes\n' });
    write({ 'a.eval.yaml': (parts['a.eval.yaml'] ?? '').replace('cases.jsonl', 'Data/*.CSV') });
    assert.deepEqual(await problemsOf(), [
      'a.eval.yaml error other-letters: No file fits "Data/*.CSV": there is "data/a.csv". Write its name with the same capitals.',
    ]);
  });

  it('are a problem in what promptfoo and prompty name', async () => {
    write({
      'promptfooconfig.yaml': 'prompts: [file://Say.txt]\nproviders: [test/echo]\ntests: file://Tests.yaml\n',
      'say.txt': 'Say {{word}}',
      'tests.yaml': '- vars: {word: a}\n',
      'b.prompty': '---\nname: b\nmodel:\n  api: chat\nsample: Sample.json\n---\nuser:\nHi {{name}}\n',
      'sample.json': '{"name": "Ada"}',
    });
    const called = await problemsOf('promptfooconfig.yaml');
    assert.deepEqual(
      called.flatMap((problem) => / other-letters: .* is called "(\S+)"/.exec(problem)?.[1] ?? []),
      ['say.txt', 'tests.yaml'],
    );
    const opened = await workspaceSuiteFiles(root).openPrompt('b.prompty');
    assert.ok(opened && !('refused' in opened));
    assert.deepEqual(
      opened.problems.map(({ code }) => code),
      ['other-letters'],
    );
  });

  it('are a problem of the project file and of variants, which nothing else names', async () => {
    write({ ...parts, 'PolyPrompt.yaml': 'tiers: {fast: [test/echo]}\n' });
    const codes = async () => {
      const files = workspaceSuiteFiles(root);
      return (await readProjectSuite(path.join(root, 'a.eval.yaml'), files)).problems.map(({ code }) => code);
    };
    assert.deepEqual(await codes(), ['other-letters']);
    rmSync(path.join(root, 'PolyPrompt.yaml'));
    write({ 'polyprompt.yaml': 'variants: {"test/*": small}\n', 'Triage.small.prompt': 'Say {{word}}' });
    assert.deepEqual(await codes(), ['other-letters']);
  });

  it('of partials may be right in a folder above', async () => {
    write({ '_tone.prompt': 'kind', 'prompts/_Tone.prompt': 'rude', 'prompts/a.prompt': '{{>tone}}' });
    const opened = await workspaceSuiteFiles(root).openPrompt('prompts/a.prompt');
    assert.ok(opened && !('refused' in opened));
    assert.deepEqual(opened.problems, []);
  });
});
