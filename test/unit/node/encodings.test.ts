import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSuite } from '../../../src/core/dataset/readSuite.ts';
import { placedProblems } from '../../../src/core/run/runProblem.ts';
import { readNamedFile } from '../../../src/node/files/readNamedFile.ts';
import { readTextIfThere } from '../../../src/node/files/readTextIfThere.ts';
import { workspaceSuiteFiles } from '../../../src/node/suites/workspaceSuiteFiles.ts';

const mark = Buffer.from([0xef, 0xbb, 0xbf]);
const marked = (text: string) => Buffer.concat([mark, Buffer.from(text)]);
/** As Notepad's "Unicode" and PowerShell 5 write it. */
const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
const latin1 = (text: string) => Buffer.from(text, 'latin1');

describe('marks and encodings of files', () => {
  let root = '';
  beforeEach(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'polyprompt-')));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(files: Readonly<Record<string, string | Uint8Array>>) {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
      writeFileSync(path.join(root, name), content);
    }
  }

  const files = {
    'a.eval.yaml': 'prompt: a.prompt\nmodels: [test/echo]\ncases: cases.csv\n',
    'a.prompt': '{{>style}} Say {{word}} {{text}}',
    '_style.prompt': 'Freundlich, für alle.{{>inner}}',
    '_inner.prompt': ' Kurz.',
    'cases.csv': 'word,text\nja,file://text.txt\n',
    'text.txt': 'Grüße',
  };
  const read = () => readSuite(path.join(root, 'a.eval.yaml'), workspaceSuiteFiles(root));

  it('with a mark in every file are as those without', async () => {
    write(files);
    const plain = await read();
    write(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, marked(text)])));
    const suite = await read();
    assert.deepEqual(suite.problems, []);
    assert.deepEqual([suite.prompts[0]?.raw, suite.cases[0]?.vars], [plain.prompts[0]?.raw, plain.cases[0]?.vars]);
    const text = suite.prompts[0]?.render({ word: 'ja', text: 'Grüße' }).text;
    assert.equal(text, 'Freundlich, für alle. Kurz. Say ja Grüße');
  });

  for (const [encoding, encode] of [
    ['UTF-16', utf16],
    ['Latin-1', latin1],
  ] as const)
    for (const name of ['a.prompt', '_style.prompt', 'cases.csv', 'text.txt'] as const)
      it(`in ${encoding} are refused: ${name}`, async () => {
        write({ ...files, 'a.prompt': `${files['a.prompt']}ä`, 'cases.csv': `${files['cases.csv']}ö,ü\n` });
        write({ [name]: encode(`${files[name]} äöü\n`) });
        const { problems } = await read();
        assert.ok(problems.length > 0);
        for (const { severity, message } of problems) {
          assert.equal(severity, 'error');
          assert.match(message, /is not read: it is not UTF-8: save it with that encoding\.$/);
        }
      });

  it('leave problems in their line and column', async () => {
    write({ ...files, 'a.eval.yaml': marked('prompt: a.prompt\nmodels: [test/echo]\ncases: cases.csv\nrepeats: 2\n') });
    const [problem] = placedProblems((await read()).problems, { read: readTextIfThere, nameOf: path.basename });
    assert.deepEqual([problem?.line, problem?.column], [4, 1]);
  });

  it('of files that a person names are read and refused alike', () => {
    write({ 'a.json': marked('{}'), 'b.json': utf16('{}') });
    assert.equal(readNamedFile(path.join(root, 'a.json'), ''), '{}');
    assert.throws(() => readNamedFile(path.join(root, 'b.json'), ''), /b\.json is not read: it is not UTF-8/);
    assert.throws(() => readNamedFile(path.join(root, 'c.json'), ''), /c\.json cannot be read\./);
  });
});
