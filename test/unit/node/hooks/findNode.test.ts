import assert from 'node:assert/strict';
import path from 'node:path';
import { findNode } from '../../../../src/node/hooks/findNode.ts';

describe('findNode', () => {
  const windows = {
    platform: 'win32',
    execPath: 'C:\\Programs\\Microsoft VS Code\\Code.exe',
    path: path.win32,
  } as const;
  const at = (...files: readonly string[]) => ({ ...windows, canRun: (file: string) => files.includes(file) });

  it('takes no editor for Node.js, and looks for node.exe on the PATH of Windows', () => {
    const env = { PATH: 'C:\\Program Files\\Git\\cmd;relative;C:\\Program Files\\nodejs' };
    const node = 'C:\\Program Files\\nodejs\\node.exe';
    assert.equal(findNode(env, at(node, windows.execPath, 'relative\\node.exe')), node);
    assert.equal(findNode(env, at(windows.execPath)), undefined);
  });

  it('knows the PATH by the name that Windows gives it', () => {
    const node = 'C:\\nodejs\\node.exe';
    assert.equal(findNode({ Path: 'C:\\nodejs' }, at(node)), node);
  });

  it('takes this process, which is Node.js', () => {
    assert.equal(findNode({ PATH: '' }), process.execPath);
  });

  it('looks through the PATH where this process is an editor', () => {
    const editor = { platform: 'linux', execPath: '/opt/editor/editor', path: path.posix } as const;
    const canRun = (file: string) => file === '/usr/bin/node' || file === 'relative/node';
    assert.equal(findNode({ PATH: 'relative:/usr/bin' }, { ...editor, canRun }), '/usr/bin/node');
    assert.equal(findNode({ PATH: '/nowhere' }, { ...editor, canRun }), undefined);
  });
});
