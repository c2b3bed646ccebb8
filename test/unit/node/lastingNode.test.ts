import assert from 'node:assert/strict';
import path from 'node:path';
import { lastingNode } from '../../../src/node/lastingNode.ts';

/** Links by their names; everything else is where it says. */
function find(running: string, places: string, links: Readonly<Record<string, string>>): string {
  const isProgram = (file: string) => file === running || file in links;
  return lastingNode(running, { places, endings: [], isProgram, style: path.posix }, (file) => links[file] ?? file);
}

describe('the Node that a hook names', () => {
  const cellar = '/opt/homebrew/Cellar/node/24.1.0/bin/node';

  it('is the link on the PATH that stays when the version changes', () => {
    assert.equal(
      find(cellar, '/usr/bin:/opt/homebrew/bin', { '/opt/homebrew/bin/node': cellar }),
      '/opt/homebrew/bin/node',
    );
  });

  it('is never another Node that comes earlier on the PATH', () => {
    const links = { '/usr/bin/node': '/usr/bin/node18', '/opt/homebrew/bin/node': cellar };
    assert.equal(find(cellar, '/usr/bin:/opt/homebrew/bin', links), '/opt/homebrew/bin/node');
  });

  it('is the running one where the PATH has no other name for it', () => {
    const nvm = '/home/ada/.nvm/versions/node/v24.1.0/bin/node';
    assert.equal(find(nvm, '/usr/bin:/home/ada/.nvm/versions/node/v24.1.0/bin', {}), nvm);
    assert.equal(find(nvm, '/usr/bin', { '/usr/bin/node': '/usr/bin/node18' }), nvm);
  });

  it('is no link that is gone with its terminal', () => {
    const real = '/home/ada/.local/share/fnm/node-versions/v24.1.0/installation/bin/node';
    const shell = '/run/user/1000/fnm_multishells/1234_5678/bin';
    assert.equal(find(real, shell, { [`${shell}/node`]: real }), real);
  });
});
