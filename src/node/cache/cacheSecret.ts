import { createHash, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { configFolder } from '../files/configFolder.ts';
import { removeQuietly } from '../files/removeQuietly.ts';

const secretBytes = 32;

/**
 * The secret, 32 bytes, by which caches recognise what this user's own processes wrote. It comes from `POLYPROMPT_CACHE_KEY`, else from a
 * file in the user's own folder, which is made at its first use. Where that file cannot be kept, each process gets a new secret, so that
 * nothing is believed later.
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

/** When two processes make the file at the same time, the first one's secret counts. */
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
