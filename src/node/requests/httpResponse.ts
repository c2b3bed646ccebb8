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
    super(body, { status, statusText });
    this.url = address;
    // One by one, because a list of pairs is checked and copied twice.
    for (let index = 0; index + 1 < message.rawHeaders.length; index += 2)
      this.headers.append(message.rawHeaders[index] ?? '', message.rawHeaders[index + 1] ?? '');
    if (!body) message.resume();
  }
}
