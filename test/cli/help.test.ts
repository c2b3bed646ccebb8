import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { polyprompt } from './commandLine.ts';

describe('polyprompt --help', () => {
  const help = async (...args: string[]) => (await polyprompt([...args, '--help'], { cwd: tmpdir() })).stdout;

  it('names every command, and each shows an example of itself', async () => {
    const names = [...(await help()).matchAll(/^ {2}([a-z-]+) .*\S$/gm)].flatMap(([, name = '']) =>
      name === 'help' ? [] : [name],
    );
    assert.deepEqual(names, [
      'run',
      'eval',
      'batch',
      'estimate',
      'simulate',
      'route',
      'check',
      'improve',
      'portability',
      'baseline',
      'merge',
      'merge-baseline',
      'hook',
      'judges',
      'mcp',
      'skill',
      'rescore',
      'runs',
      'migrate',
      'port',
      'export',
      'import',
      'cases',
      'checks',
      'render',
      'models',
      'diff',
    ]);
    for (const name of names)
      assert.match(await help(name), new RegExp(`\\nExample:\\n {2}polyprompt ${name} \\S`), name);
  });
});
