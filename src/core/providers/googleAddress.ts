const defaultApiVersion = 'v1';

/** A base address that ends in a version (`.../v1beta`) chooses that version. */
export function splitGoogleVersion(baseUrl: string): { readonly host: string; readonly version: string } {
  const match = /^(.*)\/(v1(?:beta|alpha)?)$/.exec(baseUrl);
  return { host: match?.[1] ?? baseUrl, version: match?.[2] ?? defaultApiVersion };
}
