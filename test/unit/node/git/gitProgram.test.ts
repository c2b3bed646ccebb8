import assert from 'node:assert/strict';
import path from 'node:path';
import { findGit } from '../../../../src/node/git/gitProgram.ts';

describe('the git of the PATH', () => {
  const search = (files: readonly string[]) => ({
    places: '/usr/bin:/opt/homebrew/bin',
    endings: [],
    isProgram: (file: string) => files.includes(file),
    style: path.posix,
  });
  const both = ['/usr/bin/git', '/opt/homebrew/bin/git'];

  it("is not Apple's stand-in, which opens a dialog, unless the developer tools are there", () => {
    assert.equal(
      findGit(search(both), 'darwin', () => false),
      '/opt/homebrew/bin/git',
    );
    assert.equal(
      findGit(search(['/usr/bin/git']), 'darwin', () => false),
      undefined,
    );
    assert.equal(
      findGit(search(both), 'darwin', () => true),
      '/usr/bin/git',
    );
  });

  it('is looked into no further on other systems', () => {
    const never = () => assert.fail('nothing is asked for developer tools');
    assert.equal(findGit(search(both), 'linux', never), '/usr/bin/git');
  });
});
