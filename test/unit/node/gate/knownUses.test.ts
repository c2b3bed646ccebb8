import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { affectedSuites, type VersionsToCompare } from '../../../../src/node/gate/affectedSuites.ts';
import { GitRepository } from '../../../../src/node/git/gitRepository.ts';
import { GitFolder } from '../../../support/gitFolder.ts';
import { changesOf, type Files, MemoryVersion } from '../../../support/memoryVersion.ts';

const suite = (cases: string) => `prompt: ./say.prompt\nmodels: [simulated/terse]\ncases: ${cases}\n`;
const cases = ['[{vars: {word: a}}]', './cases.jsonl', 'data/*.yaml', '[{vars: {word: "file://word.txt"}}]'];
const prompts = [
  'Say {{word}}',
  '{{>tone}} Say {{word}}',
  '---\npolyprompt:\n  evals: ./cases.jsonl\n---\nSay {{word}}',
];
const someFile = fc.oneof(
  fc.tuple(fc.constantFrom('a.eval.yaml', 'b.eval.yaml'), fc.constantFrom(...cases.map(suite))),
  fc.tuple(fc.constantFrom('say.prompt', 'alone.prompt'), fc.constantFrom(...prompts)),
  fc.tuple(fc.constantFrom('cases.jsonl'), fc.constantFrom('{"vars":{"word":"b"}}\n', 'no')),
  fc.tuple(
    fc.constantFrom('data/x.yaml', 'data/y.yaml'),
    fc.constantFrom('- vars: {word: b}\n', '- vars: {word: "file://word.txt"}\n'),
  ),
  fc.tuple(fc.constantFrom('_tone.prompt', 'word.txt', 'notes.md'), fc.constantFrom('kind', 'rude')),
);
const someFiles = fc.array(someFile, { maxLength: 9 }).map((entries): Files => Object.fromEntries(entries));

describe('what suites are known to read', () => {
  let folder: GitFolder;
  let repository: GitRepository;
  beforeEach(async () => {
    folder = new GitFolder();
    repository = (await GitRepository.find(folder.root)) ?? assert.fail('a repository');
    mkdirSync(folder.path('.polyprompt/cache'), { recursive: true });
  });
  afterEach(() => folder.remove());
  const recordFile = () => folder.path('.polyprompt/cache/suites.json');

  async function affected(base: Files, head: Files, newer = new MemoryVersion(head, folder.root)) {
    const versions: VersionsToCompare = {
      repository,
      head: newer,
      base: new MemoryVersion(base, folder.root),
      changed: changesOf(base, head),
      folderOf: () => folder.root,
    };
    const { suites, uncovered } = await affectedSuites(versions);
    const found = suites.map(({ path: file, changed }) => [file, changed.map((change) => change.path)]);
    return { found, uncovered, reads: newer.reads };
  }

  const files: Files = {
    'a.eval.yaml': suite('data/*.yaml'),
    'say.prompt': 'Say {{word}}',
    'data/x.yaml': '- vars: {word: b}\n',
    'notes.md': 'one',
  };

  it('is not read again for a change of something else', async () => {
    const first = await affected(files, { ...files, 'notes.md': 'two' });
    assert.ok(first.reads > 0);
    const second = await affected(files, { ...files, 'notes.md': 'three' });
    assert.deepEqual([second.reads, second.found], [0, []]);
  });

  it('is found out each time where one of its files is a link or a submodule', async () => {
    for (const mode of ['120000', '160000']) {
      class OddVersion extends MemoryVersion {
        override idOf(file: string): string | undefined {
          return file === 'say.prompt' ? `${mode} x` : super.idOf(file);
        }
      }
      const readWith = (text: string) => {
        const head = { ...files, 'notes.md': text };
        return affected(files, head, new OddVersion(head, folder.root));
      };
      await readWith('two');
      assert.ok((await readWith('three')).reads > 0, mode);
    }
  });

  it('is found out anew when a file came that fits a pattern, and reads more', async () => {
    await affected(files, { ...files, 'notes.md': 'two' });
    const more = { ...files, 'data/y.yaml': '- vars: {word: "file://word.txt"}\n', 'word.txt': 'kind' };
    const { found } = await affected(more, { ...more, 'word.txt': 'rude' });
    assert.deepEqual(found, [['a.eval.yaml', ['word.txt']]]);
  });

  it('is found out anew when a file came that is named almost as one that is missing', async () => {
    const plain = { ...files, 'a.eval.yaml': suite('[{vars: {word: a}}]') };
    await affected(plain, { ...plain, 'notes.md': 'two' });
    const other = { ...plain, 'Notes.md': 'one' };
    assert.equal((await affected(other, { ...other, 'notes.md': 'two' })).reads, 0);
    const alike = { ...plain, 'Polyprompt.yaml': 'tiers: {}\n' };
    assert.ok((await affected(alike, { ...alike, 'notes.md': 'two' })).reads > 0);
  });

  it('comes to the same as reading every suite, whatever has changed since', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(someFiles, someFiles), { minLength: 3, maxLength: 6 }), async (history) => {
        for (const [edited, head] of history) {
          const base = { ...head, ...edited };
          const known = await affected(base, head);
          const kept = readFileSync(recordFile(), { encoding: 'utf8', flag: 'a+' });
          writeFileSync(recordFile(), '');
          const { found, uncovered } = await affected(base, head);
          writeFileSync(recordFile(), kept);
          assert.deepEqual([known.found, known.uncovered], [found, uncovered]);
        }
      }),
      { numRuns: 100 },
    );
  }).timeout(180_000);

  it('is not believed of a file that is damaged or came with the repository', async () => {
    const record = JSON.stringify({ format: 2, suites: { 'a.eval.yaml': { files: {}, patterns: [] } } });
    const changed = { ...files, 'say.prompt': 'Tell {{word}}' };
    for (const [text, name] of [
      ['{', 'notes.md'],
      ['{"format":2,"suites":{"a.eval.yaml":7}}', 'notes.md'],
      [record, '.polyprompt/cache/suites.json'],
    ] as const) {
      writeFileSync(recordFile(), text);
      const { found } = await affected({ ...files, [name]: text }, { ...changed, [name]: text });
      assert.deepEqual(found, [['a.eval.yaml', ['say.prompt']]]);
    }
  });
});
