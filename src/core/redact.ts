const windowLength = 8;
const replacement = '[key]';

/** The text without any of the keys: no eight characters in a row of a key are left, not even of one masked by a vendor. */
export function redact(text: string, keys: readonly (string | undefined)[]): string {
  return keys.reduce<string>((clean, key) => (key ? withoutKey(clean, key) : clean), text);
}

function withoutKey(text: string, key: string): string {
  const length = Math.min(windowLength, key.length);
  const windows = new Set([...windowsOf(key, length), ...windowsOf(encodeURIComponent(key), length)]);
  let clean = '';
  let coveredUntil = 0;
  for (let start = 0; start + length <= text.length; start++) {
    if (!windows.has(text.slice(start, start + length))) continue;
    if (start >= coveredUntil) clean += text.slice(coveredUntil, start) + replacement;
    coveredUntil = start + length;
  }
  return clean + text.slice(coveredUntil);
}

function windowsOf(key: string, length: number): string[] {
  return Array.from({ length: key.length - length + 1 }, (_, start) => key.slice(start, start + length));
}
