const firstWaitMs = 20;

/** Waits until `look` gives something other than undefined. After `limitMs` it fails with what was waited for. */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  limitMs = 15_000,
): Promise<T> {
  const end = Date.now() + limitMs;
  for (let wait = firstWaitMs; ; wait = Math.min(200, wait * 1.5)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`waited ${limitMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
