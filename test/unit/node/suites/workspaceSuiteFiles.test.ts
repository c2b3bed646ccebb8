import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSuite } from '../../../../src/core/dataset/readSuite.ts';
import { workspaceSuiteFiles } from '../../../../src/node/suites/workspaceSuiteFiles.ts';
import { onPosix } from '../../../support/onPosix.ts';

const { it: posixIt } = onPosix('links need a right that few people have there');

describe('the files of a suite', () => {
  let outside = '';
  let workspace = '';

  before(() => {
    outside = mkdtempSync(path.join(tmpdir(), 'suite-'));
    workspace = path.join(outside, 'workspace');
    mkdirSync(path.join(workspace, 'evals/rows'), { recursive: true });
    writeFileSync(path.join(outside, 'secret.csv'), 'key\nsecret\n');
    symlinkSync(path.join(outside, 'secret.csv'), path.join(workspace, 'evals/rows/link.csv'));
    writeFileSync(path.join(workspace, 'evals/rows/b.csv'), 'text\nb\n');
    writeFileSync(path.join(workspace, 'evals/rows/a.csv'), 'text\na\n');
    writeFileSync(path.join(workspace, 'evals/latin.csv'), Buffer.from([0x61, 0x0a, 0xe9, 0x0a]));
    writeFileSync(path.join(workspace, 'evals/p.prompt'), 'Sort {{text}}');
    writeFileSync(
      path.join(workspace, 'evals/s.eval.yaml'),
      'prompt: p.prompt\nmodels: [openai/gpt-5.6-luna]\ncases: rows/*.csv\n',
    );
  });

  after(() => rmSync(outside, { recursive: true }));

  posixIt('are found by pattern, sorted; a link out of the workspace folder is found too, and refused', async () => {
    const files = workspaceSuiteFiles(workspace);
    const found = ['evals/rows/a.csv', 'evals/rows/b.csv', 'evals/rows/link.csv'];
    assert.deepEqual(await files.glob('evals/rows/*.csv'), found);
    assert.deepEqual(await files.glob('../*.csv'), []);
    assert.deepEqual(await files.read('../secret.csv'), { refused: 'it lies outside of the workspace folder.' });
    assert.deepEqual(await files.read('evals/rows/link.csv'), { refused: 'it lies outside of the workspace folder.' });
    assert.deepEqual(await files.read('evals'), { refused: 'it is not a regular file.' });
    assert.equal(await files.read('evals/none.csv'), undefined);
  });

  it('are read as they stand in an editor, though never from outside of the folder', async () => {
    const files = workspaceSuiteFiles(workspace, {
      unsaved: (file) => (file.endsWith('.csv') ? `typed into ${file}` : undefined),
    });
    assert.deepEqual(await files.read('evals/rows/a.csv'), {
      text: `typed into ${path.join(workspace, 'evals/rows/a.csv')}`,
    });
    assert.deepEqual(await files.read('../secret.csv'), { refused: 'it lies outside of the workspace folder.' });
  });

  it('have to be UTF-8', async () => {
    const found = await workspaceSuiteFiles(workspace).read('evals/latin.csv');
    assert.deepEqual(found, { refused: 'it is not UTF-8: save it with that encoding.' });
  });

  it('give a suite its prompt and cases', async () => {
    const suite = await readSuite('evals/s.eval.yaml', workspaceSuiteFiles(workspace));
    assert.deepEqual(
      suite.cases.map(({ vars }) => suite.prompts[0]?.render(vars).text),
      ['Sort a', 'Sort b'],
    );
  });
});
