import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { isJsonObject, type JsonValue } from './json.ts';

/** The first 8 hex digits of a text's SHA-1: what dotprompt calls a prompt's version. */
export function shortVersion(text: string): string {
  return bytesToHex(sha1(utf8ToBytes(text))).slice(0, 8);
}

/** SHA-256 of a JSON value in hex, the same for every order of its keys. */
export function hashJson(value: JsonValue): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(value))));
}

/** A JSON value as text, the same for every order of its keys. */
export function canonicalJson(value: JsonValue): string {
  return JSON.stringify(withSortedKeys(value));
}

function withSortedKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (!isJsonObject(value)) return value;
  // Object.fromEntries, unlike assignment, keeps a key named __proto__ as an ordinary key.
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, withSortedKeys(value[key] ?? null)]),
  );
}
