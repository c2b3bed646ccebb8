import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sqlDialects } from '../../src/core/grading/sqlDialects.ts';
import { QuickJsSandbox } from '../../src/node/sandbox/sandbox.ts';
import { TokenCounter } from '../../src/node/tokens/tokenCounter.ts';
import { polyprompt } from './commandLine.ts';

const dist = path.resolve(import.meta.dirname, '..', '..', 'dist');

describe('what the bundles hold packed', () => {
  it('counts tokens as the package itself does', async () => {
    const packed = new TokenCounter({ workerFile: path.join(dist, 'tokens.js') });
    const plain = new TokenCounter({
      workerFile: new URL('../../src/node/tokens/tokenCounterWorker.ts', import.meta.url),
    });
    const texts = [
      'hello world',
      'Grüße, 世界! 👩‍🚀',
      '<|endoftext|>',
      'const x = () => ({ a: [1, 2] });',
      '\u0000\ufffd\n\t  ',
    ];
    const [first, second] = await Promise.all([packed.count(texts), plain.count(texts)]);
    assert.deepEqual([first.isGuessed, second.isGuessed], [false, false]);
    assert.deepEqual(texts.map(first.countTokens), texts.map(second.countTokens));
    await Promise.all([packed.dispose(), plain.dispose()]);
  });

  it('runs the sandbox’s engine', async () => {
    const sandbox = new QuickJsSandbox(path.join(dist, 'sandbox.js'));
    assert.equal(await sandbox.run('return a + 1', { a: 2 }), 3);
    await sandbox.dispose();
  });

  it('parses SQL of every dialect', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'polyprompt-sql-'));
    const names = Object.keys(sqlDialects);
    const checks = names.map((databaseType) => ({ type: 'is-sql', value: { databaseType } }));
    const cases = [
      { providerOutput: 'SELECT id FROM tickets WHERE id = 12345678901234567890', assert: checks },
      { providerOutput: 'SELECT FROM WHERE', assert: checks.map((check) => ({ ...check, type: 'not-is-sql' })) },
    ];
    writeFileSync(path.join(folder, 'package.json'), '{}');
    writeFileSync(path.join(folder, 'say.prompt.txt'), 'Say');
    writeFileSync(
      path.join(folder, 'sql.eval.yaml'),
      JSON.stringify({ prompt: './say.prompt.txt', models: ['simulated/terse'], cases }),
    );
    const result = await polyprompt(['eval', 'sql.eval.yaml', '--output', 'r.json'], { cwd: folder });
    assert.equal(result.code, 0, result.stdout + result.stderr);
    assert.equal(names.length, 14);
    rmSync(folder, { recursive: true });
  });
});
