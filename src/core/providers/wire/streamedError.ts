import { isJsonObject } from '../../json.ts';

/** An error that a vendor sent inside its stream, under a good status. */
export class StreamedError extends Error {
  /** Its body, in the field where the errors of the vendors' SDKs have theirs. */
  readonly error: unknown;

  constructor(error: unknown) {
    super('The stream holds an error.');
    this.error = error;
  }
}

/** Throws the error that an OpenAI-like server sends in place of a piece of its answer. */
export function throwStreamedError(chunk: unknown): void {
  const error = isJsonObject(chunk) && chunk['error'];
  if (error) throw new StreamedError(error);
}
