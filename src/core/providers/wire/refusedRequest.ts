import { isJsonObject } from '../../json.ts';

/** An answer of a server that is no answer to the question, in the shape of the vendors' SDK errors. */
class RefusedRequest extends Error {
  readonly status: number;
  readonly headers: Headers;
  /** The `error` of a body that is JSON, or all of it; else the text. */
  readonly error: unknown;

  constructor({ status, headers }: Response, text: string) {
    super(`${status} ${text}`);
    this.name = 'RefusedRequest';
    this.status = status;
    this.headers = headers;
    this.error = complaintIn(text);
  }
}

/** Reads such an answer; the body has to be bounded already. */
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
