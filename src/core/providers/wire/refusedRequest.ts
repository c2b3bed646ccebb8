import { isJsonObject } from '../../json.ts';

/** What a server answered in place of what was asked, in the shape of the vendors' SDKs. */
class RefusedRequest extends Error {
  readonly status: number;
  readonly headers: Headers;
  /** Of a body that is JSON its `error`, or all of it; else the text. */
  readonly error: unknown;

  constructor({ status, headers }: Response, text: string) {
    super(`${status} ${text}`);
    this.name = 'RefusedRequest';
    this.status = status;
    this.headers = headers;
    this.error = complaintIn(text);
  }
}

/** Reads what was answered; the body has to be bounded already. */
export async function refusedRequest(response: Response): Promise<RefusedRequest> {
  return new RefusedRequest(response, await response.text());
}

function complaintIn(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return isJsonObject(body) ? (body['error'] ?? body) : text;
  } catch {
    return text;
  }
}
