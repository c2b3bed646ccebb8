/** The part of a response's headers that is read here; `Headers` fits. */
export interface HeaderReader {
  get(name: string): string | null;
}

/**
 * The wait that a response asks for, in milliseconds: `retry-after-ms`, else `retry-after` in seconds or as a date, which is read against
 * the response's own `date` because clocks differ. Negative, unreadable and endless values count as absent (undefined); 0 is a wait of 0.
 */
export function retryAfterMs(headers: HeaderReader, wallTime: number): number | undefined {
  return (
    waitFrom(headers.get('retry-after-ms'), 1) ??
    waitFrom(headers.get('retry-after'), 1000) ??
    waitUntil(headers.get('retry-after'), headers.get('date'), wallTime)
  );
}

/** Milliseconds of Google's `RetryInfo.retryDelay` in the body, for example `"7s"`. */
export function retryInfoMs(retryDelay: string): number | undefined {
  return retryDelay.endsWith('s') ? waitFrom(retryDelay.slice(0, -1), 1000) : undefined;
}

function waitFrom(value: string | null, unit: number): number | undefined {
  if (value === null || !/^\s*\d+(\.\d+)?\s*$/.test(value)) return undefined;
  const wait = Math.round(Number(value) * unit);
  return Number.isFinite(wait) ? wait : undefined;
}

function waitUntil(value: string | null, serverDate: string | null, wallTime: number): number | undefined {
  if (value === null || !/[a-z]{3}/i.test(value)) return undefined;
  const until = Date.parse(value);
  const now = serverDate === null ? Number.NaN : Date.parse(serverDate);
  const wait = until - (Number.isNaN(now) ? wallTime : now);
  return wait >= 0 ? wait : undefined;
}
