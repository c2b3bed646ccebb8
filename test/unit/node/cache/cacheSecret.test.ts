import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cacheSecret } from '../../../../src/node/cache/cacheSecret.ts';

describe('cacheSecret', () => {
  let config = '';
  beforeEach(() => {
    config = mkdtempSync(path.join(tmpdir(), 'polyprompt-secret-'));
  });
  afterEach(() => rmSync(config, { recursive: true }));
  const secret = (env: NodeJS.ProcessEnv) => Buffer.from(cacheSecret(env)).toString('hex');

  it('is made once for a user, and for nobody else to read', () => {
    const first = secret({ XDG_CONFIG_HOME: config });
    assert.match(first, /^[0-9a-f]{64}$/);
    assert.equal(secret({ XDG_CONFIG_HOME: config }), first);
    const { mode } = statSync(path.join(config, 'polyprompt', 'cache-key'));
    assert.equal(process.platform === 'win32' ? 0 : mode & 0o077, 0);
  });

  it('comes from the environment where machines share a cache', () => {
    const given = { XDG_CONFIG_HOME: config, POLYPROMPT_CACHE_KEY: 'shared' };
    assert.equal(secret(given), secret({ POLYPROMPT_CACHE_KEY: 'shared' }));
    assert.notEqual(secret(given), secret({ XDG_CONFIG_HOME: config }));
  });

  it('is another one each time where it cannot be kept, so that nothing is believed', () => {
    const file = path.join(config, 'in the way');
    writeFileSync(file, '');
    assert.notEqual(secret({ XDG_CONFIG_HOME: file }), secret({ XDG_CONFIG_HOME: file }));
  });
});
