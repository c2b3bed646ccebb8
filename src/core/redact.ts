const windowLength = 8;
const replacement = '[key]';

/** The text without any of the keys: no eight characters in a row of a key are left, not even of a key that a vendor has masked. */
export function redact(text: string, keys: readonly (string | undefined)[]): string {
  return keys.reduce<string>((clean, key) => (key ? withoutKey(clean, key) : clean), text);
}

function withoutKey(text: string, key: string): string {
  const length = Math.min(windowLength, key.length);
  const windows = new Set(
    [key, encodeURIComponent(key), ...inBase64(key)].flatMap((written) => windowsOf(written, length)),
  );
  let clean = '';
  let coveredUntil = 0;
  for (let start = 0; start + length <= text.length; start++) {
    if (!windows.has(text.slice(start, start + length))) continue;
    if (start >= coveredUntil) clean += text.slice(coveredUntil, start) + replacement;
    coveredUntil = start + length;
  }
  return clean + text.slice(coveredUntil);
}

/**
 * The key as it may stand inside of a text in base64, such as `user:key`, in three forms: they depend on where in the text the key begins.
 */
function inBase64(key: string): readonly string[] {
  // The parts of a shorter key are parts of common words.
  if (key.length < windowLength) return [];
  const bytes = String.fromCharCode(...new TextEncoder().encode(key));
  return [0, 1, 2].flatMap((before) => {
    const whole = btoa('\0'.repeat(before) + bytes).replace(/=+$/, '');
    // The first characters also hold the text before the key, and the last one the text behind it.
    const own = whole.slice(before === 0 ? 0 : before + 1, -1);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function windowsOf(key: string, length: number): string[] {
  if (key.length < length) return [];
  return Array.from({ length: key.length - length + 1 }, (_, start) => key.slice(start, start + length));
}
