import type { IncomingMessage } from 'node:http';
import { messageBody } from './messageBody.ts';

/** Statuses whose answers have no body. */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/** An answer of Node's own client as `fetch` gives it. Throws `RangeError` for a status that fetch does not know (200 to 599). */
export class HttpResponse extends Response {
  override readonly url: string;

  constructor(message: IncomingMessage, address: string, signal: AbortSignal | undefined) {
    const { statusCode: status = 0, statusMessage: statusText = '' } = message;
    const body = bodiless.has(status) ? undefined : messageBody(message, signal);
    super(body, { status, statusText, headers: headersOf(message) });
    this.url = address;
    if (!body) message.resume();
  }
}

function headersOf({ rawHeaders }: IncomingMessage): [string, string][] {
  const names = rawHeaders.filter((_, index) => index % 2 === 0);
  return names.map((name, index) => [name, rawHeaders[2 * index + 1] ?? '']);
}
