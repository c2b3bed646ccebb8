import assert from 'node:assert/strict';
import path from 'node:path';
import { programOnPath } from '../../../src/node/programOnPath.ts';

function find(places: string, files: readonly string[], style: typeof path.posix = path.posix) {
  const endings = style === path.win32 ? ['.EXE', '.COM'] : [];
  return programOnPath('git', { places, endings, isProgram: (file) => files.includes(file), style });
}

describe('a program on the PATH', () => {
  it('is the first one of an absolute folder', () => {
    assert.equal(find('/opt/bin:/usr/bin', ['/usr/bin/git']), '/usr/bin/git');
    assert.equal(find('/opt/bin:/usr/bin', ['/opt/bin/git', '/usr/bin/git']), '/opt/bin/git');
    assert.equal(find('', ['/usr/bin/git']), undefined);
  });

  it('is never one of the folder that work is done in', () => {
    assert.equal(find('.::bin:./node_modules/.bin', ['git', './git', 'bin/git', 'node_modules/.bin/git']), undefined);
    assert.equal(find('.;bin;\\git', ['git.exe', '.\\git.exe', 'bin\\git.exe'], path.win32), undefined);
  });

  it('has an ending on Windows, whose folders may stand in quotes', () => {
    const places = '"C:\\Program Files\\Git\\cmd";C:\\Windows';
    assert.equal(
      find(places, ['C:\\Program Files\\Git\\cmd\\git.exe'], path.win32),
      'C:\\Program Files\\Git\\cmd\\git.exe',
    );
    assert.equal(find('C:\\Windows', ['C:\\Windows\\git', 'C:\\Windows\\git.cmd'], path.win32), undefined);
  });
});
