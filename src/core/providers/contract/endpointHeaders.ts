import type { Environment, SecretName } from '../../environment.ts';
import { PolypromptError } from '../../errors.ts';
import { isJsonObject } from '../../json.ts';

/**
 * Headers as they are set for an endpoint, from name to value; `${secret:NAME}` and `${env:NAME}` stand for values that are kept elsewhere.
 */
export type EndpointHeaders = Readonly<Record<string, string>>;

/** The headers as they are sent. */
export interface ResolvedHeaders {
  readonly headers: EndpointHeaders;
  /** The values that came from a reference and must never be shown. */
  readonly secrets: readonly string[];
}

const reference = /\$\{(secret|env):([A-Za-z_][\w.-]*)\}/g;
/** Headers that may not be set: they belong to the connection, or would send the request elsewhere. */
const forbidden: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'content-type',
  'expect',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** The headers of an endpoint, or the sentence that says what is wrong with them. */
export function readEndpointHeaders(value: unknown): EndpointHeaders | string {
  if (!isJsonObject(value)) return 'headers have to be an object from name to value.';
  const headers: [string, string][] = [];
  for (const [name, text] of Object.entries(value)) {
    const problem = problemOf(name, text);
    if (problem !== undefined) return problem;
    headers.push([name.toLowerCase(), String(text)]);
  }
  return Object.fromEntries(headers);
}

function problemOf(name: string, value: unknown): string | undefined {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return `"${name}" is not the name of a header.`;
  if (forbidden.has(name.toLowerCase())) return `the header "${name}" cannot be set.`;
  if (typeof value !== 'string' || !isHeaderValue(value))
    return `the value of the header "${name}" has to be one line of text.`;
  const unread = value.replaceAll(reference, '').includes('${');
  return unread ? `the header "${name}" has to name a value as \${secret:NAME} or \${env:NAME}.` : undefined;
}

function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}

/** The secrets and variables that headers name, each once. */
export function referencesOf(headers: EndpointHeaders = {}): readonly SecretName[] {
  const found = Object.values(headers).flatMap((value) => [...value.matchAll(reference)].map(asReference));
  return [...new Map(found.map((one) => [`${one.source}:${one.name}`, one])).values()];
}

/**
 * Replaces the references in a provider's headers by their values. Throws `missing-key` for a value that is missing, and for one that no
 * header can hold.
 */
export async function resolveHeaders(
  { name, headers = {} }: { readonly name: string; readonly headers?: EndpointHeaders },
  origin: string,
  environment: Pick<Environment, 'lookUpSecret'>,
): Promise<ResolvedHeaders> {
  const values = new Map<string, string>();
  for (const wanted of referencesOf(headers)) {
    const value = await environment.lookUpSecret?.(wanted, origin);
    if (!value || !isHeaderValue(value)) throw missing(name, wanted);
    values.set(textOf(wanted), value);
  }
  const filled = Object.entries(headers).map(
    ([header, text]) => [header, text.replaceAll(reference, (written) => values.get(written) ?? '')] as const,
  );
  return { headers: Object.fromEntries(filled), secrets: [...values.values()] };
}

/** The headers in a form for people: names of secrets are shown, and no values. */
export function shownHeaders(headers: EndpointHeaders = {}): EndpointHeaders {
  const shown = Object.entries(headers).map(([name, value]) => {
    const hidden = `$${name.toUpperCase().replaceAll('-', '_')}`;
    const named = value.replaceAll(reference, (_, _source: string, variable: string) => `$${variable}`);
    return [name, named === value ? hidden : named] as const;
  });
  return Object.fromEntries(shown);
}

function asReference([, source, name = '']: RegExpMatchArray): SecretName {
  return { source: source === 'env' ? 'env' : 'secret', name };
}

function textOf({ source, name }: SecretName): string {
  return `\${${source}:${name}}`;
}

function missing(provider: string, { source, name }: SecretName): PolypromptError {
  const hint =
    source === 'env'
      ? `Set the environment variable ${name} and start again.`
      : `Set it with "Polyprompt: Set API Key..."; on the command line it is the environment variable ${name}.`;
  return new PolypromptError('missing-key', `A header of ${provider} needs ${name}, which is not set.`, { hint });
}
