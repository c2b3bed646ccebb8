import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkScript } from '../../../../src/node/hooks/hookScript.ts';
import { onPosix } from '../../../support/onPosix.ts';

const { it: posixIt } = onPosix('it starts sh');

describe('the script of the pre-commit hook', () => {
  it('holds no quote where it is committed: what runs it there puts it between two', () => {
    assert.doesNotMatch(checkScript().join('\n'), /["']/);
  });

  let scratch = '';
  beforeEach(() => {
    scratch = mkdtempSync(path.join(tmpdir(), 'polyprompt-script-'));
  });
  afterEach(() => rmSync(scratch, { recursive: true }));

  const run = (lines: readonly string[]) =>
    spawnSync('sh', ['-c', [...lines, 'echo "after: $# $PATH"'].join('\n'), 'hook', 'one'], {
      cwd: scratch,
      encoding: 'utf8',
      env: { PATH: '/usr/bin:/bin' },
    });

  posixIt('finds the extension’s polyprompt again when an update has moved it', () => {
    const extension = (version: string) => path.join(scratch, `ext's`, `polyprompt.polyprompt-${version}`, 'dist');
    mkdirSync(extension('0.2.0'), { recursive: true });
    writeFileSync(path.join(extension('0.2.0'), 'polyprompt.js'), 'console.log("moved");');
    const { stdout } = run(
      checkScript({ cli: path.join(extension('0.1.0'), 'polyprompt.js'), node: process.execPath }),
    );
    assert.match(stdout, /^moved\n/);
  });

  posixIt('sets nothing for what follows in the same file', () => {
    const { stdout } = run(checkScript({ cli: '/gone/cli.js', node: '/gone/node' }));
    assert.equal(stdout, 'after: 1 /usr/bin:/bin\n');
  });

  /** What the script ends with, and says, when the repository's own polyprompt ends with a code. */
  function ended(code: number) {
    const program = path.join(scratch, 'node_modules', '.bin', 'polyprompt');
    mkdirSync(path.dirname(program), { recursive: true });
    writeFileSync(program, `#!/bin/sh\nexit ${code}\n`);
    chmodSync(program, 0o755);
    const { status, stdout, stderr } = run(checkScript());
    return { status, goesOn: stdout !== '', said: stderr };
  }

  for (const code of [10, 130])
    posixIt(`ends the file where the check ends with ${code}, which is its word for a verdict or Ctrl-C`, () => {
      assert.deepEqual(ended(code), { status: 1, goesOn: false, said: '' });
    });

  // A crash of Node.js, a bad option, a killed process, a program that cannot be run or is not there.
  for (const code of [1, 2, 3, 9, 126, 127, 134, 137])
    posixIt(`goes on with a notice where the program ends with ${code}`, () => {
      assert.deepEqual(ended(code), {
        status: 0,
        goesOn: true,
        said: 'polyprompt could not be started: the prompt check did not run\n',
      });
    });

  posixIt('tells an editor to be the Node.js that it holds', () => {
    const editor = path.join(scratch, 'Code Helper');
    writeFileSync(editor, '#!/bin/sh\necho "as node: $ELECTRON_RUN_AS_NODE, $2 $3 $4"\n');
    chmodSync(editor, 0o755);
    writeFileSync(path.join(scratch, 'cli.js'), '');
    const { stdout } = run(checkScript({ cli: path.join(scratch, 'cli.js'), node: editor }));
    assert.match(stdout, /^as node: 1, check --staged --hook\n/);
  });

  it('writes Windows paths as the shell of Git for Windows reads them', () => {
    const lines = checkScript({ cli: 'C:\\Users\\Zoë\\cli.js', node: 'C:\\Program Files\\nodejs\\node.exe' }).join(
      '\n',
    );
    assert.match(lines, /set -- 'C:\/Users\/Zoë\/cli\.js'/);
    assert.match(lines, /'\/c\/Program Files\/nodejs'/);
  });
});
