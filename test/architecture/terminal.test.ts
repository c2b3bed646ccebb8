import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
/** The door itself; what speaks before anything is loaded; what keeps all others from writing; a line of progress that holds no foreign text but a name that is made visible. */
const mayWrite = new Set([
  'src/cli/terminal/terminal.ts',
  'src/cli/start.ts',
  'src/cli/terminal/protocolOutput.ts',
  'src/cli/terminal/outputEnd.ts',
  'src/cli/reporters/evalProgress.ts',
  'src/cli/reporters/progress.ts',
  'src/cli/reporters/readingProgress.ts',
]);

describe('the terminal', () => {
  it('is written to through one door', () => {
    const writing = globSync('src/{cli,node,core}/**/*.ts', { cwd: root })
      .map((file) => file.split(path.sep).join('/'))
      .filter((file) => !mayWrite.has(file))
      .filter((file) =>
        /process\.(?:stdout|stderr)\.write|console\.(?:log|error|warn|info)\(/.test(
          readFileSync(path.join(root, file), 'utf8').replace(/`[^`]*`/g, ''),
        ),
      );
    assert.deepEqual(writing, []);
  });
});
