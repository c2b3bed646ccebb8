import assert from 'node:assert/strict';
import path from 'node:path';
import { asOnDisk } from '../../../../src/node/files/asOnDisk.ts';
import { slashedPath } from '../../../../src/node/files/slashedPath.ts';
import { isInside } from '../../../../src/node/files/workspaceFiles.ts';
import { withoutFolder } from '../../../../src/node/gate/casePlaces.ts';

describe('paths as another system writes them', () => {
  it('have one name for a file of a folder', () => {
    assert.equal(slashedPath('C:\\repo', 'C:\\repo\\prompts\\a b.prompt', path.win32), 'prompts/a b.prompt');
    assert.equal(slashedPath('c:\\repo', 'C:\\Repo\\a.prompt', path.win32), 'a.prompt');
    assert.equal(
      slashedPath('\\\\server\\share\\repo', '\\\\server\\share\\repo\\p\\a.prompt', path.win32),
      'p/a.prompt',
    );
    assert.equal(slashedPath('/repo', '/repo/p/back\\slash.prompt', path.posix), 'p/back\\slash.prompt');
  });

  it('stand in sentences from the top of the repository', () => {
    const sentence = 'The file "C:\\repo\\p\\a b.csv" is not read: the file is called "a\\b". See "C:\\repo\\c.csv".';
    assert.equal(
      withoutFolder(sentence, 'C:\\repo', path.win32),
      'The file "p/a b.csv" is not read: the file is called "a\\b". See "c.csv".',
    );
    assert.equal(withoutFolder('No "/repo/p/a\\b.csv".', '/repo', path.posix), 'No "p/a\\b.csv".');
  });

  it('have the letters of the file, whatever a person writes, but where a link leads elsewhere', () => {
    const onDisk = (file: string) => {
      if (file.endsWith('gone.yaml')) throw new Error('ENOENT');
      return file.includes('link') ? 'C:\\repo\\evals\\b.yaml' : 'C:\\repo\\evals\\a.yaml';
    };
    for (const [written, found] of [
      ['c:\\REPO\\Evals\\A.yaml', 'C:\\repo\\evals\\a.yaml'],
      ['c:\\repo\\evals\\link.yaml', 'c:\\repo\\evals\\link.yaml'],
      ['c:\\repo\\gone.yaml', 'c:\\repo\\gone.yaml'],
    ] as const)
      assert.equal(asOnDisk(written, onDisk), found);
  });

  it('lie inside of a folder or do not, whatever drive and case', () => {
    const table: readonly (readonly [file: string, folder: string, inside: boolean])[] = [
      ['C:\\repo\\a.prompt', 'C:\\repo', true],
      ['c:\\REPO\\p\\a.prompt', 'C:\\repo', true],
      ['C:\\repo', 'C:\\repo', true],
      ['C:\\repo\\..a.prompt', 'C:\\repo', true],
      ['C:\\repository\\a.prompt', 'C:\\repo', false],
      ['C:\\a.prompt', 'C:\\repo', false],
      ['D:\\repo\\a.prompt', 'C:\\repo', false],
      ['\\\\server\\share\\a.prompt', 'C:\\repo', false],
      ['\\\\server\\share\\p\\a.prompt', '\\\\server\\share', true],
    ];
    for (const [file, folder, inside] of table) assert.equal(isInside(file, folder, path.win32), inside, file);
    assert.equal(isInside('/repo/..a', '/repo', path.posix), true);
    assert.equal(isInside('/repository', '/repo', path.posix), false);
  });
});
