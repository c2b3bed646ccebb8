import assert from 'node:assert/strict';
import path from 'node:path';
import { npmProgram } from '../../../scripts/npmProgram.mjs';
import { testParts } from '../../../scripts/testParts.ts';
import { codePlaces, commandLineOf } from '../../../scripts/vsCodeHere.ts';
import { browserHere } from '../../../tools/browserHere.mjs';

const windows = {
  Path: 'C:\\Windows;.;"D:\\My Tools\\bin"',
  LOCALAPPDATA: 'C:\\Users\\Ada\\AppData\\Local',
  ProgramFiles: 'C:\\Program Files',
};

describe('npmProgram', () => {
  const told = path.resolve('/npm/bin/npm-cli.js');

  it('starts the npm that started us by our own Node, since its .cmd cannot be started', () => {
    const found = npmProgram({ environment: { npm_execpath: told }, node: '/node', isThere: () => true });
    assert.deepEqual(found, ['/node', told]);
  });

  it('takes the npm beside Node where nobody told one, or told another package manager', () => {
    const node = path.resolve('/nodejs/node');
    const beside = path.resolve('/nodejs/node_modules/npm/bin/npm-cli.js');
    for (const environment of [{}, { npm_execpath: path.resolve('/pnpm/bin/pnpm.cjs') }])
      assert.deepEqual(npmProgram({ environment, node, isThere: (file) => file === beside }), [node, beside]);
  });

  it('finds the npm of the PATH when the Node that runs brings none', () => {
    const own = path.resolve('/nodejs/node_modules/npm/bin/npm-cli.js');
    const environment = { Path: path.resolve('/nodejs') };
    assert.deepEqual(npmProgram({ environment, node: '/n/node', isThere: (file) => file === own }), ['/n/node', own]);
  });
});

describe('codePlaces', () => {
  it('looks on the PATH of Windows for what a prompt could start, then where the installers put it', () => {
    assert.deepEqual(codePlaces({ platform: 'win32', environment: windows, home: 'C:\\Users\\Ada' }), [
      'C:\\Windows\\code.cmd',
      'D:\\My Tools\\bin\\code.cmd',
      'C:\\Windows\\code-insiders.cmd',
      'D:\\My Tools\\bin\\code-insiders.cmd',
      'C:\\Users\\Ada\\AppData\\Local\\Programs\\Microsoft VS Code\\bin\\code.cmd',
      'C:\\Program Files\\Microsoft VS Code\\bin\\code.cmd',
      'C:\\Users\\Ada\\AppData\\Local\\Programs\\Microsoft VS Code Insiders\\bin\\code-insiders.cmd',
      'C:\\Program Files\\Microsoft VS Code Insiders\\bin\\code-insiders.cmd',
    ]);
  });

  it('looks into the applications of macOS, where nobody has the command on the PATH', () => {
    const places = codePlaces({ platform: 'darwin', environment: { PATH: '/usr/bin' }, home: '/Users/ada' });
    const inside = 'Contents/Resources/app/bin/code';
    assert.deepEqual(places.slice(2), [
      `/Applications/Visual Studio Code.app/${inside}`,
      `/Users/ada/Applications/Visual Studio Code.app/${inside}`,
      `/Applications/Visual Studio Code - Insiders.app/${inside}`,
      `/Users/ada/Applications/Visual Studio Code - Insiders.app/${inside}`,
    ]);
  });
});

describe('commandLineOf', () => {
  it('keeps the words out of the line, where their signs would mean something', () => {
    assert.deepEqual(commandLineOf(['C:\\R&D 100%\\code.cmd', '--force']), {
      line: '"%POLYPROMPT_WORD_0%" "%POLYPROMPT_WORD_1%"',
      variables: { POLYPROMPT_WORD_0: 'C:\\R&D 100%\\code.cmd', POLYPROMPT_WORD_1: '--force' },
    });
  });
});

describe('browserHere', () => {
  it('takes what CHROMIUM_PATH names and nothing else', () => {
    const environment = { CHROMIUM_PATH: '/mine' };
    assert.equal(browserHere({ environment, platform: 'linux', isThere: (file) => file === '/mine' }), '/mine');
    const isThere = (file: string) => file === '/usr/bin/chromium';
    assert.equal(browserHere({ environment, platform: 'linux', isThere }), undefined);
  });

  it('finds the Edge that every Windows has', () => {
    const edge = 'C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe';
    assert.equal(browserHere({ environment: windows, platform: 'win32', isThere: (file) => file === edge }), edge);
  });
});

describe('testParts', () => {
  it('leaves nothing out on Linux x64, whose missing browser is a failure', () => {
    const parts = testParts({ platform: 'linux', arch: 'x64', hasBrowser: false });
    assert.ok(parts.every(({ runs, leftOut }) => runs && leftOut.length === 0));
  });

  it('runs everything but the workbench elsewhere, and says why', () => {
    const parts = testParts({ platform: 'darwin', arch: 'arm64', hasBrowser: true });
    assert.equal(parts.length, 10);
    assert.deepEqual(parts.at(-1), {
      name: 'test:e2e',
      args: ['--', '--ignore', 'test/e2e/workbench/**'],
      leftOut: ['The workbench (test/e2e/workbench) is a VS Code server that runs on Linux x64 only.'],
      runs: true,
    });
  });

  it('runs no panel where there is no browser', () => {
    const last = testParts({ platform: 'win32', arch: 'x64', hasBrowser: false }).at(-1);
    assert.equal(last?.runs, false);
    assert.equal(last?.leftOut.length, 2);
  });
});
