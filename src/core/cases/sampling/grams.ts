/** A text in the form in which two writings of one request meet: one form of letters, small ones, one digit for all numbers, single spaces. */
export function foldedRequest(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\d+/g, '0').replace(/\s+/g, ' ').trim();
}

/** A 32-bit hash of a part of a text (FNV-1a), turned once more so that its low bits are even. */
export function hashOf(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** The hashes of all runs of `length` characters of a folded text, each once; a shorter text is one run. */
export function gramsOf(text: string, length: number): ReadonlySet<number> {
  const grams = new Set<number>();
  const last = Math.max(0, text.length - length);
  for (let start = 0; start <= last; start++) grams.add(hashOf(text, start, Math.min(text.length, start + length)));
  return grams;
}

/** The share of runs that two texts have in common, of all that either has: 0 to 1. */
export function likeness(left: ReadonlySet<number>, right: ReadonlySet<number>): number {
  const [few, many] = left.size < right.size ? [left, right] : [right, left];
  let shared = 0;
  for (const gram of few) if (many.has(gram)) shared++;
  const all = left.size + right.size - shared;
  return all === 0 ? 1 : shared / all;
}
