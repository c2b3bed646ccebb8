/** Time as core sees it; tests give a fake one. Durations come from `now`, never from the wall clock. */
export interface Clock {
  /** Milliseconds on a monotonic clock. */
  now(): number;
  /** Milliseconds since 1970, for records that people read. */
  wallTime(): number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted. Leaves no timer behind. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls back once after `ms`; the returned function cancels this. */
  after(ms: number, callback: () => void): () => void;
}

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** A key and the one origin it may be sent to. */
export interface BoundKey {
  readonly key: string;
  /** The origin, for example `https://api.openai.com`. */
  readonly origin: string;
}

/** A value that stands elsewhere: in the secret storage or in a variable of the environment. */
export interface SecretName {
  readonly source: 'secret' | 'env';
  readonly name: string;
}

/** Core's port to the world. `fetch` is the raw one: providers only ever see `guardFetch` around it. */
export interface Environment {
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** Uniform in [0, 1). */
  random(): number;
  /** The key for a provider at an origin; undefined when there is none. Never throws for "none". */
  lookUpKey(provider: string, origin: string): Promise<BoundKey | undefined>;
  /**
   * The value that a header of an endpoint names, for the one origin it is sent to; undefined when it is not set. The function is absent
   * where there are no secrets.
   */
  lookUpSecret?(wanted: SecretName, origin: string): Promise<string | undefined>;
}
