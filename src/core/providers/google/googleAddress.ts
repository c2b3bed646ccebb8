const googleHost = 'https://generativelanguage.googleapis.com';

/**
 * Splits a base address. One that ends in a version (`.../v1beta`) chooses that version. Otherwise Google itself is asked by `v1`, and
 * other servers by `v1beta`, which most of them copy.
 */
export function splitGoogleVersion(baseUrl: string): { readonly host: string; readonly version: string } {
  const match = /^(.*)\/(v1(?:beta|alpha)?)$/.exec(baseUrl);
  return { host: match?.[1] ?? baseUrl, version: match?.[2] ?? (baseUrl === googleHost ? 'v1' : 'v1beta') };
}
