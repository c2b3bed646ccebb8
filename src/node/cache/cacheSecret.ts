import { createHash, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { configFolder } from '../files/configFolder.ts';
import { removeQuietly } from '../files/removeQuietly.ts';

const secretBytes = 32;

/**
 * The secret by which caches know what this user's own processes wrote, 32 bytes: of `POLYPROMPT_CACHE_KEY`, else of a file in the user's
 * own folder, made at its first use. Without a place for that file a new one each time, so that nothing is believed later.
 */
export function cacheSecret(env: NodeJS.ProcessEnv = process.env): Uint8Array {
  const given = env['POLYPROMPT_CACHE_KEY'];
  if (given) return createHash('sha256').update(given).digest();
  const file = path.join(configFolder(env), 'cache-key');
  return readSecret(file) ?? makeSecret(file);
}

function readSecret(file: string): Uint8Array | undefined {
  try {
    const secret = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
    return secret.length === secretBytes ? secret : undefined;
  } catch {
    return undefined;
  }
}

/** Of two processes that make it at once the first one's counts. */
function makeSecret(file: string): Uint8Array {
  const secret = randomBytes(secretBytes);
  const own = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(own, `${secret.toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
    linkSync(own, file);
  } catch {
    return readSecret(file) ?? secret;
  } finally {
    removeQuietly(own);
  }
  return secret;
}
